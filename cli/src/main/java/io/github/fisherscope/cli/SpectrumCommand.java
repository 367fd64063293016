package io.github.fisherscope.cli;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.ReportWriter;
import io.github.fisherscope.reports.text.ResultText;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.gate.GateOutcome;
import io.github.fisherscope.studies.gate.Gates;
import io.github.fisherscope.studies.plan.MemoryPlan;
import io.github.fisherscope.studies.predict.StudyConditions;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The main job: measure, predict, compare, report. */
@Command(
        name = "spectrum",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Measures a network's Fisher spectrum and writes a report; compares random networks with theory.",
        description = {
            "",
            "Measures the eigenvalues of the network's Fisher information matrix, prints a table of statistics (for"
                    + " random networks with predictions and a verdict for each), and writes result.json, eigenvalues.npy,"
                    + " report.html and pictures into a folder. Without options: a random tanh network"
                    + " 500,500,500,10 at 100 standard normal inputs."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher spectrum --widths 1000,1000,1000,10 --samples 100 --networks 5",
            "  fisher spectrum --data t10k-images-idx3-ubyte.gz --limit 500 --standardize \\",
            "         --widths 784,500,500,10 --activation relu \\",
            "         --weight-variance 2 --bias-variance 0.1 --out mnist-report",
            "  fisher spectrum --network net.npz --activation tanh --data inputs.npy",
            "  fisher spectrum --depth 4 --width 300 --json - >result.json"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "1:a condition of --check, --assert or --baseline does not hold",
            "2:wrong argument or input and nothing was written, or a condition has nothing to judge",
            "3:did not converge; the result is written and says so",
            "4:the backend or the engine is not available, or the engine lost a part of the samples",
            "5:would not fit in memory; nothing was written",
            "70:a defect of the program",
            "74:a file or standard output could not be written; an earlier report is as it was",
            "130:interrupted"
        })
