package io.github.fisherscope.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Completion of commands and options in the shell. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        header = "Prints a script that completes commands and options in bash and zsh.",
        description = {
            "",
            "Prints a script that lets bash and zsh complete the commands and options of fisher. It completes the name"
                    + " 'fisher'; put the checkout on the PATH, or make an alias, to type that instead of ./fisher."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher completion",
            "",
            "For this shell:              source <(./fisher completion)",
            "For every bash from now on:  ./fisher completion >> ~/.bash_completion"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {"0:done", "2:bad arguments", "74:standard output could not be written"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(root.getCommandName(), root));
        out.flush();
        return ExitCode.OK;
    }
}
