package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import java.util.Objects;

/**
 * How long a {@link Training} runs and what each step sees; every instance is valid.
 *
 * @param steps number of updates, 1 or more
 * @param divergenceFactor a loss above this many times the first one ends the run; &gt; 1
 * @param targetLoss a loss up to this ends the run; negative if none does
 * @param batches which samples each step sees
 */
public record TrainingConfig(int steps, double divergenceFactor, double targetLoss, Batches batches) {
    public TrainingConfig {
        Args.requireInRange("steps", steps, 1, 1 << 24);
        Args.require(
                divergenceFactor > 1 && Double.isFinite(divergenceFactor),
                "divergenceFactor is %s; it must be a finite number greater than 1",
                divergenceFactor);
        if (Double.isNaN(targetLoss)) {
            throw InvalidArgumentException.of("targetLoss", targetLoss, "it must be a number");
        }
        Objects.requireNonNull(batches, "batches");
    }

    /** Returns 100 steps over all samples that end early when the loss has grown a million times. */
    public static TrainingConfig defaults() {
        return new TrainingConfig(100, 1e6, -1, Batches.all());
    }

    public TrainingConfig withSteps(int value) {
        return new TrainingConfig(value, divergenceFactor, targetLoss, batches);
    }

    /** Ends the run where the loss is down to {@code value}. */
    public TrainingConfig withTargetLoss(double value) {
        return new TrainingConfig(steps, divergenceFactor, value, batches);
    }

    public TrainingConfig withBatches(Batches value) {
        return new TrainingConfig(steps, divergenceFactor, targetLoss, value);
    }
}
