package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Modules that decide what is said about a network have at least three lines of tests of their own for every five lines of
 * code. Counted are all lines of the Java files in {@code src/test/java} and {@code src/main/java}, as {@code wc -l} does.
 */
class TestShareTest {
    private static final double LEAST = 0.6;

    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"studies", "papers"})
    void testsKeepUpWithTheCode(String module) throws IOException {
        assertThat(lines(REPOSITORY.resolve(module).resolve("src/main/java"))).isGreaterThan(1000);
        assertThat(share(REPOSITORY.resolve(module)))
                .as("lines of tests for each line of code in %s", module)
                .isGreaterThanOrEqualTo(LEAST);
    }

    @Test
    void linesAreCounted() throws IOException {
        write("src/main/java/a/A.java", "a\nb\nc\nd\n");
        write("src/test/java/a/ATest.java", "a\nb\n");
        write("src/test/java/a/notes.txt", "a\nb\nc\n");
        assertThat(share(folder)).isEqualTo(0.5);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static double share(Path module) throws IOException {
        return (double) lines(module.resolve("src/test/java")) / lines(module.resolve("src/main/java"));
    }

    private static long lines(Path sources) throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                lines += Files.readString(file, StandardCharsets.UTF_8)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
            }
        }
        return lines;
    }
}
