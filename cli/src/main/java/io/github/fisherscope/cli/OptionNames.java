package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.InputFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Puts the option that the user typed into messages of the library, which name its own arguments. */
final class OptionNames {
    /** The argument a message begins with, an index or nothing, and what is said about it. */
    private static final Pattern ARGUMENT = Pattern.compile("([a-z][A-Za-z]*)(\\[[0-9]+])?( is | ').*", Pattern.DOTALL);

    private final ParseResult arguments;

    private OptionNames(ParseResult arguments) {
        this.arguments = arguments;
    }

    /** Returns the names for what was parsed; those of the subcommand if there was one. */
    static OptionNames of(ParseResult arguments) {
        ParseResult last = arguments;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return new OptionNames(last);
    }

    /** Refuses an option that is given twice, of which only one could count. */
    void refuseRepeated() {
        Set<String> seen = new HashSet<>();
        for (String argument : arguments.originalArgs()) {
            String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            if (name.startsWith("--") && !seen.add(name) && !takesSeveral(name)) {
                throw new ParameterException(
                        arguments.commandSpec().commandLine(), name + " is given more than once; give it once");
            }
        }
    }

    private boolean takesSeveral(String name) {
        OptionSpec option = arguments.commandSpec().findOption(name);
        return option != null && option.isMultiValue();
    }

    /** Returns the message with the option in place of the argument, where the command has one of that name. */
    String named(@Nullable String message) {
        Matcher matcher = ARGUMENT.matcher(String.valueOf(message));
        if (message == null || !matcher.matches()) {
            return String.valueOf(message);
        }
        String argument = matcher.group(1);
        String option = "--" + argument.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        CommandSpec spec = arguments.commandSpec();
        if (spec.findOption(option) == null) {
            return message;
        }
        return matcher.group(2) == null ? option + message.substring(argument.length()) : option + ": " + message;
    }

    /** Returns the message with the option that named the file in front. */
    String named(InputFileException e) {
        for (OptionSpec option : arguments.matchedOptions()) {
            if (option.getValue() instanceof Path path && path.toString().equals(e.file())) {
                return option.longestName() + " " + e.getMessage();
            }
        }
        return String.valueOf(e.getMessage());
    }
}
