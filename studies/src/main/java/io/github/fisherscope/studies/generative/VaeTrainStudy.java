package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.TrainingEnd;
import io.github.fisherscope.generative.HeldOutBound;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeTraining;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.generative.ModelInfo;
import io.github.fisherscope.results.generative.VaeTrainingResult;
import io.github.fisherscope.results.generative.VaeTrainingResult.Data;
import io.github.fisherscope.results.generative.VaeTrainingResult.Setting;
import io.github.fisherscope.results.generative.VaeTrainingResult.Snapshot;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains an autoencoder and measures its bound and its latents on the way. Same configuration, same numbers, also after it was
 * killed and went on from a checkpoint.
 */
public final class VaeTrainStudy {
    private static final int DRAWS = 4;

    private final VaeTrainConfig config;

    private VaeTrainStudy(VaeTrainConfig config) {
        this.config = config;
    }

    public static VaeTrainStudy of(VaeTrainConfig config) {
        return new VaeTrainStudy(config);
    }

    /**
     * What a training left.
     *
     * @param result its course
     * @param model the trained model
     */
    public record Outcome(VaeTrainingResult result, Vae model) {}

    /** Describes a model. */
    static ModelInfo describe(Vae model) {
        NeuralNetwork encoder = model.encoder();
        return new ModelInfo(
                encoder.widths(),
                model.decoder().widths(),
                encoder.activationNames(),
                model.emission().id(),
                model.parameters());
    }

    /**
     * Trains.
     *
     * @param backend stays open
     */
    public Outcome run(StudyListener listener, Backend backend) {
        Dataset trained = config.trained();
        List<Snapshot> records = new ArrayList<>();
        Optional<VaeCheckpoint> checkpoint =
                Optional.ofNullable(config.checkpoint()).map(VaeCheckpoint::new);
        try (VaeTraining training =
                new VaeTraining(config.model(), trained, config.optimizer(), config.training(), backend)) {
            Optional<VaeCheckpoint.Kept> kept = checkpoint.flatMap(c -> c.read(setting(trained)));
            if (kept.isPresent()) {
                training.resume(kept.get().state());
                records.addAll(kept.get().soFar().records());
            } else {
                records.add(measure(training, backend));
            }
            int total = config.training().steps();
            while (training.end().isEmpty()) {
                int step = training.steps();
                listener.onStage(String.format(Locale.ROOT, "step %d of %d", step + 1, total), step, total);
                training.step();
                if (training.steps() > step && training.steps() % config.every() == 0) {
                    records.add(measure(training, backend));
                    checkpoint.ifPresent(c -> c.write(training.state(), result(training, trained, records)));
                }
            }
            if (records.get(records.size() - 1).step() != training.steps()) {
                records.add(measure(training, backend));
            }
            VaeTrainingResult result = result(training, trained, records);
            checkpoint.ifPresent(c -> c.write(training.state(), result));
            return new Outcome(result, training.model());
        }
    }

    private Snapshot measure(VaeTraining training, Backend backend) {
        HeldOutBound bound = HeldOutBound.of(
                training.model(), config.measured(), DRAWS, config.training().seed(), backend);
        double error = bound.standardError();
        return new Snapshot(
                training.steps(),
                bound.mean(),
                Double.isNaN(error) ? 0 : error,
                bound.reconstruction(),
                bound.perLatent(),
                bound.activeCount());
    }

    private Setting setting(Dataset trained) {
        Batches batches = config.training().batches();
        boolean full = batches.full(trained.samples());
        return new Setting(
                describe(config.model()),
                new Data(
                        config.data().source().description(),
                        trained.samples(),
                        config.data().samples() - trained.samples()),
                config.optimizer().id(),
                full ? trained.samples() : batches.size(),
                full ? "all" : batches.order().name().toLowerCase(Locale.ROOT),
                config.training().warmUp(),
                config.training().seed());
    }

    private VaeTrainingResult result(VaeTraining training, Dataset trained, List<Snapshot> records) {
        Optional<TrainingEnd> end = training.end();
        return new VaeTrainingResult(
                VaeTrainingResult.SCHEMA,
                BuildInfo.current().version(),
                setting(trained),
                training.losses(),
                training.steps(),
                end.isPresent() && end.get().failed(),
                end.map(TrainingEnd::id).orElse("running"),
                records);
    }
}
