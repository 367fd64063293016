package io.github.fisherscope.cli;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.reports.chart.PictureConfig;
import io.github.fisherscope.reports.chart.Pictures;
import io.github.fisherscope.reports.estimate.EstimatorReport;
import io.github.fisherscope.results.estimate.EstimatorResult;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.estimate.EstimatorStudy;
import io.github.fisherscope.studies.estimate.EstimatorStudyConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What accuracy of the Fisher diagonal costs in drawn labels. */
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Shows what accuracy of Fisher diagonal and trace costs in drawn labels.",
        description = {
            "",
            "Two estimators average over labels drawn from the model: Î₁ the squared score, Î₂ the negative second"
                    + " derivative of the log-likelihood. The table has their relative errors, predicted in closed form and"
                    + " measured over repetitions, for several numbers of draws per sample; below it stands the number of"
                    + " draws that the wanted error needs. Without options: a tanh network 20,20,20,3 at 20 standard normal"
                    + " inputs."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher estimate --relative-error 0.01",
            "  fisher estimate --widths 10,30,5 --likelihood categorical --out estimators",
            "  fisher estimate --activation relu --draws 10,100,1000 --json -"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input; nothing was written",
            "74:a file or standard output could not be written",
            "130:interrupted"
        })
final class EstimateCommand implements Callable<Integer> {
    private static final List<Integer> EXAMPLE_WIDTHS = List.of(20, 20, 20, 3);
    private static final int EXAMPLE_SAMPLES = 20;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @ArgGroup(validate = false, heading = "%nNetwork%n", order = 10)
    private NetworkOptions network = new NetworkOptions();

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private InputOptions data = new InputOptions();

    @ArgGroup(validate = false, heading = "%nEstimators%n", order = 30)
    private EstimatorOptions estimators = new EstimatorOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for estimate.json and estimator-errors.png (default: none is written).")
    private @Nullable Path out;

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    /** What is estimated, and how well. */
    static final class EstimatorOptions {
        @Option(
                names = "--likelihood",
                paramLabel = "NAME",
                defaultValue = "gaussian",
                description = "gaussian, categorical, bernoulli or poisson (default ${DEFAULT-VALUE}).")
        private String likelihood = "gaussian";

        @Option(
                names = "--relative-error",
                paramLabel = "E",
                defaultValue = "0.01",
                description = "Wanted relative standard error of trace and diagonal (default ${DEFAULT-VALUE}).")
        private double relativeError = 0.01;

        @Option(
                names = "--draws",
                split = ",",
                paramLabel = "N",
                defaultValue = "5,20,80,320",
                description = "Numbers of labels drawn per sample, ascending (default ${DEFAULT-VALUE}).")
        private List<Integer> draws = List.of(5, 20, 80, 320);

        @Option(
                names = "--repetitions",
                paramLabel = "R",
                defaultValue = "20",
                description = "Repetitions behind each measured error (default ${DEFAULT-VALUE}).")
        private int repetitions = 20;

        @Option(
                names = "--confidence",
                paramLabel = "LEVEL",
                defaultValue = "0.95",
                description = "Level of the intervals (default ${DEFAULT-VALUE}).")
        private double confidence = 0.95;
    }

    @Override
    public Integer call() {
        parent.common().check();
        JsonOutput document = JsonOutput.of(json);
        OutputFolder folder =
                out == null ? null : OutputFolder.checked(out).requireFree("estimator-errors.png", "estimate.json");
        if (folder != null) {
            folder.requireOutside(JsonOutput.OPTION, document.file(), List.of("estimator-errors.png"));
        }
        Likelihood likelihood = Likelihood.parse(estimators.likelihood);
        network.useExample(EXAMPLE_WIDTHS);
        StudyOptions options = StudyOptions.of(network, data);
        StudyConfig study = options.config();
        boolean example = data.data() == null && data.samples() == null;
        EstimatorResult result = run(new EstimatorStudyConfig(
                study.network(),
                example ? new InputSource.StandardNormal(EXAMPLE_SAMPLES) : study.inputs(),
                likelihood,
                estimators.draws,
                estimators.repetitions,
                estimators.relativeError,
                estimators.confidence,
                study.seed()));
        EstimatorReport report = EstimatorReport.of(result);
        if (folder != null) {
            write(folder.path(), report);
        }
        PrintWriter stdout = spec.commandLine().getOut();
        if (!parent.common().quiet()) {
            options.notices(study)
                    .forEach(n -> spec.commandLine().getErr().println("fisher: " + PrintableWriter.line(n)));
            WeightFile.tell(spec, options.givenNetwork(), !document.claimsStdout());
        }
        document.write(report.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(report.terminal());
            if (folder != null) {
                stdout.println("Plot: " + folder.path().resolve("estimator-errors.png"));
            }
        }
        stdout.flush();
        return ExitCode.OK;
    }

    private EstimatorResult run(EstimatorStudyConfig config) {
        EstimatorStudy job = EstimatorStudy.of(config);
        return ProgressLine.during(
                parent.common().showProgress(), spec.commandLine().getErr(), progress -> job.run(progress));
    }

    private static void write(Path folder, EstimatorReport report) {
        try {
            ByteArrayOutputStream picture = new ByteArrayOutputStream();
            Pictures.writePng(report.figure(), PictureConfig.defaults(), picture);
            FileSet.in(folder)
                    .put("estimator-errors.png", picture.toByteArray())
                    .put("estimate.json", report.json().getBytes(StandardCharsets.UTF_8))
                    .write();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
