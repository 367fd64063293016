package io.github.fisherscope.core.training;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;

/**
 * A network at the parameters that a step starts from and at the samples that the step sees, with everything an optimiser
 * may ask there. What is expensive is made on first use and kept until the point is closed. Not safe for several threads.
 */
public interface TrainingPoint extends AutoCloseable {
    /** Returns T, the number of samples that this step sees. */
    int samples();

    /** Returns the outputs f, entry {@code t·C + k}. */
    double[] outputs();

    /** Returns the mean loss over these samples. */
    double loss();

    /** Returns the gradient of the loss summed over these samples, P numbers that the caller must not change. */
    double[] summedGradient();

    /**
     * Returns w, n = C·T numbers at entry {@code k·T + t}, with {@code ∇E = Gᵀ w} for the gradient of the mean loss and the
     * factor G of the Fisher matrix {@code F = GᵀG} of the same likelihood: the residuals in the coordinates of the dual.
     *
     * @throws ArithmeticException if an output is so far out that its Fisher information is zero in float64
     */
    double[] dualGradient();

    /** Returns {@code J v}: how fast the outputs move along v, entry {@code t·C + k}. */
    double[] jvp(double[] v);

    /** Returns the Fisher matrix of the loss's likelihood at these samples; the point closes it. */
    SpectralFisherMatrix fisher(FisherForm form);

    @Override
    void close();
}
