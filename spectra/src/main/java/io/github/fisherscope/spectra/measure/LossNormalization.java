package io.github.fisherscope.spectra.measure;

import io.github.fisherscope.core.check.Args;

/**
 * How a squared-error loss E is normalised. At zero residual its Hessian is c·F with F = (1/T) Σ_t J_tᵀ J_t; every bound on
 * a learning rate for E is that for c = 1 divided by c. r are the residuals f − y, sums run over T samples, C outputs.
 */
public enum LossNormalization {
    /** E = (1/2T) Σ_t Σ_k r², the project's convention: c = 1. */
    HALF_MEAN_OVER_SAMPLES,
    /** E = (1/T) Σ_t Σ_k r², without ½: c = 2. */
    MEAN_OVER_SAMPLES,
    /** E = (1/TC) Σ_t Σ_k r², the mean over samples and outputs, as PyTorch's {@code MSELoss()}: c = 2/C. */
    MEAN_OVER_SAMPLES_AND_OUTPUTS,
    /** E = ½ Σ_t Σ_k r²: c = T. */
    HALF_SUM,
    /** E = Σ_t Σ_k r²: c = 2T. */
    SUM;

    /** Returns c, the ratio of the Hessian of E at zero residual to F. */
    public double curvatureFactor(long samples, int outputs) {
        Args.requireInRange("samples", samples, 1L, Long.MAX_VALUE);
        Args.requireInRange("outputs", outputs, 1, Integer.MAX_VALUE);
        return switch (this) {
            case HALF_MEAN_OVER_SAMPLES -> 1;
            case MEAN_OVER_SAMPLES -> 2;
            case MEAN_OVER_SAMPLES_AND_OUTPUTS -> 2.0 / outputs;
            case HALF_SUM -> samples;
            case SUM -> 2.0 * samples;
        };
    }
}
