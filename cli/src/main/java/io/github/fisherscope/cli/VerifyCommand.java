package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.reports.verify.VerifyReport;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.verify.VerifyCase;
import io.github.fisherscope.results.verify.VerifyResult;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.StudyListener;
import io.github.fisherscope.studies.verify.Verification;
import io.github.fisherscope.studies.verify.VerifyConfig;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The regression of measurement against theory, for continuous integration. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Measures random networks and fails if a statistic disagrees with theory.",
        description = {
            "",
            "Measures random networks and fails if a statistic disagrees with theory. False alarms have a stated rate and "
                    + "the number of networks is chosen so that a wrong prediction is seen with a stated probability. Without network "
                    + "options: the suite of tanh, ReLU and linear networks 500-500-500-2 at 100 inputs."
        },
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher verify --false-alarm 1e-4 --detect 0.05 --junit fisher.xml",
            "  fisher verify --widths 300,300,1 --activation gelu --weight-variance 2 \\",
            "         --statistics mean,topMean"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:all statistics agree",
            "1:a statistic disagrees; the table names it",
            "2:bad arguments, or theory makes no claim on what was asked, or nothing could be judged",
            "4:the backend is not available",
            "5:would not fit in memory",
            "74:a file or standard output could not be written"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Mixin
    private ExecutionOptions execution = new ExecutionOptions();

    @Option(
            names = "--statistics",
            paramLabel = "NAME,…",
            description =
                    "mean, secondMoment, topMean, max, bulk, fisherRaoNorm (default mean,secondMoment,topMean,bulk).")
    private @Nullable String statistics;

    @Option(
            names = "--false-alarm",
            paramLabel = "RATE",
            defaultValue = "1e-3",
            description = "Probability that a run fails although theory is right (default ${DEFAULT-VALUE}).")
    private double falseAlarm = 1e-3;

    @Option(
            names = "--detect",
            paramLabel = "ERROR",
            defaultValue = "0.1",
            description = "Relative error of a prediction that must be seen (default ${DEFAULT-VALUE}).")
    private double detect = 0.1;

    @Option(
            names = "--miss",
            paramLabel = "RATE",
            defaultValue = "0.01",
            description = "Probability that it is not seen (default ${DEFAULT-VALUE}).")
    private double miss = 0.01;

    @Option(names = "--networks", paramLabel = "N", description = "Networks per family (default: chosen for --detect).")
    private @Nullable Integer networks;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the result for build servers.")
    private @Nullable Path junit;

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        JsonOutput document = JsonOutput.of(json);
        if (junit != null) {
            OutputFile.checked("--junit", junit, GateOptions.JUNIT_MARK);
        }
        OutputFile.requireDistinct(JsonOutput.OPTION, document.file(), "--junit", junit);
        VerifyResult result = run(config());
        VerifyReport report = VerifyReport.of(result);
        if (junit != null) {
            AtomicFile.write(junit, out -> out.write(report.junit().getBytes(StandardCharsets.UTF_8)));
        }
        PrintWriter stdout = spec.commandLine().getOut();
        document.write(report.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(report.terminal());
        }
        stdout.flush();
        if (!result.agrees()) {
            boolean judged = result.judged() > 0;
            String words = judged
                    ? report.summary()
                    : "nothing that was measured could be judged; take more networks (--networks) or wider layers (--widths)";
            spec.commandLine().getErr().println("fisher: " + words);
            return judged ? ExitCode.CHECK_FAILED : ExitCode.BAD_INPUT;
        }
        return ExitCode.OK;
    }

    private VerifyConfig config() {
        StudyConfig asked = study.requireWhole("verify").config();
        if (!(asked.network() instanceof NetworkSource.Random)
                || !(asked.inputs() instanceof InputSource.StandardNormal)
                || !asked.likelihood().identityFactor()) {
            throw new IllegalArgumentException(
                    "verify needs random networks at standard normal inputs with the Gaussian likelihood; for others see 'fisher spectrum --check'");
        }
        VerifyConfig suite = VerifyConfig.suite();
        VerifyConfig config = suite.withFalseAlarm(falseAlarm)
                .withPower(detect, miss)
                .withNetworks(networks)
                .withSeed(asked.seed())
                .withExecution(execution.execution());
        if (study.namesFamily()) {
            config = config.withCases(List.of(
                    new VerifyCase(asked.network().spec(), asked.inputs().samples())));
        }
        return statistics == null
                ? config
                : config.withStatistics(Lists.names(statistics).stream()
                        .map(VerifyCommand::statistic)
                        .toList());
    }

    private static Statistic statistic(String name) {
        return Arrays.stream(Statistic.values())
                .filter(s -> s.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--statistics '%s' is unknown; choose from %s"
                        .formatted(
                                name,
                                Arrays.stream(Statistic.values())
                                        .map(Statistic::key)
                                        .collect(Collectors.joining(", ")))));
    }

    private VerifyResult run(VerifyConfig config) {
        Verification job = Verification.of(config);
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
}
