package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;

/**
 * Options of {@link GradientDescent}; every instance is valid.
 *
 * @param learningRate η &gt; 0
 * @param steps number of updates, 1 or more
 * @param divergenceFactor a loss above this many times the first one ends the run; &gt; 1
 */
public record GradientDescentConfig(double learningRate, int steps, double divergenceFactor) {
    public GradientDescentConfig {
        Args.requirePositive("learningRate", learningRate);
        Args.requireInRange("steps", steps, 1, 1 << 24);
        Args.require(
                divergenceFactor > 1 && Double.isFinite(divergenceFactor),
                "divergenceFactor is %s; it must be a finite number greater than 1",
                divergenceFactor);
    }

    /** Returns 100 steps that end early when the loss has grown a million times. */
    public static GradientDescentConfig of(double learningRate) {
        return new GradientDescentConfig(learningRate, 100, 1e6);
    }

    public GradientDescentConfig withLearningRate(double value) {
        return new GradientDescentConfig(value, steps, divergenceFactor);
    }

    public GradientDescentConfig withSteps(int value) {
        return new GradientDescentConfig(learningRate, value, divergenceFactor);
    }

    public GradientDescentConfig withDivergenceFactor(double value) {
        return new GradientDescentConfig(learningRate, steps, value);
    }
}
