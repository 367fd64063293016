package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.trajectory.TrajectoryReport;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.MemoryPlan;
import io.github.fisherscope.studies.trajectory.TrainConfig;
import io.github.fisherscope.studies.trajectory.TrainConfig.Watch;
import io.github.fisherscope.studies.trajectory.TrainStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Training, with a look at the Fisher matrix on the way. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Trains a network and watches its Fisher matrix: λ_max against 2/η, the spectrum, the path's length.",
        description = {
            "",
            "Trains a random network or the one of --network on the labels of the data, by gradient descent, momentum, Adam,"
                    + " natural gradients or Amari's adaptive ones, and records loss, eigenvalues, the stability limit, the drift"
                    + " of the kernel and the Fisher-Rao length of the way. Without --data: standard normal inputs with random"
                    + " labels."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher train --widths 20,50,50,1 --samples 30 --learning-rate auto:0.9",
            "  fisher train --network net.npz --data xy.npz \\",
            "         --optimizer natural --damping 0.01",
            "  fisher train --network net.npz --data xy.npz --batch 1 --order file \\",
            "         --optimizer adaptive-natural --epochs 20 --learning-rate 0.02",
            "  fisher train --network model.onnx --data x.npy --labels y.npy \\",
            "         --likelihood categorical --steps 500 --save trained.npz"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input; nothing was written",
            "3:the training diverged, or its method broke down; the trajectory up to there is kept",
            "4:no compute backend runs here",
            "5:would not fit in memory",
            "74:a file or standard output could not be written",
            "130:interrupted; with --checkpoint the same command goes on"
        })
final class TrainCommand implements Callable<Integer> {
    private static final Path DEFAULT_FOLDER = Path.of("fisher-train");
    private static final List<Integer> EXAMPLE_WIDTHS = List.of(20, 50, 50, 1);

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @ArgGroup(validate = false, heading = "%nNetwork%n", order = 10)
    private NetworkOptions network = new NetworkOptions();

    @ArgGroup(validate = false, heading = "%nNetworks of other programs%n", order = 15)
    private ImportedOptions imported = new ImportedOptions();

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private InputOptions data = new InputOptions();

    @ArgGroup(validate = false, heading = "%nLoss%n", order = 25)
    private LossOptions loss = new LossOptions();

    @ArgGroup(validate = false, heading = "%nMethod%n", order = 30)
    private OptimizerOptions method = new OptimizerOptions();

    @ArgGroup(validate = false, heading = "%nTraining%n", order = 40)
    private TrainingOptions training = new TrainingOptions();

