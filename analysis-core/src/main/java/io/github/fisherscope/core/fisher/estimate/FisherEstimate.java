package io.github.fisherscope.core.fisher.estimate;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;

/**
 * Both estimators beside the exact values.
 *
 * @param diagonal the P exact entries F_ii
 * @param trace tr F
 * @param squaredScore Î₁
 * @param negativeHessian Î₂
 * @param matrixVariance {@code E‖F̂ − F‖²} in Frobenius norm of the whole Monte-Carlo Fisher matrix with one draw per
 *     sample, {@code (1/T²) Σ_t (E‖s_t‖⁴ − ‖F_t‖²)}
 * @param confidence level of the intervals
 */
public record FisherEstimate(
        RealVector diagonal,
        double trace,
        DiagonalEstimate squaredScore,
        DiagonalEstimate negativeHessian,
        double matrixVariance,
        double confidence) {

    public DiagonalEstimate of(EstimatorKind kind) {
        return kind == EstimatorKind.SQUARED_SCORE ? squaredScore : negativeHessian;
    }

    /** Returns the predicted relative standard deviation of the trace with {@code draws} labels per sample. */
    public double traceError(EstimatorKind kind, double draws) {
        DiagonalEstimate e = of(kind);
        return relative(Math.sqrt(e.trace().predictedVariance() * e.draws() / draws), trace);
    }

    /**
     * Returns the predicted relative error of the diagonal with {@code draws} labels per sample,
     * √(Σ Var F̂_ii / Σ F_ii²).
     */
    public double diagonalError(EstimatorKind kind, double draws) {
        DiagonalEstimate e = of(kind);
        double squares = diagonal.stream().map(v -> v * v).sum();
        return relative(Math.sqrt(e.entries().predictedVariance().sum() * e.draws() / draws), Math.sqrt(squares));
    }

    /** Returns the error that was made, √(Σ (F̂_ii − F_ii)² / Σ F_ii²). */
    public double measuredDiagonalError(EstimatorKind kind) {
        RealVector estimate = of(kind).entries().values();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < diagonal.size(); i++) {
            double d = estimate.get(i) - diagonal.get(i);
            sum += d * d;
            squares += diagonal.get(i) * diagonal.get(i);
        }
        return relative(Math.sqrt(sum), Math.sqrt(squares));
    }

    /** Returns the error of the trace that was made, relative to the exact one. */
    public double measuredTraceError(EstimatorKind kind) {
        return relative(of(kind).trace().value() - trace, trace);
    }

    /** An estimate of nothing that is nothing has no error. */
    private static double relative(double error, double exact) {
        return error == 0 ? 0 : error / exact;
    }

    /** Returns the predicted root mean squared Frobenius distance of the Monte-Carlo Fisher matrix from the exact one. */
    public double matrixError(double draws) {
        return Math.sqrt(matrixVariance / draws);
    }

    /** Returns the least number of draws per sample whose relative error of the trace is {@code relativeError}; ≥ 1. */
    public double drawsForTrace(EstimatorKind kind, double relativeError) {
        return draws(traceError(kind, 1), relativeError);
    }

    /** Returns the least number of draws per sample whose relative error of the diagonal is {@code relativeError}; ≥ 1. */
    public double drawsForDiagonal(EstimatorKind kind, double relativeError) {
        return draws(diagonalError(kind, 1), relativeError);
    }

    private static double draws(double ofOneDraw, double relativeError) {
        Args.requirePositive("relativeError", relativeError);
        double ratio = ofOneDraw / relativeError;
        return Math.max(1, Math.ceil(ratio * ratio));
    }
}
