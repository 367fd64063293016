package io.github.fisherscope.results.theory;

import io.github.fisherscope.results.json.JsonText;

/** The JSON form of predictions; keys stand in the order of the record components. */
public final class TheoryJson {
    private TheoryJson() {}

    /** Returns the text, ending with a line feed. */
    public static String write(TheoryReport report) {
        return JsonText.page(report);
    }

    /**
     * Reads predictions.
     *
     * @throws IllegalArgumentException if the text is no such document
     */
    public static TheoryReport read(String json) {
        TheoryReport report = JsonText.read(json, TheoryReport.class, TheoryReport.SCHEMA);
        if (!TheoryReport.SCHEMA.equals(report.schema())) {
            throw new IllegalArgumentException("not a " + TheoryReport.SCHEMA + "; make it with fisher theory");
        }
        return report;
    }
}
