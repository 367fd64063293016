package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java in the documents compiles and runs as it stands. */
class ReadmeSnippetTest {
    @TempDir
    private Path folder;

    private static List<String> snippets(String document) throws IOException {
        String text = Files.readString(CommandRun.checkout().resolve(document));
        return Pattern.compile("(?ms)^```java\\n(.*?)^```")
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Puts imports above a class and statements into its main method. */
    private static String program(String snippet) {
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        snippet.lines()
                .forEach(line -> (line.startsWith("import ") ? imports : body)
                        .append(line)
                        .append('\n'));
        return imports + "public class Snippet {\n  public static void run(java.nio.file.Path folder) {\n" + body
                + "  }\n}\n";
    }

    static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of("README.md", 0),
                Arguments.of("README.md", 1),
                Arguments.of("docs/how-to/library-use.md", 0));
    }

    @Test
    void everySnippetIsTried() throws IOException {
        assertThat(snippets("README.md")).hasSize(2);
        assertThat(snippets("docs/how-to/library-use.md")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("places")
    void theSnippetCompilesAndRuns(String document, int number) throws Exception {
        OwnNetwork own = OwnNetwork.in(folder);
        String snippet = snippets(document).get(number);
        String output = run(document, snippet);
        if (snippet.contains("\"net.npz\"")) {
            assertThat(OwnNetwork.number(output, "largest eigenvalue ")).isCloseTo(own.largest(), own.tolerance());
            assertThat(OwnNetwork.number(output, "trace ")).isCloseTo(own.trace(), own.tolerance());
        } else {
            assertThat(folder.resolve("report").resolve("report.html")).exists();
        }
    }

    @Test
    void aNetworkOfOnesOwnTakesThreeImportsAndNoTry() throws IOException {
        String snippet = snippets("README.md").get(0);
        assertThat(snippet.lines().filter(line -> line.startsWith("import "))).hasSize(3);
        assertThat(snippet).doesNotContain("try", "Dual", "zero", "block");
    }

    private String run(String document, String snippet) throws Exception {
        Path source = folder.resolve("Snippet.java");
        String code =
                program(snippet).replace("Path.of(\"", "folder.resolve(\"").replace(".read(\"", ".read(folder + \"/");
        Files.writeString(source, code);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter log = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    "--release",
                    "17");
            boolean compiled = compiler.getTask(log, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as("%s%n%s", code, log).isTrue();
        }
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()});
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            loader.loadClass("Snippet").getMethod("run", Path.class).invoke(null, folder);
        } catch (InvocationTargetException e) {
            throw new AssertionError("the snippet of " + document + " failed", e.getCause());
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
