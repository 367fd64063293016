package io.github.fisherscope.cli;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.sweep.SweepReport;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.studies.sweep.Sweep;
import io.github.fisherscope.studies.sweep.SweepConfig;
import io.github.fisherscope.studies.sweep.SweepGridFile;
import io.github.fisherscope.studies.sweep.SweepListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Measures a grid of random networks and extrapolates to infinite width. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Measures a grid of random networks and extrapolates to infinite width.",
        description = {
            "",
            "Measures every combination of the values given, in parallel, and fits a + b/M to each statistic to hold its"
                    + " limit at infinite width against theory. Finished networks are kept at once: run the same"
                    + " command again after an interruption and it goes on. Without options: tanh, L = 3, C = 1,"
                    + " T = 100, widths 100 to 800, 10 networks."
        },
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher sweep --width 100,200,400,800 --networks 20 --activation tanh,relu",
            "  fisher sweep --grid grid.json",
            "  with {\"widths\": [100, 200, 400], \"outputs\": [1, 10], \"seeds\": 20} in grid.json"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "1:a limit disagrees with theory and --check was given",
            "2:wrong argument or input, or the folder holds another grid; nothing was measured",
            "4:the backend is not available",
            "5:would not fit in memory",
            "70:a defect of the program",
            "74:a file or standard output could not be written; finished networks are kept",
            "130:interrupted; finished networks are kept"
        })
final class SweepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private ExecutionOptions execution = new ExecutionOptions();

    @Option(
            names = "--grid",
            paramLabel = "FILE",
            description = "JSON file with the grid, instead of the options below.")
    private @Nullable Path gridFile;

    @Option(names = "--depth", paramLabel = "L,…", description = "Weight layers (default 3).")
    private @Nullable String depth;

    @Option(
            names = "--width",
            paramLabel = "M,…",
            description = "Width of every hidden layer (default 100,200,400,800).")
    private @Nullable String width;

    @Option(names = "--inputs", paramLabel = "M0", description = "Inputs (default: as many as the width).")
    private @Nullable Integer inputs;

    @Option(names = "--outputs", paramLabel = "C,…", description = "Outputs (default 1).")
    private @Nullable String outputs;

    @Option(names = "--samples", paramLabel = "T,…", description = "Standard normal inputs (default 100).")
    private @Nullable String samples;

    @Option(names = "--activation", paramLabel = "NAME,…", description = "As for spectrum (default tanh).")
    private @Nullable String activation;

    @Option(
            names = "--weight-variance",
            paramLabel = "σw²,…",
            description = "Weights are N(0, σw²/fan-in) (default 3).")
    private @Nullable String weightVariance;

    @Option(names = "--bias-variance", paramLabel = "σb²,…", description = "Biases are N(0, σb²) (default 0.64).")
    private @Nullable String biasVariance;

    @Option(names = "--no-biases", description = "Networks without biases.")
    private boolean noBiases;

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "Networks per combination: seeds 1 to N (default 10).")
    private @Nullable Integer networks;

    @Option(names = "--seeds", paramLabel = "S,…", description = "Seeds instead of --networks, such as 1,2,5 or 1..20.")
    private @Nullable String seeds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "fisher-sweep",
            description =
                    "Folder of sweep.jsonl (the state), sweep.json, index.html, CSV and PNG (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("fisher-sweep");

    @Option(
            names = "--merge",
            description = "If --out holds another grid, use its finished networks that are also in this one.")
    private boolean merge;

    @Mixin
    private ReportPictureOptions pictures = new ReportPictureOptions();

    @Option(names = "--check", description = "Exit with code 1 if a limit disagrees with theory.")
    private boolean check;

    @Override
    public Integer call() {
        SweepConfig config = new SweepConfig(
                grid(), execution.execution(), OutputFolder.checked(out).path(), merge);
        ReportConfig look = pictures.config();
        SweepReport.requireFree(look, out);
        SweepResult result = run(config);
        SweepReport report = SweepReport.of(result);
        List<Path> files = report.write(look, out);
        PrintWriter stdout = spec.commandLine().getOut();
        if (!parent.common().quiet()) {
            stdout.print(report.terminal());
            stdout.printf(
                    Locale.ROOT,
                    "%d networks; %d files in %s%n",
                    result.records().size(),
                    files.size() + 1,
                    out);
            stdout.println("Report: " + out.resolve("index.html"));
            stdout.flush();
        }
        boolean disagrees = result.trends().stream().anyMatch(t -> t.verdict() == Verdict.DISAGREES);
        return check && disagrees ? ExitCode.CHECK_FAILED : ExitCode.OK;
    }

    @SuppressWarnings("try") // the announcement only has to be open while the sweep runs
    private SweepResult run(SweepConfig config) {
        PrintWriter err = spec.commandLine().getErr();
        ProgressLine line = new ProgressLine(err);
        SweepListener listener = !parent.common().showProgress()
                ? SweepListener.silent()
                : (done, total, left) -> line.show(
                        left == null
                                ? String.format(Locale.ROOT, "network %d of %d", done, total)
                                : String.format(
                                        Locale.ROOT, "network %d of %d, about %s left", done, total, duration(left)));
        Path log = out.resolve(SweepConfig.LOG);
        String message = "interrupted; finished networks are kept in %s, and the same command goes on".formatted(log);
        try {
            return Interruption.during(err, message, () -> Sweep.of(config).run(listener));
        } finally {
            line.clear();
        }
    }

    static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 100) {
            return s + " s";
        }
        return s < 6000
                ? String.format(Locale.ROOT, "%d min", Math.round(s / 60.0))
                : String.format(Locale.ROOT, "%.1f h", s / 3600.0);
    }

    private List<Double> biasVariances(SweepGrid defaults) {
        if (noBiases) {
            return List.of();
        }
        return biasVariance == null ? defaults.biasVariances() : Lists.numbers("--bias-variance", biasVariance);
    }

    private SweepGrid grid() {
        boolean lists = depth != null || width != null || inputs != null || outputs != null || samples != null;
        boolean others = activation != null || weightVariance != null || biasVariance != null || noBiases;
        if (gridFile != null) {
            if (lists || others || networks != null || seeds != null) {
                throw new IllegalArgumentException(
                        "--grid %s says everything; leave out the options of the grid".formatted(gridFile));
            }
            return SweepGridFile.read(gridFile);
        }
        if (networks != null && seeds != null) {
            throw new IllegalArgumentException("--networks and --seeds exclude each other");
        }
        NetworkOptions.requireNoBiasVariance(noBiases, biasVariance);
        if (inputs != null) {
            Args.requireInRange("inputs", inputs, 1, NetworkOptions.LARGEST_WIDTH);
        }
        SweepGrid d = SweepGrid.defaults();
        return new SweepGrid(
                new SweepGrid.Shapes(
                        depth == null ? d.depths() : Lists.integers("--depth", depth),
                        width == null ? d.widths() : Lists.integers("--width", width),
                        inputs,
                        outputs == null ? d.outputs() : Lists.integers("--outputs", outputs),
                        samples == null ? d.samples() : Lists.integers("--samples", samples)),
                new SweepGrid.Signals(
                        activation == null ? d.activations() : Lists.names(activation),
                        weightVariance == null
                                ? d.weightVariances()
                                : Lists.numbers("--weight-variance", weightVariance),
                        biasVariances(d)),
                seeds != null
                        ? Lists.seeds("--seeds", seeds)
                        : networks != null ? SweepGridFile.firstSeeds(networks) : d.seeds());
    }
}
