package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;

/**
 * {@code θ ← θ − η ∇E}. On a quadratic loss it is stable up to η = 2/λ_max (Karakida, Akaho and Amari 2019).
 *
 * @param learningRate η &gt; 0
 */
public record GradientDescent(double learningRate) implements FirstOrderOptimizer {
    public GradientDescent {
        Args.requirePositive("learningRate", learningRate);
    }

    @Override
    public String id() {
        return "gradient-descent:" + learningRate;
    }

    @Override
    public GradientDescent withLearningRate(double rate) {
        return new GradientDescent(rate);
    }

    @Override
    public double stabilityLimit(double largest) {
        return 2 / largest;
    }

    @Override
    public GradientRun start(int parameters) {
        return (theta, gradient, samples) -> {
            double factor = learningRate / samples;
            for (int i = 0; i < theta.length; i++) {
                theta[i] -= factor * gradient[i];
            }
        };
    }
}
