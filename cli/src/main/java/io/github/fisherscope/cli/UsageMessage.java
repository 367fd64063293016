package io.github.fisherscope.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the command line: the argument, its value and what would be right. */
final class UsageMessage {
    private UsageMessage() {}

    static String of(ParameterException e, String... args) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched);
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            ArgSpec argument = missing.getMissing().get(0);
            if (argument.isPositional()) {
                return argument.paramLabel() + " is missing";
            }
            String name = ((OptionSpec) argument).longestName();
            return "%s needs a value, as in %s %s".formatted(name, name, argument.paramLabel());
        }
        ArgSpec argument = e.getArgSpec();
        if (argument instanceof OptionSpec option) {
            String name = option.longestName();
            if (e instanceof OverwrittenOptionException) {
                return "%s is given more than once; give it once".formatted(name);
            }
            if (e instanceof MaxValuesExceededException) {
                return "%s has more values than it takes; give it one".formatted(name);
            }
            if (e.getValue() != null) {
                String typed = typed(option, args);
                return typed == null || typed.equals(e.getValue())
                        ? "%s %s is not %s".formatted(name, e.getValue(), kind(option))
                        : "%s %s: '%s' is not %s".formatted(name, typed, e.getValue(), kind(option));
            }
        }
        if (argument != null && e.getValue() != null) {
            return "%s %s is not %s".formatted(argument.paramLabel(), e.getValue(), kind(argument));
        }
        return lowerFirst(
                Objects.requireNonNullElse(e.getMessage(), e.toString()).replaceAll("\\.$", ""));
    }

    /** Returns what was typed for an option, which may be a list of which one value is wrong. */
    private static @Nullable String typed(OptionSpec option, String... args) {
        for (int i = 0; i < args.length; i++) {
            for (String name : option.names()) {
                if (args[i].startsWith(name + "=")) {
                    return args[i].substring(name.length() + 1);
                }
                if (args[i].equals(name) && i + 1 < args.length) {
                    return args[i + 1];
                }
            }
        }
        return null;
    }

    private static String unknown(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        String what =
                first.startsWith("-") ? "option" : e.getCommandLine().getParent() == null ? "command" : "argument";
        List<String> suggestions = e.getSuggestions().stream()
                .map(s -> s.substring(s.lastIndexOf(' ') + 1))
                .limit(2)
                .toList();
        String likely = suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
        return "%s %s is unknown%s".formatted(what, first, likely);
    }

    private static String kind(ArgSpec option) {
        Class<?> type = option.typeInfo().isMultiValue() ? option.typeInfo().getAuxiliaryTypes()[0] : option.type();
        if (type == int.class || type == Integer.class) {
            return "a whole number up to " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number of at most 64 bits";
        }
        if (type == double.class || type == Double.class) {
            return "a number, such as 0.5";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "needed: it is a switch without a value";
        }
        return type == Path.class
                ? "the name of a file"
                : "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
