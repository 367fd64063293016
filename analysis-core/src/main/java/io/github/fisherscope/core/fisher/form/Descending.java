package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;

/** Eigenvalues in descending order. */
final class Descending {
    private Descending() {}

    static RealVector of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int i = 0, j = sorted.length - 1; i < j; i++, j--) {
            double t = sorted[i];
            sorted[i] = sorted[j];
            sorted[j] = t;
        }
        return RealVector.of(sorted);
    }
}
