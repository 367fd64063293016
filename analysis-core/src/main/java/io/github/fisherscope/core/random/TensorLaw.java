package io.github.fisherscope.core.random;

import io.github.fisherscope.core.check.Args;
import java.util.Objects;

/**
 * How the entries of a parameter tensor are drawn: independent N(mean, variance) numbers.
 *
 * @param purpose {@link StreamPurpose#WEIGHTS} or {@link StreamPurpose#BIASES}
 * @param stream number of the tensor's stream of that purpose, from 1 on; no two tensors of a purpose share one
 * @param mean of each entry: 1 for the scale of a normalisation, 0 otherwise
 * @param variance of each entry, at least 0; weights have σ_w²/fan-in
 */
public record TensorLaw(StreamPurpose purpose, int stream, double mean, double variance) {
    public TensorLaw {
        Objects.requireNonNull(purpose, "purpose");
        Args.requireInRange("stream", stream, 1, Integer.MAX_VALUE);
        Args.requireFinite("mean", mean);
        Args.requireNonNegative("variance", variance);
    }
}
