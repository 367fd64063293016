package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.OutputFileException;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.FirstOrderOptimizer;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.HeavyBall;
import io.github.fisherscope.core.training.Nesterov;
import io.github.fisherscope.generative.VaeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an autoencoder is trained. */
final class VaeMethodOptions {
    static final String SAVE = "--save";

    private static final int DEFAULT_STEPS = 2000;
    private static final int RECORDS = 20;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "adam",
            description = "adam, gradient-descent, heavy-ball or nesterov (default ${DEFAULT-VALUE}).")
    private String optimizer = "adam";

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "0.002",
            description = "Learning rate (default ${DEFAULT-VALUE}).")
    private double rate = 0.002;

    @Option(names = "--steps", paramLabel = "N", description = "Number of steps (default 2000).")
    private @Nullable Integer steps;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data, in place of --steps.")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "B",
            defaultValue = "60",
            description = "Data that a step sees (default ${DEFAULT-VALUE}).")
    private int batch = 60;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "0",
            description = "Steps over which the weight of the divergence rises from 0 to 1 (default ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of the data, the last ones, that no step sees (default ${DEFAULT-VALUE}).")
    private double heldOut;

    @Option(
            names = "--record",
            paramLabel = "K",
            description = "Measure the bound every K steps (default: about 20 times).")
    private @Nullable Integer record;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "Keep the state here at every record; the same command goes on from it, to the same bits.")
    private @Nullable Path checkpoint;

    @Option(names = SAVE, paramLabel = "FILE", description = "Write the trained model as .npz.")
    private @Nullable Path save;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads (default: all processors). The numbers do not depend on it.")
    private @Nullable Integer threads;

    @Nullable Path save() {
        if (save == null) {
            return null;
        }
        if (!save.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
            throw new IllegalArgumentException("--save %s: its name must end with .npz".formatted(save));
        }
        OutputFile.checked(SAVE, save, "");
        if (Files.exists(save) && save.toFile().length() > 0 && !VaeFile.isOurs(save)) {
            throw OutputFileException.of(
                    save,
                    "this file was not written by Fisherscope, so it is not replaced",
                    "move it away or choose another name");
        }
        return save;
    }

    FirstOrderOptimizer optimizer() {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("--learning-rate is %s; it must be greater than 0".formatted(rate));
        }
        return switch (optimizer.strip().toLowerCase(Locale.ROOT)) {
            case "adam" -> Adam.of(rate);
            case "gradient-descent" -> new GradientDescent(rate);
            case "heavy-ball" -> new HeavyBall(rate, 0.9);
            case "nesterov" -> new Nesterov(rate, 0.9);
            default ->
                throw new IllegalArgumentException(
                        "--optimizer %s is unknown; choose one of adam, gradient-descent, heavy-ball, nesterov"
                                .formatted(optimizer));
        };
    }

    Batches batches(long seed) {
        if (batch < 1) {
            throw new IllegalArgumentException("--batch %s must be at least 1".formatted(batch));
        }
        return new Batches(batch, Batches.Order.SHUFFLED, seed);
    }

    int steps(Batches batches, int samples) {
        if (steps != null && epochs != null) {
            throw new IllegalArgumentException(
                    "--steps %s and --epochs %s say the same thing; give one of them".formatted(steps, epochs));
        }
        if (epochs == null) {
            return steps == null ? DEFAULT_STEPS : steps;
        }
        long all = (long) epochs * batches.stepsPerEpoch(samples);
        if (epochs < 1 || all > 1 << 24) {
            throw new IllegalArgumentException(
                    "--epochs %s makes %s steps; give 1 to %s steps".formatted(epochs, all, 1 << 24));
        }
        return (int) all;
    }

    @Nullable Integer threads() {
        return threads;
    }

    @Nullable Path checkpoint() {
        return StateFolder.checked(checkpoint);
    }

    double heldOut() {
        return heldOut;
    }

    int warmUp() {
        return warmUp;
    }

    /** Returns every how many steps the bound is measured. */
    int every(int total) {
        return record == null ? Math.max(1, total / RECORDS) : record;
    }
}