final class SpectrumCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @ArgGroup(validate = false, heading = "%nMethod%n", order = 40)
    private MethodOptions method = new MethodOptions();

    @ArgGroup(validate = false, heading = "%nExecution%n", order = 50)
    private ExecutionOptions execution = new ExecutionOptions();

    @ArgGroup(validate = false, heading = "%nMore than one process%n", order = 55)
    private EngineOptions engine = new EngineOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 60)
    private OutputOptions output = new OutputOptions();

    @ArgGroup(validate = false, heading = "%nConditions%n", order = 65)
    private GateOptions conditions = new GateOptions();

    @ArgGroup(validate = false, heading = "%nPictures%n", order = 70)
    private ReportPictureOptions pictures = new ReportPictureOptions();

    @Override
    public Integer call() {
        parent.common().check();
        JsonOutput json = output.json();
        TableFormat format = output.format();
        if (json.claimsStdout() && format != null) {
            throw new IllegalArgumentException("--json and --format both claim stdout; leave one out");
        }
        ReportConfig report = pictures.config();
        PrintWriter stdout = spec.commandLine().getOut();
        Gates gates = conditions.gates(method.tolerances());
        StudyConfig config = config();
        if (method.explain()) {
            stdout.print(PlanText.of(SpectrumStudy.of(config).explain()));
            stdout.flush();
            return ExitCode.OK;
        }
        if (gates.check()) {
            refuseIdleCheck(config);
        }
        notice(config);
        OutputFolder folder = folder(gates, ReportWriter.of(report));
        if (folder == null && method.wantsEigenvectors()) {
            throw new IllegalArgumentException("--eigenvectors writes a file into a folder; name it with --out");
        }
        List<RealVector> eigenvectors = new ArrayList<>();
        SpectrumResult result = run(config, eigenvectors);
        if (folder != null) {
            folder.write(result, eigenvectors, report);
        }
        if (json.wanted()) {
            json.write(ResultJson.write(result), stdout);
        }
        if (!json.claimsStdout()) { // the JSON says by itself how a file of weights was read
            if (!parent.common().quiet()) {
                WeightFile.tell(spec, study.givenNetwork(), output.format() == null);
            }
            print(config, result, folder, stdout);
        }
        stdout.flush();
        return exitCode(result, gates);
    }

    /** Returns the folder to write, after making sure that it can be written and that nothing is lost there. */
    private @Nullable OutputFolder folder(Gates gates, ReportWriter writer) {
        Path path = output.folder(gates.any());
        Path json = output.json().file();
        conditions.refuseReplacing(json, path);
        conditions.refuseSharing(json);
        if (path == null) {
            return null;
        }
        OutputFolder folder = OutputFolder.checked(path);
        List<String> names = writer.names();
        folder.requireOutside("--junit", conditions.junit(), names);
        folder.requireOutside("--json", json, names.subList(0, names.size() - 1)); // the last one is the same document
        writer.requireFree(folder.path());
        return folder;
    }

    /** Refuses a check that nothing could make fail, before any work. */
    private static void refuseIdleCheck(StudyConfig config) {
        SpectrumStudy.of(config).whyNothingIsJudged().ifPresent(why -> {
            throw new IllegalArgumentException(
                    "--check has nothing to judge: %s; leave it out, or use --assert or --baseline on measured numbers"
                            .formatted(why));
        });
    }

    private void print(StudyConfig config, SpectrumResult result, @Nullable OutputFolder folder, PrintWriter stdout) {
        TableFormat format = output.format();
        if (format != null) {
            stdout.print(format.text(result));
        } else if (!parent.common().quiet()) {
            stdout.print(ResultText.of(result).terminal());
            if (config.network() instanceof NetworkSource.Given given
                    && !given.showsTheory()
                    && StudyConditions.coveredAsIfRandom(config)) {
                stdout.println("--theory as-if-random shows theory of random weights beside these numbers.");
            }
            if (folder != null) {
                stdout.println("Report: " + folder.path().resolve("report.html"));
            }
        }
    }

    private void notice(StudyConfig config) {
        if (!parent.common().quiet()) {
            study.notices(config)
                    .forEach(n -> spec.commandLine().getErr().println("fisher: " + PrintableWriter.line(n)));
        }
    }

    private StudyConfig config() {
        if (method.networks() != 1 && study.networkFile() != null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "--networks %d is for random networks, but --network %s is one network; leave out one of them",
                    method.networks(),
                    study.networkFile()));
        }
        Execution machine = engine.on(execution.execution());
        SizedStudy sized = study.sized();
        sized.config().ifPresent(c -> SpectrumStudy.of(complete(c, machine)).requireMemory());
        if (sized.bytes() > 0) {
            MemoryPlan.requireReading(sized.bytes(), machine.memoryLimit());
        }
        StudyConfig config = complete(study.forAnyLayers().config(), machine);
        if (!(config.matrix() instanceof StudiedMatrix.Whole) && !(config.matrix() instanceof StudiedMatrix.Hessian)) {
            method.requireDirect("the measurement of " + config.matrix().id() + ", form "
                    + config.matrix().form());
        }
        method.checkTraining(config);
        return output.title() == null ? config : config.withTitle(output.title());
    }

    private StudyConfig complete(StudyConfig config, Execution machine) {
        return config.withNetworks(method.networks())
                .withMethod(method.method())
                .withOptions(method.options())
                .withExecution(machine)
                .withCommand(command());
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("./fisher"));
        command.addAll(spec.commandLine().getParent().getParseResult().expandedArgs());
        return command;
    }

    private SpectrumResult run(StudyConfig config, List<RealVector> eigenvectors) {
        SpectrumStudy job = SpectrumStudy.of(config);
        return ProgressLine.during(
                parent.common().showProgress(),
                spec.commandLine().getErr(),
                progress -> job.run(progress, eigenvectors::addAll));
    }

    private int exitCode(SpectrumResult result, Gates gates) {
        List<GateOutcome> outcomes = gates.any() ? gates.judge(result) : List.of();
        conditions.report(outcomes);
        outcomes.stream()
                .filter(o -> o.failed() || (o.gate().equals("baseline") && o.status() == GateOutcome.Status.SKIPPED))
                .forEach(o -> spec.commandLine()
                        .getErr()
                        .println("fisher: --" + o.gate() + ": "
                                + (o.failed() ? o.words() : o.name() + " was not compared: " + o.words())));
        if (!result.spectrum().run().converged()) {
            return ExitCode.NOT_CONVERGED;
        }
        return outcomes.stream().anyMatch(GateOutcome::failed) ? ExitCode.CHECK_FAILED : ExitCode.OK;
    }
}
