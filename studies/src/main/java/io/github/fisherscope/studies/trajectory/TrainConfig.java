package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.studies.config.StudyConfig;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A training that is watched.
 *
 * @param study network, inputs and seed
 * @param loss what is trained: a likelihood, and a divergence of its predictions
 * @param optimizer the method; its own learning rate is not used
 * @param rate the learning rate
 * @param training steps, target and batches
 * @param watch what is looked at, and when
 * @param checkpoint where the state is written so that a killed run can go on, or null
 */
public record TrainConfig(
        StudyConfig study,
        TrainLoss loss,
        Optimizer optimizer,
        LearningRate rate,
        TrainingConfig training,
        Watch watch,
        @Nullable Path checkpoint) {
    public TrainConfig {
        Objects.requireNonNull(study, "study");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(optimizer, "optimizer");
        boolean followsLoss = optimizer instanceof NaturalGradientDescent natural
                && natural.inverse() instanceof FisherInverse.Adaptive;
        if (followsLoss && !training.batches().full(study.inputs().samples())) {
            throw InvalidArgumentException.of(
                    "damping",
                    "adaptive",
                    "it compares the losses of neighbouring steps, so it needs all samples in every step",
                    "give a number, or full batches");
        }
    }

    /**
     * Returns a training by all samples with the squared error, looked at some twenty times.
     *
     * @param steps number of steps
     */
    public static TrainConfig of(StudyConfig study, Optimizer optimizer, LearningRate rate, int steps) {
        return new TrainConfig(
                study,
                TrainLoss.of(new Likelihood.Gaussian(1)),
                optimizer,
                rate,
                TrainingConfig.defaults().withSteps(steps),
                new Watch(Math.max(1, steps / 20), 10, 0),
                null);
    }

    /**
     * What is looked at.
     *
     * @param every number of steps from one record to the next
     * @param top number of eigenvalues in a record
     * @param heldOut share of the samples, the last ones, that no step sees; in [0, 1)
     */
    public record Watch(int every, int top, double heldOut) {
        public Watch {
            Args.requireInRange("record", every, 1, Integer.MAX_VALUE);
            Args.requireInRange("top", top, 1, 10_000);
            if (!(heldOut >= 0 && heldOut < 1)) {
                throw InvalidArgumentException.of("heldOut", heldOut, "it must lie in [0, 1)");
            }
        }
    }
}
