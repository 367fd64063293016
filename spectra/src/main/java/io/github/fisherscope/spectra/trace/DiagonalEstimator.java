package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.Objects;

/**
 * The diagonal as the mean of v ∘ Av over Rademacher probes (C. Bekas, E. Kokiopoulou, Y. Saad, Appl. Numer. Math. 57
 * (2007) 1214-1229). Entry i is unbiased with standard error √(Σ_{j≠i} A_ij² / N): absolute, so small entries beside large
 * off-diagonal ones are poor. One product per probe, 3n memory.
 */
public final class DiagonalEstimator {
    private final TraceConfig config;

    private DiagonalEstimator(TraceConfig config) {
        Objects.requireNonNull(config, "config");
        Args.require(
                config.distribution() == ProbeDistribution.RADEMACHER,
                "distribution is %s; the diagonal needs RADEMACHER probes, whose squares are exactly 1",
                config.distribution());
        Args.require(
                config.operatorCalls() >= 2,
                "operatorCalls is %d; at least 2 probes are needed for an error",
                config.operatorCalls());
        this.config = config;
    }

    public static DiagonalEstimator of(TraceConfig config) {
        return new DiagonalEstimator(config);
    }

    /**
     * The diagonal with the standard error of each entry.
     *
     * @param values estimates, n of them
     * @param standardErrors their standard errors
     * @param samples number of probes
     */
    public record DiagonalEstimate(RealVector values, RealVector standardErrors, int samples) {
        /** Returns entry i as an estimate of its own. */
        public Estimate entry(int i) {
            return new Estimate(values.get(i), standardErrors.get(i), samples);
        }
    }

    /** Estimates the diagonal with one probe per product of the budget. */
    public DiagonalEstimate estimate(SymmetricOperator operator) {
        int n = operator.dimension();
        double[] v = new double[n];
        double[] y = new double[n];
        double[] mean = new double[n];
        double[] squares = new double[n];
        int probes = config.operatorCalls();
        for (int p = 0; p < probes; p++) {
            ProbeDistribution.RADEMACHER.fill(config.seed(), p, v);
            operator.apply(v, y);
            for (int i = 0; i < n; i++) {
                double x = v[i] * y[i];
                double delta = x - mean[i];
                mean[i] += delta / (p + 1);
                squares[i] += delta * (x - mean[i]);
            }
        }
        for (int i = 0; i < n; i++) {
            squares[i] = Math.sqrt(squares[i] / (probes - 1) / probes);
        }
        return new DiagonalEstimate(RealVector.of(mean), RealVector.of(squares), probes);
    }
}
