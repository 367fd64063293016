package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.backend.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without its native library openblas says why, and auto takes java; each case runs in a JVM of its own. */
@Tag("openblas")
class OpenBlasRefusalTest {
    /** What the other JVM runs: prints the openblas backend's state, and what auto and openblas open. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) throws IOException {
            Backends backends = Backends.onClassPath();
            StringBuilder report = new StringBuilder();
            for (BackendProvider provider : backends.providers()) {
                Availability availability = provider.availability();
                report.append(provider.name()).append(": ").append(availability).append('\n');
            }
            try (Backend best = backends.open(Backends.AUTO, BackendConfig.defaults())) {
                report.append("auto: ").append(best.info().name()).append('\n');
            }
            try (Backend named = backends.open("openblas", BackendConfig.defaults())) {
                report.append("openblas: ").append(named.info().name()).append('\n');
            } catch (BackendUnavailableException e) {
                report.append("refused: ").append(e.getMessage()).append('\n');
            }
            Files.writeString(Path.of(arguments[0]), report);
        }
    }

    private static String probe(Path directory, String... options) throws IOException, InterruptedException {
        Path report = directory.resolve("report.txt");
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(options),
                        Stream.of(
                                "-cp", System.getProperty("java.class.path"), Probe.class.getName(), report.toString()))
                .flatMap(s -> s)
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        assertThat(process.waitFor())
                .as(() -> "exit code of the other JVM, see " + directory.resolve("output.txt"))
                .isZero();
        return Files.readString(report, StandardCharsets.UTF_8);
    }

    @Test
    void thePropertyThatDisablesItIsNamed(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(probe(directory, "-Dfisherscope.openblas.disabled=true"))
                .contains("auto: java")
                .contains("refused: backend 'openblas' is installed but cannot run here")
                .contains("fisherscope.openblas.disabled");
    }

    @Test
    void aLibraryThatCannotBeUnpackedIsRefusedWithReasonAndRemedy(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("not-a-directory"), "");
        assertThat(probe(
                        directory,
                        "-Dorg.bytedeco.javacpp.cachedir=" + file,
                        "-Duser.home=" + file,
                        "-Djava.io.tmpdir=" + file))
                .contains("auto: java")
                .contains("the native library could not be loaded")
                .contains("org.bytedeco.javacpp.cachedir");
    }

    @Test
    void aHomeThatCannotBeWrittenIsNoObstacle(@TempDir Path directory) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("not-a-directory"), "");
        assertThat(probe(directory, "-Duser.home=" + file, "-Djava.io.tmpdir=" + directory))
                .contains("openblas: openblas")
                .contains("auto: openblas");
    }
}
