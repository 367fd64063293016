package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.BlockQr;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.Objects;

/**
 * Hutch++ (R. Meyer, C. Musco, C. Musco, D. Woodruff, SOSA 2021): the trace on the range Q of a sketch AS is taken
 * exactly, the rest is estimated,
 *
 * <pre>  tr A = tr QᵀAQ + tr (I − QQᵀ) A (I − QQᵀ)  </pre>
 *
 * One third of the products each goes to the sketch, to QᵀAQ and to probes of the rest. For positive semi-definite A the
 * relative error falls as 1/products instead of 1/√products. The standard error is that of the rest given Q, so the
 * estimate is unbiased and the error honest; where the sketch holds the whole range the answer is exact up to rounding.
 * Memory (2/3) calls · n.
 */
public final class HutchPlusPlusTrace {
    private final TraceConfig config;

    private HutchPlusPlusTrace(TraceConfig config) {
        Objects.requireNonNull(config, "config");
        Args.require(
                config.operatorCalls() >= 6,
                "operatorCalls is %d; Hutch++ needs at least 6, two for each of its three parts",
                config.operatorCalls());
        this.config = config;
    }

    public static HutchPlusPlusTrace of(TraceConfig config) {
        return new HutchPlusPlusTrace(config);
    }

    /** Estimates tr A with {@code ⌊calls/3⌋} probes of the rest; a remainder of the budget stays unused. */
    public Estimate estimate(SymmetricOperator operator) {
        int n = operator.dimension();
        int third = Math.min(config.operatorCalls() / 3, n);
        double[][] sketch = new double[third][n];
        double[][] images = new double[third][n];
        for (int i = 0; i < third; i++) {
            config.distribution().fill(config.seed(), i, sketch[i]);
        }
        operator.applyBatch(sketch, images);
        double[][] q = BlockQr.of(images).q();
        double captured = 0;
        double[][] aq = new double[q.length][n];
        operator.applyBatch(q, aq);
        for (int i = 0; i < q.length; i++) {
            captured += Vectors.dot(q[i], aq[i]);
        }
        if (q.length == n) {
            return Estimate.exact(captured);
        }
        double[] samples = new double[config.operatorCalls() / 3];
        double[] g = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < samples.length; i++) {
            config.distribution().fill(config.seed(), (long) third + i, g);
            for (double[] column : q) {
                Vectors.axpy(-Vectors.dot(column, g), column, g);
            }
            operator.apply(g, y);
            samples[i] = Vectors.dot(g, y);
        }
        return Estimate.ofSamples(samples).affine(1, captured);
    }
}
