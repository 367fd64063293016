package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.reports.trajectory.RatesReport;
import io.github.fisherscope.results.trajectory.RatesResult;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.MemoryPlan;
import io.github.fisherscope.studies.trajectory.RatesStudy;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Learning rates, tried. */
@Command(
        name = "rates",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Finds the largest learning rate that trains, for each method beside the limit that λ_max sets.",
        description = {
            "",
            "Trains a random network or the one of --network again and again, with rates that double and halve, and prints"
                    + " for each method the limit that theory predicts, the limit at the start, the largest rate that trained,"
                    + " and the limit where that training ended. Without --data: standard normal inputs with random labels."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher rates --widths 100,500,500,1 --samples 50",
            "  fisher rates --network net.npz --activation tanh --data xy.npz \\",
            "         --methods gradient-descent,adam --steps 200 --json -"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input",
            "4:no compute backend runs here",
            "5:would not fit in memory",
            "74:a file or standard output could not be written",
            "130:interrupted"
        })
final class RatesCommand implements Callable<Integer> {
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

    @ArgGroup(validate = false, heading = "%nMethods%n", order = 30)
    private MethodListOptions methods = new MethodListOptions();

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Steps of each training (default ${DEFAULT-VALUE}).")
    private int steps = 100;

    @ArgGroup(validate = false, heading = "%nComputation%n", order = 50)
    private MachineOptions computation = new MachineOptions();

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        parent.common().check();
        JsonOutput document = JsonOutput.of(json);
        network.useExample(EXAMPLE_WIDTHS);
        StudyOptions options = StudyOptions.forTraining(network, imported, data, loss);
        Execution machine = computation.machine();
        SizedStudy sized = options.sized();
        sized.config().ifPresent(c -> study(c.withExecution(machine)).requireMemory());
        if (sized.bytes() > 0) {
            MemoryPlan.requireReading(sized.bytes(), machine.memoryLimit());
        }
        RatesStudy study = study(options.config().withExecution(machine));
        study.requireMemory();
        PrintWriter err = spec.commandLine().getErr();
        RatesResult result;
        try (Backend backend = Backends.onClassPath().open(machine.backend(), machine.config())) {
            result = Interruption.during(
                    err,
                    "interrupted; nothing was written",
                    () -> ProgressLine.during(
                            parent.common().showProgress(), err, progress -> study.run(progress, backend)));
        }
        PrintWriter stdout = spec.commandLine().getOut();
        if (!parent.common().quiet()) {
            WeightFile.tell(spec, options.givenNetwork(), !document.claimsStdout());
        }
        document.write(result.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(RatesReport.of(result).terminal());
        }
        stdout.flush();
        return ExitCode.OK;
    }

    private RatesStudy study(StudyConfig config) {
        return new RatesStudy(config, loss.loss(), methods.optimizers(), steps);
    }
}
