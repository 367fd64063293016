package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import java.util.List;

/**
 * Momentum {@code Δ ← μΔ − η ∇E(θ), θ ← θ + Δ} (Polyak, USSR Comput. Math. Math. Phys. 4 (1964) 1-17). On a quadratic loss
 * it is stable up to η = 2(1 + μ)/λ_max.
 *
 * @param learningRate η &gt; 0
 * @param momentum μ in [0, 1)
 */
public record HeavyBall(double learningRate, double momentum) implements FirstOrderOptimizer {
    public HeavyBall {
        Args.requirePositive("learningRate", learningRate);
        Args.requireThat(momentum >= 0 && momentum < 1, "momentum", momentum, "it must lie in [0, 1)");
    }

    @Override
    public String id() {
        return "heavy-ball:" + learningRate + ":" + momentum;
    }

    @Override
    public HeavyBall withLearningRate(double rate) {
        return new HeavyBall(rate, momentum);
    }

    @Override
    public double stabilityLimit(double largest) {
        return 2 * (1 + momentum) / largest;
    }

    @Override
    public GradientRun start(int parameters) {
        double[] velocity = new double[parameters];
        return new GradientRun() {
            @Override
            public void step(double[] theta, double[] summedGradient, int samples) {
                double factor = learningRate / samples;
                for (int i = 0; i < theta.length; i++) {
                    velocity[i] = momentum * velocity[i] - factor * summedGradient[i];
                    theta[i] += velocity[i];
                }
            }

            @Override
            public List<double[]> memory() {
                return List.of(velocity);
            }
        };
    }
}
