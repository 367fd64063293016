package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real providers where CUDA is not complete, each time in a JVM of its own: refused in words, and in silence. */
class CudaRefusalTest {
    /** What the other JVM runs: prints the state of each backend and what becomes of opening the two of this module. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) throws IOException {
            Backends backends = Backends.onClassPath();
            StringBuilder report = new StringBuilder();
            for (BackendProvider provider : backends.providers()) {
                Availability availability = provider.availability();
                report.append(provider.name()).append(": ").append(availability).append('\n');
            }
            for (String name : new String[] {"cuda", "cuda-tf32"}) {
                try {
                    backends.open(name, BackendConfig.defaults().withPrecision(Precision.SINGLE))
                            .close();
                    report.append("opened ").append(name).append('\n');
                } catch (BackendUnavailableException e) {
                    report.append("refused: ").append(e.getMessage()).append('\n');
                }
            }
            report.append("auto is ")
                    .append(backends.open(Backends.AUTO, BackendConfig.defaults())
                            .info()
                            .name());
            Files.writeString(Path.of(arguments[0]), report);
        }
    }

    /** Returns the other JVM's report and, after it, everything it wrote to its standard streams. */
    private static String probe(Path directory, Map<String, String> variables, String... options)
            throws IOException, InterruptedException {
        Path report = directory.resolve("report.txt");
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        if (Runtime.version().feature() >= 24) { // they warn of what JavaCPP does for openblas
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName(), report.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        assertThat(builder.start().waitFor()).as("exit code of the other JVM").isZero();
        return Files.readString(report) + "\nprinted:" + Files.readString(output);
    }

    @Test
    void whereCudaIsNotCompleteTheReasonAndTheRemedyAreGiven(@TempDir Path directory)
            throws IOException, InterruptedException {
        String report = probe(directory, Map.of(CudaLibraries.VARIABLE, directory.toString()));
        assertThat(report)
                .contains("cuda: Unusable[reason=")
                .contains("no CUDA 12 or 13 library was found (in FISHERSCOPE_CUDA_PATH=" + directory)
                .contains("refused: backend 'cuda' is installed but cannot run here")
                .contains("refused: backend 'cuda-tf32' is installed but cannot run here")
                .endsWith("printed:");
    }

    @Test
    void autoTakesAnotherBackend(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(probe(directory, Map.of())).contains("auto is openblas").endsWith("printed:");
    }

    @Test
    void thePropertyThatDisablesItIsNamed(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(probe(directory, Map.of(), "-Dfisherscope.cuda.disabled=true"))
                .contains("refused: backend 'cuda' is installed but cannot run here: the system property"
                        + " fisherscope.cuda.disabled is set; remove it")
                .endsWith("printed:");
    }
}
