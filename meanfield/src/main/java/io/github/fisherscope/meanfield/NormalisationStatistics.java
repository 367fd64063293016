package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.NetworkSpec;
import java.util.OptionalDouble;

/**
 * Statistics of the Fisher matrix when the outputs are normalised in the last layer.
 *
 * <p>Mean subtraction, {@code f̄_k(t) = f_k(t) − mean_t f_k}, removes the C outliers. Batch normalisation divides by the
 * standard deviation over samples as well, layer normalisation acts over the outputs of one sample and keeps outliers
 * (their law is {@code output.OutputLaw} with {@code OutputMetric.layerNormalised}).
 *
 * <p>Source: Karakida, Akaho and Amari 2019 (normalisation) for the leading order; corrections derived in
 * {@code docs/theory/equations.md#normalisation}.
 *
 * @param mean of the Fisher matrix after mean subtraction, (1 − 1/T)(S₁ − S₂) C/P
 * @param secondMomentLeading C (T − 1)(S₁ − S₂)²/(P T²), right for T ≪ M only
 * @param secondMoment with the fluctuations of pairs, {@code C[(T−1)(S₁−S₂)² + T²(V + (C−1)V_x)]/(P T²)}
 * @param largestLeading (S₁ − S₂)/T, right for T ≪ M only
 * @param largest with the Marchenko-Pastur edge of the inputs: 60 to 90 % of what is seen at T of the order of M, the rest
 *     being the hidden layers' own edges
 * @param batchVariance σ_k² = (1 − 1/T)(q^L − q_st^L), variance of an output over the samples
 * @param batchTrace tr F after batch normalisation, (T − 2)/T (S₁ − S₂) C/σ²
 * @param layerTrace tr F after layer normalisation, S₁ (C − 2) C/((C − 3) q^L); for C ≥ 4
 */
public record NormalisationStatistics(
        double mean,
        double secondMomentLeading,
        double secondMoment,
        double largestLeading,
        double largest,
        double batchVariance,
        double batchTrace,
        OptionalDouble layerTrace) {

    /**
     * Evaluates the formulas.
     *
     * @param samples T ≥ 2
     */
    public static NormalisationStatistics of(NetworkSpec spec, OrderParameters order, long samples) {
        Args.requireInRange("samples", samples, 2L, Long.MAX_VALUE);
        FisherStatistics f = FisherStatistics.of(spec, order, samples);
        PairCorrection pair = PairCorrection.of(spec, order);
        double t = samples;
        int c = spec.outputs();
        double p = f.parameters();
        double rest = f.gradientSquare() - f.gradientOverlap();
        double leading = c * (t - 1) * rest * rest / (p * t * t);
        double root = 1 + Math.sqrt(t / spec.inputs());
        double own = pair.inputResponse() * (order.qHat(0) - order.qHatPair(0));
        double variance = (1 - 1 / t) * (order.q(spec.depth()) - order.qPair(spec.depth()));
        double layer = f.gradientSquare() * (c - 2) * c / ((c - 3.0) * order.q(spec.depth()));
        return new NormalisationStatistics(
                c * (1 - 1 / t) * rest / p,
                leading,
                leading + c * (pair.sameOutput() + (c - 1) * pair.crossOutput()) / p,
                rest / t,
                (rest - own + own * root * root) / t,
                variance,
                (t - 2) / t * rest * c / variance,
                c >= 4 ? OptionalDouble.of(layer) : OptionalDouble.empty());
    }
}
