package io.github.fisherscope.spectra.internal;

/**
 * What an adapter returns: eigenvalues in the library's own order and, where asked for, one eigenvector per row of
 * {@code vectors} in the same order.
 */
public final class DenseEigen {
    private final double[] values;
    private final double[][] vectors;

    /** Takes over both arrays. */
    public DenseEigen(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    public double[] values() {
        return values;
    }

    /** Returns the eigenvectors as rows; empty if they were not asked for. */
    public double[][] vectors() {
        return vectors;
    }

    /** Reorders values (and vectors) so that the values descend; equal values keep their order. */
    public DenseEigen descending() {
        Integer[] order = new Integer[values.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        java.util.Arrays.sort(order, (a, b) -> Double.compare(values[b], values[a]));
        double[] sorted = new double[values.length];
        double[][] rows = new double[vectors.length][];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = values[order[i]];
            if (vectors.length > 0) {
                rows[i] = vectors[order[i]];
            }
        }
        return new DenseEigen(sorted, rows);
    }
}
