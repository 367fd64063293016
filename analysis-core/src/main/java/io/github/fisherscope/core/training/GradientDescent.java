package io.github.fisherscope.core.training;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.JacobianProducts;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Arrays;
import java.util.Objects;

/**
 * Full-batch gradient descent {@code θ ← θ − η ∇E} on {@code E = (1/2T) Σ_t ‖f(x_t) − y_t‖²}, the loss whose Hessian at zero
 * residual is the Fisher matrix, so that 2/λ_max is its stability limit (Karakida, Akaho and Amari 2019).
 *
 * <p>Cost per step: a forward and a backward pass, about 6 T P flops, and 16 P bytes copied. Deterministic.
 */
public final class GradientDescent {
    private final GradientDescentConfig config;

    private GradientDescent(GradientDescentConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static GradientDescent of(GradientDescentConfig config) {
        return new GradientDescent(config);
    }

    /**
     * Trains a copy of the network and returns its losses.
     *
     * @param targets y, one number per sample and output, entry {@code t·C + k} as in {@link Linearization#outputs}
     */
    public LossCurve run(NeuralNetwork network, Dataset data, RealVector targets, Backend backend) {
        Args.requireSame(
                "the number of targets",
                targets.size(),
                (long) data.samples() * network.outputs(),
                "give one per sample and output");
        double[] theta = network.parameterVector();
        double[] losses = new double[config.steps() + 1];
        NeuralNetwork current = network;
        for (int step = 0; ; step++) {
            try (Linearization at = Linearization.of(current, data, backend)) {
                double[] residual = residual(at, targets);
                losses[step] = loss(residual, data.samples());
                boolean finite = losses[step] < config.divergenceFactor() * losses[0] || losses[step] == 0;
                if (!finite) {
                    int kept = Double.isFinite(losses[step]) ? step + 1 : step;
                    return new LossCurve(RealVector.of(Arrays.copyOf(losses, Math.max(1, kept))), true);
                }
                if (step == config.steps()) {
                    return new LossCurve(RealVector.of(losses), false);
                }
                descend(theta, residual, at);
            }
            if (!isFinite(theta)) {
                return new LossCurve(RealVector.of(Arrays.copyOf(losses, step + 1)), true);
            }
            current = current.withParameterVector(theta);
        }
    }

    private static double[] residual(Linearization at, RealVector targets) {
        double[] residual = at.outputs();
        for (int i = 0; i < residual.length; i++) {
            residual[i] -= targets.get(i);
        }
        return residual;
    }

    private static double loss(double[] residual, int samples) {
        double sum = 0;
        for (double r : residual) {
            sum += r * r;
        }
        return sum / (2.0 * samples);
    }

    private void descend(double[] theta, double[] residual, Linearization at) {
        double[] gradient;
        try (JacobianProducts products = JacobianProducts.of(at)) {
            gradient = products.transposed(residual);
        }
        double factor = config.learningRate() / at.samples();
        for (int i = 0; i < theta.length; i++) {
            theta[i] -= factor * gradient[i];
        }
    }

    private static boolean isFinite(double[] values) {
        for (double v : values) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        return true;
    }
}
