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
            "Spectra of Fisher information matrices of deep networks, measured and held against mean-field theory.",
            "",
            "The main job is 'fisher spectrum'; without arguments it runs the README's example."
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            SpectrumCommand.class,
            TheoryCommand.class,
            SweepCommand.class,
            VerifyCommand.class,
            BenchCommand.class,
            ReportCommand.class,
            ExportCommand.class,
            BackendsCommand.class,
            HelpCommand.class
        })
public final class FisherCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs the command in this JVM.
     *
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new FisherCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(Failures::onBadUsage)
                .setExecutionExceptionHandler(Failures::onFailure)
                .execute(args);
    }

    CommonOptions common() {
        return common;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
