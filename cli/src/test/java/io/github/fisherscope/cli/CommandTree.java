package io.github.fisherscope.cli;

import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command, and every command of a command. */
final class CommandTree {
    private CommandTree() {}

    static Stream<CommandSpec> all() {
        return below(FisherCommand.commandLine());
    }

    private static Stream<CommandSpec> below(CommandLine command) {
        return command.getSubcommands().values().stream()
                .filter(c -> !c.getCommandName().equals("help"))
                .flatMap(c -> Stream.concat(Stream.of(c.getCommandSpec()), below(c)));
    }

    /** Returns what is typed after {@code fisher}, such as {@code vae train}. */
    static String nameOf(CommandSpec command) {
        return command.qualifiedName().replaceFirst("^fisher ", "");
    }

    /** Returns the name of the command that a line begins with. */
    static String nameIn(String line) {
        return all().map(CommandTree::nameOf)
                .filter(name -> (line + " ").startsWith(name + " "))
                .reduce((a, b) -> b.length() > a.length() ? b : a)
                .orElseThrow();
    }
}
