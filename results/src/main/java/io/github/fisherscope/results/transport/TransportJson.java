package io.github.fisherscope.results.transport;

import io.github.fisherscope.results.json.JsonText;

/** The JSON form of results about distributions; keys stand in the order of the record components. */
public final class TransportJson {
    private TransportJson() {}

    /** Returns the text, ending with a line feed. */
    public static String write(DivergenceResult result) {
        return JsonText.page(result);
    }

    /** Returns the text, ending with a line feed. */
    public static String write(TransportResult result) {
        return JsonText.page(result);
    }
}
