package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java in the documents compiles and runs as it stands. */
class ReadmeSnippetTest {
    @TempDir
    private Path folder;

    private static String snippet(String document) throws IOException {
        String text = Files.readString(CommandRun.checkout().resolve(document));
        Matcher block = Pattern.compile("(?ms)^```java\\n(.*?)^```").matcher(text);
        assertThat(block.find()).as("a Java snippet in %s", document).isTrue();
        String snippet = block.group(1);
        assertThat(block.find()).as("a second Java snippet in %s", document).isFalse();
        return snippet;
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

    @ParameterizedTest
    @CsvSource({"README.md", "docs/how-to/library-use.md"})
    void theSnippetCompilesAndRuns(String document) throws Exception {
        Path source = folder.resolve("Snippet.java");
        String code = program(snippet(document)).replace("Path.of(\"", "folder.resolve(\"");
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
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Snippet").getMethod("run", Path.class).invoke(null, folder);
        } catch (InvocationTargetException e) {
            throw new AssertionError("the snippet of " + document + " failed", e.getCause());
        }
        assertThat(folder.resolve("report").resolve("report.html")).exists();
    }
}
