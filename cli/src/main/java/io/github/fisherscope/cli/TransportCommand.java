package io.github.fisherscope.cli;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.transport.RelaxedConfig;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.transport.TransportReport;
import io.github.fisherscope.results.transport.TransportJson;
import io.github.fisherscope.studies.transport.TransportConfig;
import io.github.fisherscope.studies.transport.TransportConfig.Ground;
import io.github.fisherscope.studies.transport.TransportStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Transport between two distributions. */
@Command(
        name = "transport",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Carries one distribution to another at least cost, exactly and relaxed by entropy.",
        description = {
            "",
            "Prints the least cost W and, for each relaxation λ, the cost C_λ of the entropy-relaxed plan, the divergence D_λ of"
                    + " Amari, Karakida, Oizumi and Cuturi (2019), and the Sinkhorn divergence S_λ. W is exact on a line, and by"
                    + " linear programming for up to 4096 pairs of states. Lists are points of a line 1 apart, images are grids"
                    + " of pixels 1 apart."
        },
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher transport --p a.csv --q b.csv --cost squared --relaxation 0.1,1,10",
            "  fisher transport --p a.npy --q b.npy --cost costs.npy --json -",
            "  fisher transport --p digits-idx3-ubyte --q digits-idx3-ubyte --q-image 7"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input; nothing was written",
            "3:a plan did not converge within --max-sweeps, or linear programming gave up; the result says which",
            "5:would not fit in memory",
            "74:a file or standard output could not be written"
        })
final class TransportCommand implements Callable<Integer> {
    private static final Path DEFAULT_FOLDER = Path.of("fisher-transport");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private HistogramOptions histograms = new HistogramOptions();

    @Option(
            names = "--cost",
            paramLabel = "FILE|squared|absolute",
            defaultValue = "squared",
            description =
                    "Squared distance, distance, or a file with a matrix: a row for each state of p, a column for each of q"
                            + " (default ${DEFAULT-VALUE}).")
    private String cost = "squared";

    @Option(
            names = "--relaxation",
            paramLabel = "λ[,λ…]",
            description = "Relaxations, in units of the cost (default: 1, 10 and 100 %% of the range of the costs).")
    private @Nullable String relaxation;

    @Option(
            names = "--tolerance",
            paramLabel = "E",
            defaultValue = "1e-13",
            description =
                    "Largest error of the marginals of a converged plan, summed over all states (default ${DEFAULT-VALUE}).")
    private double tolerance = 1e-13;

    @Option(
            names = "--max-sweeps",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Most sweeps of scaling for each plan (default ${DEFAULT-VALUE}).")
    private int maxSweeps = 20_000;

    @Option(names = "--threads", paramLabel = "N", description = "Number of threads (default: all cores).")
    private @Nullable Integer threads;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for transport.json, plan.npy and pictures (default fisher-transport; none with --json).")
    private @Nullable Path out;

    @Mixin
    private PictureOptions pictures = new PictureOptions();

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        parent.common().check();
        JsonOutput document = JsonOutput.of(json);
        ReportConfig picture = pictures.config();
        Path named = out != null || json != null ? out : DEFAULT_FOLDER;
        OutputFolder folder = named == null ? null : OutputFolder.checked(named);
        if (folder != null) {
            folder.requireFree(TransportReport.FILES.toArray(String[]::new));
            folder.requireOutside(
                    JsonOutput.OPTION,
                    document.file(),
                    TransportReport.FILES.subList(0, TransportReport.FILES.size() - 1));
        }
        TransportStudy study = TransportStudy.of(config());
        TransportStudy.Outcome outcome = ProgressLine.during(
                parent.common().showProgress(), spec.commandLine().getErr(), progress -> study.run());
        TransportReport report = TransportReport.of(outcome.result(), outcome.plans(), outcome.p(), outcome.q());
        if (folder != null) {
            report.write(folder.path(), picture.picture());
        }
        PrintWriter stdout = spec.commandLine().getOut();
        document.write(TransportJson.write(outcome.result()), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(report.terminal());
            if (folder != null) {
                stdout.println("Plan: " + folder.path().resolve("plan.png"));
            }
        }
        stdout.flush();
        return outcome.result().allConverged() ? ExitCode.OK : ExitCode.NOT_CONVERGED;
    }

    private TransportConfig config() {
        RelaxedConfig solver = RelaxedConfig.defaults().withTolerance(tolerance).withMaxSweeps(maxSweeps);
        Ground ground = switch (cost.toLowerCase(Locale.ROOT)) {
            case "squared" -> Ground.SQUARED;
            case "absolute" -> Ground.ABSOLUTE;
            default -> Ground.MATRIX;
        };
        return new TransportConfig(
                histograms.p(),
                histograms.q(),
                ground,
                ground == Ground.MATRIX ? Path.of(cost) : null,
                relaxation == null
                        ? RealVector.empty()
                        : RealVector.takingOver(Lists.numbers("--relaxation", relaxation).stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()),
                threads == null ? solver : solver.withThreads(threads));
    }
}
