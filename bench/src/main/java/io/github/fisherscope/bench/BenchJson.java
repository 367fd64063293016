package io.github.fisherscope.bench;

import io.github.fisherscope.results.json.JsonText;

/** The JSON form of a benchmark; keys stand in the order of the record components. */
public final class BenchJson {
    private BenchJson() {}

    /** Returns the text, ending with a line feed. */
    public static String write(BenchResult result) {
        return JsonText.page(result);
    }

    /**
     * Reads a result.
     *
     * @throws IllegalArgumentException if the text is not such a result
     */
    public static BenchResult read(String json) {
        BenchResult result = JsonText.read(json, BenchResult.class, BenchResult.SCHEMA);
        if (!BenchResult.SCHEMA.equals(result.schema())) {
            throw new IllegalArgumentException("not a " + BenchResult.SCHEMA + "; make it with fisher bench");
        }
        return result;
    }
}
