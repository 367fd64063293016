package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.Objects;

/**
 * tr A ≈ mean of vᵀAv over random probes (M. Hutchinson, Commun. Stat. Simul. 18 (1989) 1059-1076). Unbiased; the
 * standard error is √(2/N)‖A‖_F or less, so relative accuracy 1 % may take thousands of products when few eigenvalues
 * carry the trace. One product per probe, O(n) memory.
 */
public final class HutchinsonTrace {
    private final TraceConfig config;

    private HutchinsonTrace(TraceConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static HutchinsonTrace of(TraceConfig config) {
        return new HutchinsonTrace(config);
    }

    /** Estimates tr A with one probe per product of the budget. */
    public Estimate estimate(SymmetricOperator operator) {
        int n = operator.dimension();
        double[] v = new double[n];
        double[] y = new double[n];
        double[] samples = new double[config.operatorCalls()];
        for (int i = 0; i < samples.length; i++) {
            config.distribution().fill(config.seed(), i, v);
            operator.apply(v, y);
            samples[i] = Vectors.dot(v, y);
        }
        return Estimate.ofSamples(samples);
    }
}
