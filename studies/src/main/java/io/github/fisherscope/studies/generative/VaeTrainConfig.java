package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.training.FirstOrderOptimizer;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeTrainingConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A training of an autoencoder that is watched.
 *
 * @param model where it begins
 * @param data all data
 * @param heldOut share of the data, the last ones, that no step sees; in [0, 1)
 * @param optimizer the method
 * @param training steps, batches, warm-up and seed
 * @param every number of steps from one record to the next
 * @param checkpoint where the state is written so that a killed run can go on, or null
 */
public record VaeTrainConfig(
        Vae model,
        Dataset data,
        double heldOut,
        FirstOrderOptimizer optimizer,
        VaeTrainingConfig training,
        int every,
        @Nullable Path checkpoint) {
    public VaeTrainConfig {
        Args.requireInRange("record", every, 1, Integer.MAX_VALUE);
        if (!(heldOut >= 0 && heldOut < 1)) {
            throw InvalidArgumentException.of("heldOut", heldOut, "it must lie in [0, 1)");
        }
        if (heldOut > 0 && (int) (heldOut * data.samples()) == 0) {
            throw InvalidArgumentException.of(
                    "heldOut",
                    heldOut,
                    "of " + data.samples() + " samples that is none",
                    "hold out at least one sample's share");
        }
        model.requireFits(data);
    }

    /** Returns the data that are trained on. */
    Dataset trained() {
        return heldOut == 0 ? data : data.range(0, data.samples() - (int) (heldOut * data.samples()));
    }

    /** Returns the data that are measured on: those held out, or those of the training, at most 2000. */
    Dataset measured() {
        int from = heldOut == 0 ? 0 : trained().samples();
        return data.range(from, Math.min(data.samples(), from + 2000));
    }
}
