package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;

/**
 * How long a {@link TrainingLoop} runs; every instance is valid.
 *
 * @param steps number of updates, 1 or more
 * @param divergenceFactor a loss above this many times the first one ends the run; &gt; 1
 */
public record TrainingConfig(int steps, double divergenceFactor) {
    public TrainingConfig {
        Args.requireInRange("steps", steps, 1, 1 << 24);
        Args.require(
                divergenceFactor > 1 && Double.isFinite(divergenceFactor),
                "divergenceFactor is %s; it must be a finite number greater than 1",
                divergenceFactor);
    }

    /** Returns 100 steps that end early when the loss has grown a million times. */
    public static TrainingConfig defaults() {
        return new TrainingConfig(100, 1e6);
    }

    public TrainingConfig withSteps(int value) {
        return new TrainingConfig(value, divergenceFactor);
    }
}
