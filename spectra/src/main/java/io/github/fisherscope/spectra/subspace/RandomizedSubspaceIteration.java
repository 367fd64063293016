package io.github.fisherscope.spectra.subspace;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.BlockQr;
import io.github.fisherscope.spectra.internal.DenseEigen;
import io.github.fisherscope.spectra.internal.Probes;
import io.github.fisherscope.spectra.internal.Vectors;
import io.github.fisherscope.spectra.internal.ejml.EjmlEigen;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The eigenvalues of largest magnitude by randomised subspace iteration with Rayleigh-Ritz (N. Halko, P.-G. Martinsson, J.
 * Tropp, SIAM Review 53 (2011) 217-288, algorithms 4.4 and 5.3). Meant for positive semi-definite operators whose spectrum
 * falls quickly; all products come in blocks of K + p, which suits operators that share work, but for the same number of
 * products block Lanczos is always at least as accurate.
 *
 * <p>Cost (K + p)(q + 2) + r products, O(n(K + p)²) flops per iteration. The error estimate is their lemma 4.1:
 * {@code ‖(I − QQᵀ)A‖ ≤ 10 √(2/π) max_i ‖(I − QQᵀ)Aω_i‖} for r Gaussian vectors, except with probability 10⁻ʳ.
 * Deterministic.
 */
public final class RandomizedSubspaceIteration {
    private final SubspaceConfig config;

    private RandomizedSubspaceIteration(SubspaceConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static RandomizedSubspaceIteration of(SubspaceConfig config) {
        return new RandomizedSubspaceIteration(config);
    }

    /**
     * Runs the method.
     *
     * @throws ArithmeticException if the operator returns NaN or an infinity
     */
    public SubspaceResult run(SymmetricOperator operator) {
        int n = operator.dimension();
        int width = (int) Math.min(n, (long) config.top() + config.oversampling());
        double[][] start = new double[width][n];
        for (int i = 0; i < width; i++) {
            Probes.start(config.seed(), i, start[i]);
        }
        int calls = 0;
        double[][] q = BlockQr.of(start).q();
        for (int it = 0; it <= config.iterations(); it++) {
            double[][] images = apply(operator, q);
            calls += q.length;
            double[][] next = BlockQr.of(images).q();
            if (next.length == 0) {
                break; // the block lies in the null space; for a generic block the operator is zero
            }
            q = next;
        }
        double[][] aq = apply(operator, q);
        calls += q.length;
        double remainder = q.length == n ? 0 : remainderBound(operator, q);
        return rayleighRitz(q, aq, remainder, calls + (q.length == n ? 0 : config.errorProbes()));
    }

    private SubspaceResult rayleighRitz(double[][] q, double[][] aq, double remainder, int calls) {
        int k = q.length;
        double[] h = new double[k * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                h[i * k + j] = 0.5 * (Vectors.dot(q[i], aq[j]) + Vectors.dot(q[j], aq[i]));
            }
        }
        DenseEigen eigen = EjmlEigen.solve(h, k, true).descending();
        int wanted = Math.min(config.top(), k);
        double[] values = new double[wanted];
        double[] residuals = new double[wanted];
        List<RealVector> vectors = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            double[] v = combine(q, eigen.vectors()[i]);
            double[] r = combine(aq, eigen.vectors()[i]);
            values[i] = eigen.values()[i];
            Vectors.axpy(-values[i], v, r);
            residuals[i] = Vectors.norm(r);
            vectors.add(RealVector.of(v));
        }
        return new SubspaceResult(RealVector.of(values), RealVector.of(residuals), vectors, remainder, calls);
    }

    private double remainderBound(SymmetricOperator operator, double[][] q) {
        double[][] omega = new double[config.errorProbes()][q[0].length];
        for (int i = 0; i < omega.length; i++) {
            Probes.gaussian(config.seed(), i, omega[i]);
        }
        double worst = 0;
        for (double[] y : apply(operator, omega)) {
            for (double[] column : q) {
                Vectors.axpy(-Vectors.dot(column, y), column, y);
            }
            worst = Math.max(worst, Vectors.norm(y));
        }
        return 10 * Math.sqrt(2 / Math.PI) * worst;
    }

    private static double[][] apply(SymmetricOperator operator, double[][] xs) {
        double[][] ys = new double[xs.length][operator.dimension()];
        operator.applyBatch(xs, ys);
        for (double[] y : ys) {
            int bad = Vectors.firstNonFinite(y);
            if (bad >= 0) {
                throw new ArithmeticException(
                        "the operator returned " + y[bad] + " (entry " + bad + "); check network and data");
            }
        }
        return ys;
    }

    private static double[] combine(double[][] rows, double[] y) {
        double[] v = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            Vectors.axpy(y[i], rows[i], v);
        }
        return v;
    }
}
