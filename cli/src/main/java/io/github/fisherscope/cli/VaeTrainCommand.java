package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.FirstOrderOptimizer;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeFile;
import io.github.fisherscope.generative.VaeTrainingConfig;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.generative.VaeTrainingReport;
import io.github.fisherscope.results.generative.VaeTrainingResult;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.generative.VaePlan;
import io.github.fisherscope.studies.generative.VaeTrainConfig;
import io.github.fisherscope.studies.generative.VaeTrainStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Training of an autoencoder. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Trains a variational autoencoder.",
        description = {
            "",
            "Trains an autoencoder by the reparameterised bound and measures bound and latents on the way. Without --data: 240"
                    + " generated patterns in 4 clusters of 3 clusters. Bytes of idx images are divided by 255 for a Bernoulli"
                    + " decoder, and the result says so."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher vae train --latents 8 --save vae.npz",
            "  fisher vae train --data images-idx3-ubyte.gz --hidden 400 --latents 20 \\",
            "         --batch 100 --epochs 20 --held-out 0.1 --checkpoint state"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input; nothing was written",
            "3:the training diverged; what it had reached before is kept",
            "4:no compute backend runs here",
            "5:would not fit in memory",
            "74:a file or standard output could not be written",
            "130:interrupted; with --checkpoint the same command goes on"
        })
final class VaeTrainCommand implements Callable<Integer> {
    private static final Path DEFAULT_FOLDER = Path.of("fisher-vae");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private VaeCommand parent;

    @ArgGroup(validate = false, heading = "%nModel%n", order = 10)
    private ModelOptions model = new ModelOptions();

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private PatternOptions data = new PatternOptions();

    @ArgGroup(validate = false, heading = "%nTraining%n", order = 30)
    private VaeMethodOptions method = new VaeMethodOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for vae-training.json, .csv, pictures and index.html (default fisher-vae; none with --json).")
    private @Nullable Path out;

    @Mixin
    private PictureOptions pictures = new PictureOptions();

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        parent.common().check();
        JsonOutput document = JsonOutput.of(json);
        ReportConfig report = pictures.config();
        Path named = out != null || json != null ? out : DEFAULT_FOLDER;
        OutputFolder folder = named == null ? null : OutputFolder.checked(named);
        List<String> files = VaeTrainingReport.files();
        if (folder != null) {
            folder.requireFree(files.toArray(String[]::new));
            folder.requireOutside(JsonOutput.OPTION, document.file(), files);
            folder.requireOutside(VaeMethodOptions.SAVE, method.save(), files);
        }
        OutputFile.requireDistinct(JsonOutput.OPTION, document.file(), VaeMethodOptions.SAVE, method.save());
        VaeTrainConfig config = config();
        PrintWriter err = spec.commandLine().getErr();
        VaeTrainStudy.Outcome outcome;
        BackendConfig cores = BackendConfig.defaults();
        try (Backend backend = Backends.onClassPath()
                .open(Backends.AUTO, method.threads() == null ? cores : cores.withThreads(method.threads()))) {
            outcome = Interruption.during(
                    err,
                    config.checkpoint() == null
                            ? "interrupted; nothing was written. --checkpoint DIR keeps the state"
                            : "interrupted; the same command goes on from " + config.checkpoint(),
                    () -> ProgressLine.during(
                            parent.common().showProgress(),
                            err,
                            progress -> VaeTrainStudy.of(config).run(progress, backend)));
        }
        VaeTrainingResult result = outcome.result();
        if (folder != null) {
            VaeTrainingReport.of(result).write(report, folder.path());
        }
        Path save = method.save();
        if (save != null) {
            VaeFile.write(save, outcome.model());
        }
        PrintWriter stdout = spec.commandLine().getOut();
        document.write(result.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(VaeTrainingReport.of(result).terminal());
            if (folder != null) {
                stdout.println("Report: " + folder.path().resolve("index.html"));
            }
        }
        stdout.flush();
        return result.diverged() ? ExitCode.NOT_CONVERGED : ExitCode.OK;
    }

    private VaeTrainConfig config() {
        Emission emission = model.emission();
        Activation activation = Activation.parse(model.activation);
        FirstOrderOptimizer optimizer = method.optimizer();
        Path checkpoint = method.checkpoint();
        Dataset inputs = data.read(emission);
        List<Integer> widths = model.widths(inputs.inputs());
        VaePlan.requireFits(widths, inputs.samples(), Execution.defaults().memoryLimit());
        Vae start = Vae.random(widths, activation, emission, data.seed());
        Batches batches = method.batches(data.seed());
        int trained = inputs.samples() - (int) (method.heldOut() * inputs.samples());
        int steps = method.steps(batches, Math.max(1, trained));
        return new VaeTrainConfig(
                start,
                inputs,
                method.heldOut(),
                optimizer,
                new VaeTrainingConfig(steps, batches, method.warmUp(), data.seed()),
                method.every(steps),
                checkpoint);
    }

    /** Widths and functions. */
    static final class ModelOptions {
        @Option(
                names = "--hidden",
                paramLabel = "M[,M…]",
                defaultValue = "64",
                description =
                        "Hidden widths of the encoder, those of the decoder in reverse (default ${DEFAULT-VALUE}).")
        private String hidden = "64";

        @Option(
                names = "--latents",
                paramLabel = "K",
                defaultValue = "8",
                description = "Number of latents (default ${DEFAULT-VALUE}).")
        private int latents = 8;

        @Option(
                names = "--activation",
                paramLabel = "NAME",
                defaultValue = "tanh",
                description = "Activation of hidden layers (default ${DEFAULT-VALUE}).")
        private String activation = "tanh";

        @Option(
                names = "--emission",
                paramLabel = "NAME",
                defaultValue = "bernoulli",
                description = "What the decoder draws: bernoulli or gaussian (default ${DEFAULT-VALUE}).")
        private String emission = "bernoulli";

        @Option(
                names = "--variance",
                paramLabel = "V",
                description = "Variance of a gaussian decoder's pixels (default 1).")
        private @Nullable Double variance;

        Emission emission() {
            Emission named = Emission.parse(emission);
            if (variance == null) {
                return named;
            }
            if (!(named instanceof Emission.Gaussian)) {
                throw new IllegalArgumentException(
                        "--variance %s is for --emission gaussian; leave it out, or choose that".formatted(variance));
            }
            return new Emission.Gaussian(variance);
        }

        List<Integer> widths(int pixels) {
            List<Integer> widths = new ArrayList<>(List.of(pixels));
            for (double width : Lists.numbers("--hidden", hidden)) {
                if (!(width >= 1 && width <= 1 << 24 && width == Math.rint(width))) {
                    throw new IllegalArgumentException(
                            "--hidden %s: each width must be a whole number from 1".formatted(hidden));
                }
                widths.add((int) width);
            }
            if (latents < 1 || latents > 1 << 16) {
                throw new IllegalArgumentException(
                        "--latents is %s; it must be from 1 to %s".formatted(latents, 1 << 16));
            }
            widths.add(latents);
            return widths;
        }
    }
}
