package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterBlocks;

/** Sums the moments of a symmetric matrix over parameters, and of its layers' blocks, column by column. */
final class ColumnMoments {
    private final ParameterBlocks layout;
    private final double[] traces;
    private final double[] squares;
    private double total;
    private int layer = 1;

    ColumnMoments(ParameterBlocks layout) {
        this.layout = layout;
        this.traces = new double[layout.depth()];
        this.squares = new double[layout.depth()];
    }

    /** Adds the next column; {@code index} counts up from 0. */
    void add(int index, double[] column) {
        while (index >= layout.blockOffset(layer + 1)) {
            layer++;
        }
        traces[layer - 1] += column[index];
        int from = Math.toIntExact(layout.blockOffset(layer));
        squares[layer - 1] += sumOfSquares(column, from, Math.toIntExact(layout.blockOffset(layer + 1)));
        total += sumOfSquares(column, 0, column.length);
    }

    DualMoments result() {
        return new DualMoments(RealVector.of(traces), RealVector.of(squares), total);
    }

    private static double sumOfSquares(double[] v, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += v[i] * v[i];
        }
        return sum;
    }
}
