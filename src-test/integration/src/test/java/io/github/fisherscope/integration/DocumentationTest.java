package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.cli.FisherCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents do not rot: links lead somewhere, commands parse, exit codes are those of the help. */
class DocumentationTest {
    private static final Path ROOT = CommandRun.checkout();
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(f -> f.toString().endsWith(".md"))
                    .filter(f -> !ROOT.relativize(f).toString().matches("(.*/)?(target|\\.git|node_modules|shared)/.*"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path document : documents()) {
            Matcher block = Pattern.compile("(?ms)^```sh\\n(.*?)^```").matcher(Files.readString(document));
            while (block.find()) {
                String text = block.group(1).replaceAll("\\\\\\n\\s*", " ");
                text.lines()
                        .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                        .filter(line -> line.startsWith("./fisher "))
                        .forEach(commands::add);
            }
        }
        return commands;
    }

    private static Set<String> anchors(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document))
                .results()
                .map(r -> r.group(1).toLowerCase(Locale.ROOT))
                .map(h -> h.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyRelativeLinkLeadsSomewhere(Path document) throws IOException {
        Matcher links = LINK.matcher(Files.readString(document).replaceAll("(?ms)^```.*?^```", ""));
        while (links.find()) {
            String link = links.group(1);
            if (link.matches("[a-z]+:.*")) {
                continue;
            }
            String file = link.replaceFirst("#.*", "");
            Path target = file.isEmpty() ? document : document.resolveSibling(file);
            assertThat(target).as("link to %s", link).exists();
            assertThat(target.normalize().startsWith(ROOT))
                    .as("%s stays in the checkout", link)
                    .isTrue();
            if (link.contains("#") && (file.isEmpty() || file.endsWith(".md"))) {
                assertThat(anchors(target)).as("link to %s", link).contains(link.substring(link.indexOf('#') + 1));
            }
        }
    }

    @Test
    void enoughCommandsWereSeen() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandParses(String command) {
        assertThat(command).as("no expansions, which this test does not read").doesNotContain("\"", "$");
        String[] args = WORD.matcher(command.replaceFirst("\\./fisher +", "").replaceFirst("\\s+[>|].*", ""))
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .toArray(String[]::new);
        FisherCommand.commandLine().parseArgs(args);
    }

    @Test
    void theReadmeHasTheExitCodesOfTheHelp() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        Matcher codes = Pattern.compile("(?m)^ {2}([0-9]+) +\\S")
                .matcher(CommandRun.of("spectrum", "--help").out());
        int seen = 0;
        while (codes.find()) {
            assertThat(readme).containsPattern("(?m)^\\| [0-9, ]*\\b" + codes.group(1) + "\\b[0-9, ]* \\|");
            seen++;
        }
        assertThat(seen).isEqualTo(9);
    }
}
