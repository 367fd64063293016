package io.github.fisherscope.cli;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.InputFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says a failure of the library in the words of the command line: which option it is about and what was typed there. */
final class OptionNames {
    /**
     * The options that a user sets an argument of the library with, for arguments that are not called like their option.
     * The first one that was given counts, or else the first one that the command has.
     */
    private static final Map<String, List<String>> OPTIONS = Map.ofEntries(
            Map.entry("width", List.of("--width", "--widths", "--grid")),
            Map.entry("widths", List.of("--widths", "--width", "--network", "--grid")),
            Map.entry("depth", List.of("--depth", "--widths", "--grid")),
            Map.entry("depths", List.of("--depth", "--grid")),
            Map.entry("inputs", List.of("--inputs", "--widths", "--data", "--grid")),
            Map.entry("outputs", List.of("--outputs", "--widths", "--network", "--grid")),
            Map.entry("samples", List.of("--samples", "--limit", "--data", "--grid")),
            Map.entry("parameters", List.of("--widths", "--width", "--network", "--grid")),
            Map.entry("activation", List.of("--activation", "--network", "--grid")),
            Map.entry("activations", List.of("--activation", "--grid")),
            Map.entry("network output", List.of("--network-output")),
            Map.entry("slope", List.of("--activation", "--grid")),
            Map.entry("erf gain", List.of("--activation", "--grid")),
            Map.entry("weightVariance", List.of("--weight-variance", "--network", "--grid")),
            Map.entry("weightVariances", List.of("--weight-variance", "--grid")),
            Map.entry("biasVariance", List.of("--bias-variance", "--network", "--grid")),
            Map.entry("biasVariances", List.of("--bias-variance", "--grid")),
            Map.entry("networks", List.of("--networks", "--seeds", "--grid")),
            Map.entry("seeds", List.of("--seeds", "--networks", "--grid")),
            Map.entry("number of seeds", List.of("--networks", "--seeds", "--grid")),
            Map.entry("epsilon", List.of("--epsilon", "--normalization")),
            Map.entry("labels", List.of("--labels", "--label-column", "--data", "--label-expectation")),
            Map.entry("label", List.of("--labels", "--label-column", "--data")),
            Map.entry("length of each target", List.of("--labels", "--label-column", "--data")),
            Map.entry("number of labels", List.of("--labels", "--data")),
            Map.entry("classes", List.of("--labels", "--data")),
            Map.entry("number of inputs of the data", List.of("--data")),
            Map.entry("memoryLimit", List.of("--memory")),
            Map.entry("lambda", List.of("--relaxation")),
            Map.entry("alpha", List.of("--family", "--divergence")),
            Map.entry("family", List.of("--family", "--divergence")),
            Map.entry("order", List.of("--family")),
            Map.entry("potential", List.of("--family")),
            Map.entry("p-image", List.of("--p-image")),
            Map.entry("q-image", List.of("--q-image")),
            Map.entry("picture width", List.of("--figure-size")),
            Map.entry("picture height", List.of("--figure-size")),
            Map.entry("format", List.of("--to")));

    /** Options that cannot be the reason why a computation fails. */
    private static final Set<String> NO_REASON =
            Set.of("--out", "--json", "--junit", "--title", "--threads", "--seed", "--figure-size", "--dpi");

    private static final int LONGEST_CONTEXT = 200;

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

    /** Refuses a list with an entry that is empty: picocli drops some of them, and a list of nothing would be no request at all. */
    void refuseEmptyEntries() {
        for (OptionSpec option : arguments.matchedOptions()) {
            for (String typed : option.splitRegex().isEmpty() ? List.<String>of() : option.originalStringValues()) {
                boolean empty = Stream.of(typed.split(option.splitRegex(), -1)).anyMatch(String::isBlank);
                if (empty && !typed.isEmpty()) {
                    throw new ParameterException(
                            arguments.commandSpec().commandLine(),
                            "%s is '%s', which has an entry without text; take the comma out, or write what is missing"
                                    .formatted(option.longestName(), typed));
                }
            }
        }
    }

    private boolean takesSeveral(String name) {
        OptionSpec option = arguments.commandSpec().findOption(name);
        return option != null && option.isMultiValue();
    }

    /** Returns what the command line says about an argument of the library. */
    String named(InvalidArgumentException e) {
        OptionSpec option = option(e.argumentWithoutIndex());
        if (option == null) {
            return inContext(isBeyondRange(e) ? beyondRange(e) : e.messageAbout(words(e.argument()) + is(e.value())));
        }
        String name = option.longestName();
        String typed = typed(option);
        if (typed == null && name.equals(spelled(e.argumentWithoutIndex()))) {
            return e.messageAbout(name + is(e.value()));
        }
        boolean whole = e.argument().equals(e.argumentWithoutIndex());
        if (typed != null && whole && same(typed, e.value())) {
            return e.messageAbout(name + (typed.isBlank() ? " is '" + typed + "'" : is(typed)));
        }
        String subject = words(e.argument()) + is(e.value());
        return e.messageAbout(name + (typed == null ? "" : " " + typed) + ": " + subject);
    }

    /** Files have their own type, or a label that says that they may be one. */
    private static boolean isFile(ArgSpec given) {
        return given.type() == Path.class || given.paramLabel().startsWith("FILE|");
    }

