package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;

/**
 * Momentum {@code Δ ← μΔ − η ∇E(θ), θ ← θ + Δ} (Polyak, USSR Comput. Math. Math. Phys. 4 (1964) 1-17). On a quadratic loss
 * it is stable up to η = 2(1 + μ)/λ_max.
 *
 * @param learningRate η &gt; 0
 * @param momentum μ in [0, 1)
 */
public record HeavyBall(double learningRate, double momentum) implements Optimizer {
    public HeavyBall {
        Args.requirePositive("learningRate", learningRate);
        Args.require(momentum >= 0 && momentum < 1, "momentum is %s; it must lie in [0, 1)", momentum);
    }

    @Override
    public String id() {
        return "heavy-ball:" + learningRate + ":" + momentum;
    }

    @Override
    public Run start(int parameters) {
        double[] velocity = new double[parameters];
        return (theta, gradient, samples) -> {
            double factor = learningRate / samples;
            for (int i = 0; i < theta.length; i++) {
                velocity[i] = momentum * velocity[i] - factor * gradient[i];
                theta[i] += velocity[i];
            }
        };
    }
}
