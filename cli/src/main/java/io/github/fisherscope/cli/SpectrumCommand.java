package io.github.fisherscope.cli;

import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.json.ResultJson;
import io.github.fisherscope.reports.result.SpectrumResult;
import io.github.fisherscope.reports.result.Verdict;
import io.github.fisherscope.reports.study.Method;
import io.github.fisherscope.reports.study.SpectrumOptions;
import io.github.fisherscope.reports.study.SpectrumStudy;
import io.github.fisherscope.reports.study.StudyConfig;
import io.github.fisherscope.reports.study.StudyListener;
import io.github.fisherscope.reports.text.ResultText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The main job: measure, predict, compare, report. */
@Command(
        name = "spectrum",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the eigenvalues of a network's Fisher information matrix, holds them against mean-field theory",
            "and writes a report. Without arguments: a random tanh network 500-500-500-10 at 100 normal inputs."
        },
        footer = {
            "",
            "Examples:",
            "  fisher spectrum --widths 1000,1000,1000,10 --samples 100 --networks 5",
            "  fisher spectrum --data t10k-images-idx3-ubyte.gz --limit 500 --standardize \\",
            "      --widths 784,500,500,10 --activation relu --weight-variance 2 --bias-variance 0.1 --out mnist-report",
            "  fisher spectrum --network net.npz --data inputs.npy --json -"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a statistic disagrees with theory and --check was given",
            "2:bad arguments or input; nothing was written",
            "3:did not converge; the result is written and says so",
            "4:the backend is not available",
            "5:would not fit in memory"
        })
final class SpectrumCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private ExecutionOptions execution = new ExecutionOptions();

    @Option(
            names = "--networks",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Independent networks; with 2 or more the table has standard errors (default ${DEFAULT-VALUE}).")
    private int networks = 1;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "auto, dense, dual, lanczos, subspace or quadrature (default ${DEFAULT-VALUE}: chosen from sizes and memory).")
    private String method = "auto";

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "How many of the largest eigenvalues iterative methods find (default 10, at least C).")
    private @Nullable Integer top;

    @Option(
            names = "--tolerance",
            paramLabel = "R",
            description = "Relative residual at which an eigenvalue counts as converged (default 1e-8).")
    private @Nullable Double tolerance;

    @Option(names = "--probes", paramLabel = "N", description = "Random vectors of --method quadrature (default 10).")
    private @Nullable Integer probes;

    @Option(names = "--steps", paramLabel = "N", description = "Lanczos steps per probe (default 80).")
    private @Nullable Integer steps;

    @Option(names = "--explain", description = "Print what each method would cost and which would be used, and stop.")
    private boolean explain;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "fisher-report",
            description = "Where result.json, eigenvalues.npy, report.html and the PNGs go (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("fisher-report");

    @Option(names = "--title", paramLabel = "TEXT", description = "Title of the report.")
    private @Nullable String title;

    @Option(
            names = "--json",
            paramLabel = "-",
            description = "Print the result as JSON on stdout and nothing else there ('-' is the only value).")
    private @Nullable String json;

    @Option(
            names = "--format",
            paramLabel = "md|tex|csv",
            description = "Print the table as Markdown, LaTeX (package booktabs) or CSV and nothing else on stdout.")
    private @Nullable TableFormat format;

    @Mixin
    private PictureOptions pictures = new PictureOptions();

    @Option(names = "--check", description = "Exit with code 1 if a statistic disagrees with theory.")
    private boolean check;

    @Override
    public Integer call() {
        if (json != null && !json.equals("-")) {
            throw new IllegalArgumentException(
                    "--json %s is not supported; write --json -, and --out for files".formatted(json));
        }
        if (json != null && format != null) {
            throw new IllegalArgumentException("--json and --format both claim stdout; leave one out");
        }
        ReportConfig report = pictures.config();
        PrintWriter stdout = spec.commandLine().getOut();
        StudyConfig config = config();
        if (explain) {
            stdout.print(SpectrumStudy.of(config).explain());
            stdout.flush();
            return ExitCode.OK;
        }
        OutputFolder folder = OutputFolder.checked(out);
        SpectrumResult result = run(config);
        folder.write(result, report);
        if (json != null) {
            stdout.print(ResultJson.write(result));
            stdout.flush();
        } else if (format != null) {
            stdout.print(format.text(result));
            stdout.flush();
        } else if (!parent.common().quiet()) {
            stdout.print(ResultText.of(result).terminal());
            stdout.println("Report: " + out.resolve("report.html"));
            stdout.flush();
        }
        return exitCode(result);
    }

    private StudyConfig config() {
        StudyConfig config = study.config()
                .withNetworks(networks)
                .withMethod(Method.parse(method))
                .withExecution(execution.execution())
                .withCommand(command());
        if (title != null) {
            config = config.withTitle(title);
        }
        return config.withOptions(options());
    }

    private SpectrumOptions options() {
        SpectrumOptions options = SpectrumOptions.defaults();
        if (top != null) {
            options = options.withTop(top);
        }
        if (tolerance != null) {
            options = options.withTolerance(tolerance);
        }
        if (probes != null) {
            options = options.withProbes(probes);
        }
        return steps == null ? options : options.withSteps(steps);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("./fisher"));
        command.addAll(spec.commandLine().getParent().getParseResult().expandedArgs());
        return command;
    }

    private SpectrumResult run(StudyConfig config) {
        SpectrumStudy job = SpectrumStudy.of(config);
        if (!parent.common().showProgress()) {
            return job.run(StudyListener.silent());
        }
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        try {
            return job.run(progress);
        } finally {
            progress.clear();
        }
    }

    private int exitCode(SpectrumResult result) {
        if (!result.spectrum().converged()) {
            return ExitCode.NOT_CONVERGED;
        }
        boolean disagrees = result.comparison().stream().anyMatch(r -> r.verdict() == Verdict.DISAGREES);
        return check && disagrees ? ExitCode.CHECK_FAILED : ExitCode.OK;
    }
}
