package io.github.fisherscope.core.fisher.estimate;

import io.github.fisherscope.core.math.RealVector;

/**
 * What one estimator gave. Variances are those of the estimate, that is of a mean over N draws at each of T samples:
 * {@code (1/(T²N)) Σ_t v_t} with the variance v_t of one draw.
 *
 * @param kind which estimator
 * @param draws N
 * @param diagonal the P estimated entries
 * @param predictedVariance their variances, in closed form
 * @param measuredVariance the same from the scatter between draws
 * @param trace the estimated trace
 * @param predictedTraceVariance its variance, in closed form
 * @param measuredTraceVariance the same from the scatter between draws
 * @param traceLow lower end of the confidence interval of the trace (normal approximation, predicted variance)
 * @param traceHigh its upper end
 */
public record DiagonalEstimate(
        EstimatorKind kind,
        int draws,
        RealVector diagonal,
        RealVector predictedVariance,
        RealVector measuredVariance,
        double trace,
        double predictedTraceVariance,
        double measuredTraceVariance,
        double traceLow,
        double traceHigh) {}
