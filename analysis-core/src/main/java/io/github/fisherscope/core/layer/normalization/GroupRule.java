package io.github.fisherscope.core.layer.normalization;

/**
 * A layer on groups of entries, each of which it treats alike and by itself. Numbers of one sample are one array; groups are
 * given by the number of its group for each entry. May be called by several threads.
 */
interface GroupRule {
    /**
     * Replaces a sample by its output.
     *
     * @param group number of the group of each entry
     * @param state one number for each group, which the derivatives need
     */
    void forward(double[] x, int[] group, double[] state);

    /** Replaces a tangent of the input by that of the output, at an output and its state. */
    void derivative(double[] y, int[] group, double[] state, double[] tangent);

    /** Replaces a cotangent of the output by that of the input. */
    void transposed(double[] y, int[] group, double[] state, double[] cotangent);

    /**
     * Replaces a cotangent of the output by the change of {@link #transposed} while the input moves.
     *
     * @param tangent of the input
     */
    void change(double[] y, int[] group, double[] state, double[] tangent, double[] cotangent);
}
