package io.github.fisherscope.core.training;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Objects;

/**
 * A {@link Training} of a chain of dense layers from its beginning to its end.
 *
 * <p>Cost per step with first-order methods and full batches: a forward and a backward pass, about 6 T P flops, and 16 P bytes
 * copied. Deterministic.
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
        try (Training training = new Training(Trainable.of(network), data, loss, optimizer, config, backend)) {
            while (training.end().isEmpty()) {
                training.step();
            }
            boolean failed = training.end().orElseThrow().failed();
            return new TrainingResult(
                    new LossCurve(training.losses(), failed), network.withParameterVector(training.theta()));
        }
    }
}
