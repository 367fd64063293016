package io.github.fisherscope.backend.cuda.internal;

/**
 * The kernels of {@code kernels.cu} and the kinds of their parameters, one letter each: {@code m} a matrix in the
 * precision of the backend, {@code d} numbers in float64, {@code n} an integer, {@code x} a real number.
 */
enum Kernel {
    FILL("fill_entries", "mnnnx"),
    COPY("copy_entries", "mnmnnn"),
    COPY_ROWS_REVERSED("copy_rows_reversed", "mnnmnnn"),
    ADD("add_entries", "xmnxmnnn"),
    ADD_ROW("add_row", "mmnnn"),
    ACTIVATE("activate_entries", "nxmnmnmnnn"),
    MULTIPLY("multiply_entries", "mnmnnmnnn"),
    MULTIPLY_AND_ADD("multiply_and_add", "mnmnnnnnxmnnn"),
    MULTIPLY_AND_ADD_SQUARES("multiply_and_add_squares", "mnmnnnnnxmnnnnd"),
    MIRROR_LOWER("mirror_lower", "mnn"),
    SUM_COLUMNS_PARTLY("sum_columns_partly", "mnnnnd"),
    SUM_COLUMNS_FINALLY("sum_columns_finally", "dnnm"),
    DOT_PARTLY("dot_partly", "mnmnnnnd"),
    DOT_ROWS("dot_rows", "mnmnnnd"),
    MAXIMUM_OF_LOWER("maximum_of_lower", "mnnxd");

    /** The name of the resource with the sources, beside this class. */
    static final String SOURCE = "kernels.cu";

    private final String symbol;
    private final String parameters;

    Kernel(String symbol, String parameters) {
        this.symbol = symbol;
        this.parameters = parameters;
    }

    /** Returns the name of the function. */
    String symbol() {
        return symbol;
    }

    /** Returns the kinds of the parameters. */
    String parameters() {
        return parameters;
    }
}