    /** Returns the message of a failure that is about no single argument, with what the user asked for in front. */
    String inContext(@Nullable String message) {
        String text = String.valueOf(message);
        if (text.startsWith("--") || text.contains(" --")) {
            return text;
        }
        OptionSpec labels = arguments.matchedOption("--labels");
        if (labels != null && text.startsWith("the labels ")) {
            return labels.longestName() + " " + typed(labels) + ": " + text;
        }
        for (ArgSpec given : given()) {
            String typed = typed(given);
            if (isFile(given) && typed != null && names(text, typed)) {
                String joint = text.startsWith(typed) ? " " : ": ";
                return given instanceof OptionSpec option ? option.longestName() + joint + text : text;
            }
        }
        String context = given().stream()
                .filter(a -> !(a instanceof OptionSpec option) || !NO_REASON.contains(option.longestName()))
                .filter(a -> a.type() != boolean.class)
                .map(a -> a instanceof OptionSpec option ? option.longestName() + " " + typed(a) : typed(a))
                .collect(Collectors.joining(" "));
        if (context.length() > LONGEST_CONTEXT) {
            context = context.substring(0, LONGEST_CONTEXT) + "…";
        }
        return context.isEmpty() ? text : "with " + context + ": " + text;
    }

    /** Returns the message with the options that named the file in front. */
    String named(InputFileException e) {
        String options = arguments.matchedOptions().stream()
                .filter(option -> isFile(option)
                        && Objects.toString(option.getValue(), "").equals(e.file()))
                .map(OptionSpec::longestName)
                .collect(Collectors.joining(" or "));
        return options.isEmpty() ? String.valueOf(e.getMessage()) : options + " " + e.getMessage();
    }

    /** Whether a text names a path, whole or as the folder of another one. */
    private static boolean names(String text, String path) {
        return Pattern.compile("(^|[\\s'\"(])" + Pattern.quote(path) + "($|[\\s'\"):;,/])")
                        .matcher(text)
                        .find()
                && path.length() > 1;
    }

    private List<ArgSpec> given() {
        List<ArgSpec> given = new ArrayList<>(arguments.matchedOptions());
        for (PositionalParamSpec positional : arguments.matchedPositionals()) {
            if (!given.contains(positional)) {
                given.add(positional);
            }
        }
        return given;
    }

    private @Nullable OptionSpec option(String argument) {
        String name = argument.startsWith("the ") ? argument.substring("the ".length()) : argument;
        List<OptionSpec> known = Stream.concat(Stream.of(spelled(name)), OPTIONS.getOrDefault(name, List.of()).stream())
                .distinct()
                .map(arguments.commandSpec()::findOption)
                .filter(o -> o != null)
                .toList();
        return known.stream().filter(o -> typed(o) != null).findFirst().orElse(known.isEmpty() ? null : known.get(0));
    }

    private @Nullable String typed(ArgSpec argument) {
        boolean given = argument instanceof OptionSpec option
                ? arguments.hasMatchedOption(option)
                : arguments.matchedPositionals().contains(argument);
        return given ? String.join(",", argument.originalStringValues()) : null;
    }

    /** Returns the option that is written like the argument: {@code weightVariance} is {@code --weight-variance}. */
    private static String spelled(String argument) {
        return "--" + argument.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String words(String argument) {
        return argument.contains(" ")
                ? argument
                : argument.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the message with the options that apply its remedy, where the command has them and it does not name them; where
     * it has none of them, with the remedy in words that need none.
     */
    String withRemedy(String message, Remedy remedy) {
        List<String> options = remedy.settings().stream()
                .map(this::spelled)
                .filter(o -> !o.isEmpty())
                .toList();
        if (options.isEmpty() && message.endsWith(remedy.words())) {
            return message.substring(0, message.length() - remedy.words().length()) + remedy.otherwise();
        }
        String unnamed = options.stream()
                .filter(option -> !message.contains(option))
                .distinct()
                .collect(Collectors.joining(", "));
        return unnamed.isEmpty() ? message : message + " (" + unnamed + ")";
    }

    private String spelled(Remedy.Setting setting) {
        OptionSpec option = applying(setting.argument());
        String value = setting.value().isEmpty() ? "" : " " + setting.value();
        return option == null ? "" : option.longestName() + value;
    }

    /** Returns the option that can change an argument: not the one that names a file in which it was found, if there is another. */
    private @Nullable OptionSpec applying(String argument) {
        OptionSpec own = arguments.commandSpec().findOption(spelled(argument));
        OptionSpec given = option(argument);
        return own != null && given != null && isFile(given) ? own : given;
    }

    private static String is(String value) {
        return value.isEmpty() ? "" : " is " + value;
    }

    private static boolean same(String typed, String value) {
        String plain = value.replaceAll("^'(.*)'$", "$1");
        if (typed.strip().equalsIgnoreCase(plain.strip())) {
            return true;
        }
        try {
            return Double.parseDouble(typed) == Double.parseDouble(plain);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether an intermediate result, which no option sets, has left the numbers that the computation is meant for. */
    private static boolean isBeyondRange(InvalidArgumentException e) {
        return Set.of("NaN", "Infinity", "-Infinity").contains(e.value())
                || e.problem().startsWith("it must be a finite number");
    }

    private static String beyondRange(InvalidArgumentException e) {
        return String.format(
                Locale.ROOT,
                "the computation leaves the range of its numbers (%s%s); scale the weights or the inputs so that the"
                        + " outputs are neither huge nor vanishing",
                words(e.argument()),
                is(e.value()));
    }
}
