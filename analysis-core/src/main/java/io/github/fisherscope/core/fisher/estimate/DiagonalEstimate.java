package io.github.fisherscope.core.fisher.estimate;

import io.github.fisherscope.core.math.RealVector;

/**
 * What one estimator gave. Variances are those of the estimate, that is of a mean over N draws at each of T samples:
 * {@code (1/(T²N)) Σ_t v_t} with the variance v_t of one draw; each in closed form and from the scatter between draws.
 *
 * @param kind which estimator
 * @param draws N
 * @param entries the P entries
 * @param trace their sum
 */
public record DiagonalEstimate(EstimatorKind kind, int draws, Entries entries, Trace trace) {
    /**
     * The P entries.
     *
     * @param values the estimated entries
     * @param predictedVariance their variances, in closed form
     * @param measuredVariance the same from the scatter between draws
     */
    public record Entries(RealVector values, RealVector predictedVariance, RealVector measuredVariance) {}

    /**
     * The trace.
     *
     * @param value the estimated trace
     * @param predictedVariance its variance, in closed form
     * @param measuredVariance the same from the scatter between draws
     * @param low lower end of the confidence interval (normal approximation, predicted variance)
     * @param high its upper end
     */
    public record Trace(double value, double predictedVariance, double measuredVariance, double low, double high) {}
}
