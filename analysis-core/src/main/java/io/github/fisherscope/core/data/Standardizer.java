package io.github.fisherscope.core.data;

import io.github.fisherscope.core.io.NpyArray;
import java.util.Arrays;

/**
 * Shifts and scales a matrix, group by group: a group is a column, or everything. Mean first, deviations second, so that a
 * large mean costs no digits of the variance; deviations are divided by their largest before they are squared, so that
 * nothing overflows or underflows.
 */
final class Standardizer {
    private final NpyArray matrix;
    private final boolean perInput;
    private final double[] mean;
    private final double[] largest;
    private final double[] deviation;

    private Standardizer(NpyArray matrix, boolean perInput) {
        this.matrix = matrix;
        this.perInput = perInput;
        int groups = perInput ? matrix.columns() : 1;
        this.mean = new double[groups];
        this.largest = new double[groups];
        this.deviation = new double[groups];
    }

    /** Returns the standardised matrix; time O(T·M_0), memory a second matrix. */
    static NpyArray apply(Standardization standardization, NpyArray matrix) {
        if (standardization == Standardization.NONE) {
            return matrix;
        }
        Standardizer s = new Standardizer(matrix, standardization == Standardization.PER_INPUT);
        s.findScales();
        return NpyArray.ofRows(matrix.rows(), matrix.columns(), s::fill);
    }

    private void findScales() {
        int groups = mean.length;
        double perGroup = perInput ? matrix.rows() : matrix.size();
        boolean[] varies = new boolean[groups];
        double[] first = new double[matrix.columns()];
        matrix.copyRow(0, first);
        CompensatedSum[] sums = sums(groups);
        eachEntry((group, x) -> {
            sums[group].add(x);
            varies[group] |= x != first[group];
        });
        Arrays.setAll(mean, g -> sums[g].value() / perGroup);
        eachEntry((group, x) -> largest[group] = Math.max(largest[group], Math.abs(x - mean[group])));
        CompensatedSum[] squares = sums(groups);
        eachEntry((group, x) -> {
            double d = (x - mean[group]) / largest[group];
            squares[group].add(d * d);
        });
        Arrays.setAll(deviation, g -> varies[g] ? Math.sqrt(squares[g].value() / perGroup) : 0);
    }

    /** Takes one number and the group that it belongs to. */
    @FunctionalInterface
    private interface Visitor {
        void visit(int group, double x);
    }

    private void eachEntry(Visitor visitor) {
        double[] row = new double[matrix.columns()];
        for (int t = 0; t < matrix.rows(); t++) {
            matrix.copyRow(t, row);
            for (int i = 0; i < row.length; i++) {
                visitor.visit(perInput ? i : 0, row[i]);
            }
        }
    }

    /** A group without variation has deviation 0 and becomes 0. */
    private void fill(int t, double[] target) {
        matrix.copyRow(t, target);
        for (int i = 0; i < target.length; i++) {
            int g = perInput ? i : 0;
            target[i] = deviation[g] > 0 ? (target[i] - mean[g]) / largest[g] / deviation[g] : 0;
        }
    }

    private static CompensatedSum[] sums(int groups) {
        CompensatedSum[] sums = new CompensatedSum[groups];
        Arrays.setAll(sums, g -> new CompensatedSum());
        return sums;
    }
}
