package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help texts: complete, on stdout, readable at 80 columns, and with examples that the parser takes. */
class HelpTest {
    private static Stream<CommandSpec> commands() {
        return CommandTree.all();
    }

    @Test
    void withoutArgumentsTheHelpIsPrinted() {
        assertThat(Run.of().out()).isEqualTo(Run.of("--help").out()).contains("spectrum", "theory", "backends");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionIsExplained(CommandSpec command) {
        assertThat(command.options()).isNotEmpty();
        for (OptionSpec option : command.options()) {
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpFitsInto80ColumnsAndEndsWithZero(CommandSpec command) {
        Run run = help(command);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(run.out()).contains("Exit codes", "  0 ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theExamplesParse(CommandSpec command) {
        String footer = String.join("\n", command.usageMessage().footer());
        List<String> examples = footer.replaceAll("\\s*\\\\\n\\s*", " ")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("fisher "))
                .toList();
        if (!command.name().equals("backends")) {
            assertThat(examples).isNotEmpty();
        }
        for (String example : examples) {
            String[] args =
                    example.replaceFirst("fisher ", "").replaceFirst(" >.*", "").split(" ");
            assertThat((deepest(args) + " ").startsWith(CommandTree.nameOf(command) + " "))
                    .as(example)
                    .isTrue();
        }
    }

    private static String deepest(String... args) {
        CommandLine.ParseResult result = FisherCommand.commandLine().parseArgs(args);
        while (result.hasSubcommand()) {
            result = result.subcommand();
        }
        return CommandTree.nameOf(result.commandSpec());
    }

    private static Run help(CommandSpec command) {
        return Run.of(Run.split(CommandTree.nameOf(command) + " --help", ""));
    }

    @Test
    void theVersionNamesBuildAndJava() {
        Run run = Run.of("--version");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("fisher [0-9.]+\\S* \\(commit \\S+\\)")
                .contains("Java ");
    }

    @Test
    void theBackendsAreListed() {
        Run run = Run.of("backends");
        assertThat(run.code()).isZero();
        assertThat(run.out()).containsPattern("java +usable").contains("openblas");
    }

    @Test
    void theoryPrintsWithoutMeasuring() {
        Run run = Run.of("theory", "--widths", "1000,1000,1000,10", "--activation", "tanh");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("mean m_λ", "κ₁, κ₂, α", "holds");
    }

    @Test
    void theCompletionScriptKnowsEveryCommandAndItsOptions() {
        Run run = Run.of("completion");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("complete -F").contains("--weight-variance", "--networks");
        // names of functions in the script have no hyphens
        commands()
                .forEach(command -> assertThat(run.out())
                        .contains(
                                "_fisher_"
                                        + CommandTree.nameOf(command)
                                                .replace("-", "")
                                                .replace(' ', '_'),
                                command.name()));
    }

    /** A command that only its own help tells of is not found. */
    @ParameterizedTest
    @MethodSource("commands")
    void theReadmeListsTheCommand(CommandSpec command) throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains("\n| `" + CommandTree.nameOf(command) + "` | ");
    }

    /** The list of commands shows the header of each, and the help of each all that is said of its options. */
    @ParameterizedTest
    @MethodSource("commands")
    void nothingIsCut(CommandSpec command) {
        String header = String.join("", command.usageMessage().header());
        assertThat(header).as("header of " + command.name()).endsWith(".");
        Run above = command.parent().parent() == null ? Run.of("--help") : help(command.parent());
        assertThat(packed(above.out())).contains(packed(command.name() + header));
        assertThat(command.usageMessage().description())
                .as("paragraphs of " + command.name())
                .allSatisfy(paragraph -> assertThat(paragraph).matches("|.*[.]"));
        assertThat(command.usageMessage().footer())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        String help = packed(help(command).out());
        for (OptionSpec option : command.options()) {
            String text = String.join(" ", option.description())
                    .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))
                    .replace("%%", "%");
            assertThat(help).as(option.longestName()).contains(packed(text));
            assertThat(text).as(option.longestName()).endsWith(".");
        }
    }

    private static String packed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
