package io.github.fisherscope.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
        name = "fisher",
        description = {
            "Measures the spectra of Fisher information matrices of deep networks and holds them against mean-field"
                    + " theory.",
            "",
            "The main job is 'fisher spectrum'; without options it runs the README's example."
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions of every command%n",
        commandListHeading = "%nCommands%n",
        footer = {
            "",
            "Options and examples of a command: fisher COMMAND --help",
            "Environment: JAVA_HOME chooses the JDK; FISHER_JAVA_OPTS passes options to it, such as -Xmx8g."
        },
        versionProvider = VersionProvider.class,
        subcommands = {
            SpectrumCommand.class,
            TheoryCommand.class,
            InspectCommand.class,
            EstimateCommand.class,
            TrainCommand.class,
            TrackCommand.class,
            RatesCommand.class,
            SweepCommand.class,
            VerifyCommand.class,
            ReproduceCommand.class,
            BenchCommand.class,
            ReportCommand.class,
            DivergenceCommand.class,
            TransportCommand.class,
            VaeCommand.class,
            CompareNetworksCommand.class,
            ExportCommand.class,
            ConvertCommand.class,
            BackendsCommand.class,
            ClassPathCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class FisherCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        HeapWatch.begin();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code;
        try {
            code = run(out, err, args);
        } catch (RuntimeException e) { // Java itself would end with 1, which means that a check failed
            code = Failures.onError(new AssertionError(e), err, args);
        }
        System.exit(code);
    }

    /**
     * Runs the command in this JVM. Where {@code out} does not take everything that is printed, the code says so instead
     * of that of a result.
     *
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        PrintWriter printable = new PrintWriter(new PrintableWriter(out), true);
        CommandLine command = commandLine().setOut(printable).setErr(err);
        try {
            int code = command.execute(args);
            boolean lost = out.checkError(); // a PrintWriter keeps to itself that it could not write
            return lost && code <= ExitCode.NOT_CONVERGED && code != ExitCode.BAD_INPUT
                    ? Failures.onLostOutput(err)
                    : code;
        } catch (Error e) { // picocli catches exceptions only
            return Failures.onError(e, err, args);
        } finally {
            printable.flush();
        }
    }

    /** Returns the parser, which prints to the standard streams unless told otherwise. */
    public static CommandLine commandLine() {
        return new CommandLine(new FisherCommand())
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Failures::onBadUsage)
                .setExecutionExceptionHandler(Failures::onFailure)
                .setExecutionStrategy(arguments -> {
                    OptionNames.of(arguments).refuseRepeated();
                    OptionNames.of(arguments).refuseEmptyEntries();
                    return new CommandLine.RunLast().execute(arguments);
                });
    }

    CommonOptions common() {
        return common;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
