package io.github.fisherscope.generative;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.training.Batches;
import java.util.Objects;

/**
 * How long a {@link VaeTraining} runs and what each step sees; every instance is valid.
 *
 * @param steps number of steps, 1 or more
 * @param batches which data each step sees
 * @param warmUp steps over which the weight of the divergence rises from 0 to 1; 0 for none
 * @param seed of the noise ε: step n has a stream of its own
 */
public record VaeTrainingConfig(int steps, Batches batches, int warmUp, long seed) {
    public VaeTrainingConfig {
        Args.requireInRange("steps", steps, 1, 1 << 24);
        Objects.requireNonNull(batches, "batches");
        Args.requireInRange("warmUp", warmUp, 0, 1 << 24);
    }

    /** Returns what the divergence counts in a step, counted from 0. */
    public double weight(int step) {
        return step >= warmUp ? 1 : (step + 1.0) / (warmUp + 1.0);
    }
}
