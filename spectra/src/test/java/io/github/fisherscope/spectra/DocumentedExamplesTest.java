package io.github.fisherscope.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every Java block of the method pages, as a reader would in JShell; {@code check} in them must hold. */
class DocumentedExamplesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> methods = Files.list(DOCS.resolve("methods"));
                Stream<Path> concepts = Files.list(DOCS.resolve("concepts"))) {
            List<Path> pages = Stream.concat(
                            methods.filter(p -> p.toString().endsWith(".md") && !p.endsWith("README.md")),
                            concepts.filter(p -> p.toString().endsWith(".md") && hasExample(p)))
                    .sorted()
                    .toList();
            return pages.stream();
        }
    }

    /** Pages on concepts that other modules compute have their examples elsewhere. */
    private static boolean hasExample(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void pagesAreFound() throws IOException {
        assertThat(pages().count()).isGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void examplesRunAndTheirChecksHold(Path page) throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(page))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
        assertThat(blocks).as("Java blocks in %s", page).isNotEmpty();
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            shell.eval("void check(boolean holds) { if (!holds) throw new IllegalStateException(\"check failed\"); }");
            for (String block : blocks) {
                run(shell, block, page);
            }
        }
    }

    private static void run(JShell shell, String block, Path page) {
        String rest = block;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String source = info.source() == null ? rest : info.source();
            for (SnippetEvent event : shell.eval(source)) {
                List<String> problems = shell.diagnostics(event.snippet())
                        .map(d -> d.getMessage(java.util.Locale.ROOT))
                        .toList();
                assertThat(event.status())
                        .as("%s: %s %s", page, source, problems)
                        .isNotEqualTo(Snippet.Status.REJECTED);
                assertThat(event.exception()).as("%s: %s", page, source).isNull();
            }
            rest = info.source() == null ? "" : info.remaining();
        }
    }
}
