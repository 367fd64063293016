package io.github.fisherscope.generative;

import io.github.fisherscope.core.math.RealVector;

/**
 * The bound of some data, {@code log p(x | z) − KL}, in its parts.
 *
 * @param reconstruction log p(x | z) of each datum
 * @param divergence KL(q(z | x) ‖ p(z)) of each datum
 * @param perLatent the mean over data of each latent's share of the divergence
 */
public record BoundTerms(RealVector reconstruction, RealVector divergence, RealVector perLatent) {
    /** Returns the mean bound of a datum. */
    public double mean() {
        return reconstruction.mean() - divergence.mean();
    }
}
