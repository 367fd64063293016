package io.github.fisherscope.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.backend.Backends;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime that cannot start is refused with what was found and what to do; each case in a JVM of its own. */
class Nd4jRefusalTest {
    /** What the other JVM runs: prints the state of each backend and what becomes of opening nd4j. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) throws IOException {
            Backends backends = Backends.onClassPath();
            StringBuilder report = new StringBuilder();
            for (BackendProvider provider : backends.providers()) {
                report.append(provider.name())
                        .append(": ")
                        .append(provider.availability())
                        .append('\n');
            }
            try {
                backends.open("nd4j", BackendConfig.defaults()).close();
                report.append("opened\n");
            } catch (BackendUnavailableException e) {
                report.append("refused: ").append(e.getMessage()).append('\n');
            }
            Files.writeString(Path.of(arguments[0]), report);
        }
    }

    /** Returns the other JVM's report and, after it, everything it wrote to its standard streams. */
    private static String probe(Path directory, String classPath, String... options)
            throws IOException, InterruptedException {
        Path report = directory.resolve("report.txt");
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Probe.class.getName(), report.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as("exit code of the other JVM").isZero();
        return Files.readString(report, StandardCharsets.UTF_8) + "printed:"
                + Files.readString(output, StandardCharsets.UTF_8);
    }

    private static String classPathWithout(String part) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().contains(part))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void aRuntimeThatRunsIsSilent(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(probe(directory, System.getProperty("java.class.path")))
                .contains("nd4j: Ready[library=ND4J 1.0.0-M2.1 (CpuBackend)")
                .contains("opened")
                .endsWith("printed:");
    }

    @Test
    void withoutARuntimeTheMissingJarsAreNamed(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(probe(directory, classPathWithout("nd4j-native")))
                .contains("refused: backend 'nd4j' is installed but cannot run here")
                .contains("no ND4J backend is on the class path")
                .contains("put nd4j-native and its jar for this platform on the class path")
                .endsWith("printed:");
    }

    @Test
    void aLibraryThatCannotBeUnpackedIsRefusedWithReasonAndRemedy(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("not-a-directory"), "");
        assertThat(probe(
                        directory,
                        System.getProperty("java.class.path"),
                        "-Dorg.bytedeco.javacpp.cachedir=" + file,
                        "-Duser.home=" + file,
                        "-Djava.io.tmpdir=" + file))
                .contains("refused: backend 'nd4j' is installed but cannot run here")
                .contains("found the ND4J backends [CpuBackend]")
                .contains("org.bytedeco.javacpp.cachedir");
    }

    @Test
    void thePropertyThatDisablesItIsNamed(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(probe(directory, System.getProperty("java.class.path"), "-Dfisherscope.nd4j.disabled=true"))
                .contains("refused")
                .contains("fisherscope.nd4j.disabled")
                .contains("openblas: Ready");
    }
}
