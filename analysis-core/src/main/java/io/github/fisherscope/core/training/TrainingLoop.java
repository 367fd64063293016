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
 * Full-batch training: the gradient of a {@link Loss} over all samples, an {@link Optimizer} that makes a step of it, and
 * again.
 *
 * <p>Cost per step: a forward and a backward pass, about 6 T P flops, and 16 P bytes copied. Deterministic.
 */
public final class TrainingLoop {
    private final TrainingConfig config;
    private final Optimizer optimizer;

    private TrainingLoop(TrainingConfig config, Optimizer optimizer) {
        this.config = Objects.requireNonNull(config, "config");
        this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    }

    public static TrainingLoop of(TrainingConfig config, Optimizer optimizer) {
        return new TrainingLoop(config, optimizer);
    }

    /**
     * Trains a copy of the network.
     *
     * @throws IllegalArgumentException if the loss is made for another number of samples or outputs
     */
    public TrainingResult run(NeuralNetwork network, Dataset data, Loss loss, Backend backend) {
        Args.requireSame("the number of labels", loss.samples(), data.samples(), "give one per sample");
        Args.requireSame(
                "the number of outputs of the loss", loss.outputs(), network.outputs(), "make it for this network");
        double[] theta = network.parameterVector();
        Optimizer.Run steps = optimizer.start(theta.length);
        double[] losses = new double[config.steps() + 1];
        NeuralNetwork current = network;
        for (int step = 0; ; step++) {
            try (Linearization at = Linearization.of(current, data, backend)) {
                double[] outputs = at.outputs();
                losses[step] = loss.value(outputs);
                boolean finite = losses[step] < config.divergenceFactor() * losses[0] || losses[step] == 0;
                if (!finite) {
                    int kept = Double.isFinite(losses[step]) ? step + 1 : step;
                    return result(losses, Math.max(1, kept), true, current);
                }
                if (step == config.steps()) {
                    return result(losses, step + 1, false, current);
                }
                try (JacobianProducts products = JacobianProducts.of(at)) {
                    steps.step(theta, products.transposed(loss.summedGradient(outputs)), data.samples());
                }
            }
            if (!isFinite(theta)) {
                return result(losses, step + 1, true, current);
            }
            current = current.withParameterVector(theta);
        }
    }

    private static TrainingResult result(double[] losses, int kept, boolean diverged, NeuralNetwork network) {
        return new TrainingResult(new LossCurve(RealVector.of(Arrays.copyOf(losses, kept)), diverged), network);
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
