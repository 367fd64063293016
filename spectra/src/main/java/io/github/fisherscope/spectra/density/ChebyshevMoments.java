package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.Locale;

/** The moments vᵀT_k(Ã)v of several vectors that advance in step, Ã scaled so that [low, high] becomes [−1, 1]. */
final class ChebyshevMoments {
    private final SymmetricOperator operator;
    private final double low;
    private final double high;
    private final int degree;

    ChebyshevMoments(SymmetricOperator operator, double low, double high, int degree) {
        this.operator = operator;
        this.low = low;
        this.high = high;
        this.degree = degree;
    }

    /**
     * Returns degree + 1 moments for each vector of norm 1. Two come from each product.
     *
     * @throws ArithmeticException if they grow
     */
    double[][] of(double[][] starts) {
        int count = starts.length;
        int n = operator.dimension();
        double[][] mu = new double[count][degree + 1];
        double[][] before = starts;
        double[][] current = new double[count][n];
        scaled(starts, current);
        for (int i = 0; i < count; i++) {
            mu[i][0] = 1;
            mu[i][1] = Vectors.dot(starts[i], current[i]);
        }
        double[][] next = new double[count][n];
        for (int k = 1; 2 * k <= degree; k++) {
            boolean last = 2 * k + 1 > degree;
            if (!last) {
                scaled(current, next);
            }
            for (int i = 0; i < count; i++) {
                mu[i][2 * k] = bounded(2 * k, 2 * Vectors.dot(current[i], current[i]) - 1);
                if (!last) {
                    advance(before[i], next[i]);
                    mu[i][2 * k + 1] = 2 * Vectors.dot(current[i], next[i]) - mu[i][1];
                }
            }
            double[][] free = k == 1 ? new double[count][n] : before; // the starts stay the caller's
            before = current;
            current = next;
            next = free;
        }
        return mu;
    }

    private static void advance(double[] before, double[] next) {
        for (int j = 0; j < next.length; j++) {
            next[j] = 2 * next[j] - before[j];
        }
    }

    private double bounded(int k, double moment) {
        if (!(Math.abs(moment) < 1 + 1e-6)) {
            throw new ArithmeticException(String.format(
                    Locale.ROOT,
                    "Chebyshev moment %d is %s; an eigenvalue lies outside [%s, %s], widen the bounds",
                    k,
                    moment,
                    low,
                    high));
        }
        return moment;
    }

    private void scaled(double[][] xs, double[][] ys) {
        operator.applyBatch(xs, ys);
        for (int i = 0; i < xs.length; i++) {
            for (int j = 0; j < ys[i].length; j++) {
                ys[i][j] = (2 * ys[i][j] - (high + low) * xs[i][j]) / (high - low);
            }
        }
    }
}
