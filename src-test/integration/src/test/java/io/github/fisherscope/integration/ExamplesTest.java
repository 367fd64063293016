package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in {@code examples/} run as their first lines say, with the tools of the JDK alone. */
class ExamplesTest {
    private static final Path EXAMPLES = CommandRun.checkout().resolve("examples");
    private static final long MINUTES = 5;

    @TempDir
    private Path folder;

    private String run(String tool, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.add("--class-path");
        command.add(Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> new File(entry).exists()) // JShell refuses others
                .collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of(args));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static String file(String name) {
        return EXAMPLES.resolve(name).toString();
    }

    @Test
    void everyExampleIsShorterThan25Lines() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> programs = files.filter(
                            f -> f.toString().endsWith(".jsh") || f.toString().endsWith(".java"))
                    .toList();
            assertThat(programs).hasSize(5);
            for (Path program : programs) {
                assertThat(Files.readAllLines(program)).as("%s", program).hasSizeLessThan(25);
            }
        }
    }

    @Test
    void theJavaProgramRuns() throws IOException, InterruptedException {
        String output = run("java", "-Djava.awt.headless=true", file("LearningRates.java"));
        assertThat(output.lines().filter(line -> line.matches("M = \\d+: measured .*, predicted .*")))
                .hasSize(3);
    }

    @Test
    void theScriptRuns() throws IOException, InterruptedException {
        String output = run("jshell", file("spectrum.jsh"));
        assertThat(output).contains("largest eigenvalue").doesNotContain("Error:", "Exception");
        assertThat(folder.resolve("fisher-report").resolve("report.html")).exists();
    }

    @Test
    void theScriptForOnesOwnNetworkRuns() throws IOException, InterruptedException {
        OwnNetwork own = OwnNetwork.in(folder);
        String output = run("jshell", file("own-network.jsh"));
        assertThat(output).contains("median eigenvalue").doesNotContain("Error:", "Exception");
        assertThat(OwnNetwork.number(output, "largest eigenvalues \\[")).isCloseTo(own.largest(), own.tolerance());
        assertThat(OwnNetwork.number(output, "trace ")).isCloseTo(own.trace(), own.tolerance());
    }

    /** At the edge of stability λ_max comes to rest at 2/η: above it at the most by what rounding of four digits hides. */
    @Test
    void theEdgeOfStabilityIsReached() throws IOException, InterruptedException {
        String output = run("jshell", file("edge-of-stability.jsh"));
        String[] last = output.lines()
                .filter(line -> line.startsWith("600 "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output))
                .split("│");
        double largest = Double.parseDouble(last[2].strip());
        double rate = Double.parseDouble(last[3].strip());
        assertThat(largest * rate / 2).isBetween(0.95, 1.001);
        assertThat(folder.resolve("edge-of-stability").resolve("sharpness.png")).exists();
    }

    @Test
    void theStartUpScriptKnowsItsWords() throws IOException, InterruptedException {
        Path session = folder.resolve("session.jsh");
        Files.writeString(session, """
                var result = measure("relu", 2, 0.1, 30, 40, 40, 2)
                report(result, "jshell-report")
                /exit
                """);

        String output = run("jshell", "--startup", "DEFAULT", "--startup", file("fisher.jsh"), session.toString());

        assertThat(output).contains("largest eigenvalue").doesNotContain("Error:", "Exception");
        assertThat(folder.resolve("jshell-report").resolve("report.html")).exists();
    }
}
