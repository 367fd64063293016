package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import java.util.List;

/**
 * Nesterov's momentum {@code Δ ← μΔ − η ∇E(θ + μΔ), θ ← θ + Δ} (Sutskever, Martens, Dahl and Hinton, ICML 2013). The
 * parameters that are trained, and whose loss is recorded, are those that gradients are taken at, {@code ϑ = θ + μΔ}: for
 * them the same recursion reads {@code Δ ← μΔ − η ∇E(ϑ), ϑ ← ϑ + μΔ − η ∇E(ϑ)} with the new Δ on the right. On a quadratic
 * loss it is stable up to η = 2(1 + μ)/((1 + 2μ) λ_max).
 *
 * @param learningRate η &gt; 0
 * @param momentum μ in [0, 1)
 */
public record Nesterov(double learningRate, double momentum) implements FirstOrderOptimizer {
    public Nesterov {
        Args.requirePositive("learningRate", learningRate);
        Args.requireThat(momentum >= 0 && momentum < 1, "momentum", momentum, "it must lie in [0, 1)");
    }

    @Override
    public String id() {
        return "nesterov:" + learningRate + ":" + momentum;
    }

    @Override
    public Nesterov withLearningRate(double rate) {
        return new Nesterov(rate, momentum);
    }

    @Override
    public double stabilityLimit(double largest) {
        return 2 * (1 + momentum) / ((1 + 2 * momentum) * largest);
    }

    @Override
    public GradientRun start(int parameters) {
        double[] velocity = new double[parameters];
        return new GradientRun() {
            @Override
            public void step(double[] theta, double[] summedGradient, int samples) {
                double factor = learningRate / samples;
                for (int i = 0; i < theta.length; i++) {
                    double descent = factor * summedGradient[i];
                    velocity[i] = momentum * velocity[i] - descent;
                    theta[i] += momentum * velocity[i] - descent;
                }
            }

            @Override
            public List<double[]> memory() {
                return List.of(velocity);
            }
        };
    }
}