    @ArgGroup(validate = false, heading = "%nComputation%n", order = 50)
    private MachineOptions computation = new MachineOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for trajectory.json, .csv and .npz, pictures and index.html (default fisher-train; none with --json).")
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
        if (folder != null) {
            folder.requireFree(TrajectoryReport.files().toArray(String[]::new));
            folder.requireOutside(JsonOutput.OPTION, document.file(), TrajectoryReport.files());
        }
        TrainedFile save = training.save();
        if (save != null) {
            save.requireOther(network.networkFile());
            if (folder != null) {
                folder.requireOutside("--save", save.path(), TrajectoryReport.files());
            }
        }
        network.useExample(EXAMPLE_WIDTHS);
        StudyOptions options = StudyOptions.forTraining(network, imported, data, loss);
        Execution machine = computation.machine();
        SizedStudy sized = options.sized();
        sized.config()
                .ifPresent(c -> TrainStudy.of(config(c.withExecution(machine))).requireMemory());
        if (sized.bytes() > 0) {
            MemoryPlan.requireReading(sized.bytes(), machine.memoryLimit());
        }
        TrainConfig config = config(options.config().withExecution(machine));
        TrainStudy study = TrainStudy.of(config);
        study.requireMemory();
        PrintWriter err = spec.commandLine().getErr();
        TrainStudy.Outcome outcome;
        try (Backend backend = Backends.onClassPath().open(machine.backend(), machine.config())) {
            outcome = Interruption.during(
                    err,
                    config.checkpoint() == null
                            ? "interrupted; nothing was written. --checkpoint DIR keeps the state"
                            : "interrupted; the same command goes on from " + config.checkpoint(),
                    () -> ProgressLine.during(
                            parent.common().showProgress(), err, progress -> study.run(progress, backend)));
        }
        TrajectoryResult result = outcome.result();
        if (folder != null) {
            TrajectoryReport.of(result).write(report, folder.path());
        }
        if (save != null) {
            save.write(outcome);
        }
        print(options, document, result, folder);
        return result.diverged() ? ExitCode.NOT_CONVERGED : ExitCode.OK;
    }

    private void print(
            StudyOptions options, JsonOutput document, TrajectoryResult result, @Nullable OutputFolder folder) {
        PrintWriter stdout = spec.commandLine().getOut();
        if (!parent.common().quiet()) {
            WeightFile.tell(spec, options.givenNetwork(), !document.claimsStdout());
        }
        document.write(result.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(TrajectoryReport.of(result).terminal());
            if (folder != null) {
                stdout.println("Report: " + folder.path().resolve("index.html"));
            }
        }
        stdout.flush();
    }

    private TrainConfig config(StudyConfig study) {
        int samples = study.inputs().samples();
        Batches batches = training.batches(study.seed());
        TrainingConfig steps = TrainingConfig.defaults()
                .withSteps(training.steps(batches, samples - (int) (training.heldOut() * samples)))
                .withTargetLoss(training.targetLoss())
                .withBatches(batches);
        return new TrainConfig(
                study,
                loss.loss(),
                method.optimizer(),
                method.rate(),
                steps,
                new Watch(training.every(steps.steps()), training.top(), training.heldOut()),
                training.checkpoint());
    }

    /** How long, on which samples, and what is kept. */
    static final class TrainingOptions {
        private static final int DEFAULT_STEPS = 100;
        private static final int DEFAULT_RECORDS = 20;

        @Option(names = "--steps", paramLabel = "N", description = "Number of steps (default 100).")
        private @Nullable Integer steps;

        @Option(names = "--epochs", paramLabel = "N", description = "Passes over the samples, in place of --steps.")
        private @Nullable Integer epochs;

        @Option(names = "--batch", paramLabel = "B", description = "Samples that a step sees (default: all).")
        private @Nullable Integer batch;

        @Option(
                names = "--order",
                paramLabel = "file|shuffled",
                description = "Order of the samples in an epoch (default shuffled, anew in each epoch).")
        private @Nullable String order;

        @Option(
                names = "--record",
                paramLabel = "every:K",
                description = "Look at the Fisher matrix every K steps (default: about 20 times).")
        private @Nullable String record;

        @Option(
                names = "--top",
                paramLabel = "K",
                defaultValue = "10",
                description = "Eigenvalues in each record (default ${DEFAULT-VALUE}).")
        private int top = 10;

        @Option(
                names = "--held-out",
                paramLabel = "SHARE",
                defaultValue = "0",
                description = "Share of the samples, the last ones, that no step sees (default ${DEFAULT-VALUE}).")
        private double heldOut;

        @Option(names = "--target-loss", paramLabel = "E", description = "Stop where the loss is down to E.")
        private @Nullable Double targetLoss;

        @Option(
                names = "--checkpoint",
                paramLabel = "DIR",
                description =
                        "Keep the state here at every record; the same command goes on from it, to the same bits.")
        private @Nullable Path checkpoint;

        @Option(
                names = "--save",
                paramLabel = "FILE",
                description =
                        "Write the trained parameters as .npz (W1, b1, … for a chain of dense layers, else tensors by name) or .safetensors.")
        private @Nullable Path save;

        int top() {
            return top;
        }

        double heldOut() {
            return heldOut;
        }

        @Nullable Path checkpoint() {
            return StateFolder.checked(checkpoint);
        }

        double targetLoss() {
            return targetLoss == null ? -1 : targetLoss;
        }

        @Nullable TrainedFile save() {
            return save == null ? null : TrainedFile.checked(save);
        }

        Batches batches(long seed) {
            if (batch == null && order != null) {
                throw new IllegalArgumentException(
                        "--order %s needs --batch; a step sees all samples otherwise".formatted(order));
            }
            if (batch == null) {
                return Batches.all();
            }
            if (batch < 1) {
                throw new IllegalArgumentException("--batch %s must be at least 1".formatted(batch));
            }
            String how = order == null ? "shuffled" : order.strip().toLowerCase(Locale.ROOT);
            return switch (how) {
                case "shuffled" -> new Batches(batch, Batches.Order.SHUFFLED, seed);
                case "file" -> new Batches(batch, Batches.Order.FILE, seed);
                default ->
                    throw new IllegalArgumentException(
                            "--order %s is unknown; choose one of file, shuffled".formatted(order));
            };
        }

        int steps(Batches batches, int samples) {
            if (steps != null && epochs != null) {
                throw new IllegalArgumentException(
                        "--steps %s and --epochs %s say the same thing; give one of them".formatted(steps, epochs));
            }
            if (epochs == null) {
                return steps == null ? DEFAULT_STEPS : steps;
            }
            long all = (long) epochs * batches.stepsPerEpoch(Math.max(1, samples));
            if (epochs < 1 || all > 1 << 24) {
                throw new IllegalArgumentException(
                        "--epochs %s makes %s steps; give 1 to %s steps".formatted(epochs, all, 1 << 24));
            }
            return (int) all;
        }

        int every(int total) {
            if (record == null) {
                return Math.max(1, total / DEFAULT_RECORDS);
            }
            String text = record.startsWith("every:") ? record.substring("every:".length()) : record;
            try {
                int every = Integer.parseInt(text.strip());
                if (every >= 1) {
                    return every;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new IllegalArgumentException(
                    "--record %s is no number of steps; write for example every:10".formatted(record));
        }
    }
}
