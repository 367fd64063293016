package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.cli.FisherCommand;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.results.json.ResultJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command killed at any moment leaves files that are whole, and no others under a name of its own. */
class KilledRunTest {
    /** How long after the first file appears the process is killed: the writing takes some tenths of a second. */
    private static final long[] MILLISECONDS = {0, 3, 15, 60, 200};

    @TempDir
    private Path folder;

    @Test
    void everyFileIsAbsentOrWhole() throws IOException, InterruptedException {
        int present = 0;
        for (int i = 0; i < 2 * MILLISECONDS.length; i++) {
            // first while the files are made out of sight, then while they are moved to their names
            boolean moving = i >= MILLISECONDS.length;
            long delay = MILLISECONDS[i % MILLISECONDS.length];
            Path out = folder.resolve("killed-" + i);
            Process child = start(out);
            try {
                awaitFirstFile(out, child, moving);
                Thread.sleep(delay);
            } finally {
                child.destroyForcibly().waitFor(); // SIGKILL where there are signals
            }
            for (Path file : named(out)) {
                assertThat(whole(file)).as("%s after %d ms", file, delay).isTrue();
                present++;
            }
        }
        assertThat(present).as("files written before the kills").isPositive();
    }

    @Test
    void aFileCutShortIsNotTakenForWhole() throws IOException {
        Path out = folder.resolve("complete");
        assertThat(CommandRun.ofLine("spectrum --quiet --widths 8,9,3 --samples 12 --out " + out)
                        .code())
                .isZero();
        List<Path> files = named(out);
        assertThat(files).hasSizeGreaterThan(3);
        for (Path file : files) {
            assertThat(whole(file)).as(file.toString()).isTrue();
            byte[] all = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(all, all.length / 2));
            assertThat(whole(file)).as("half of %s", file).isFalse();
        }
    }

    private static Process start(Path out) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(
                List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(FisherCommand.class.getName());
        command.addAll(List.of("spectrum", "--quiet", "--backend", "java", "--widths", "20,30,30,3"));
        command.addAll(List.of("--samples", "30", "--out", out.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitFirstFile(Path out, Process child, boolean named)
            throws IOException, InterruptedException {
        while (!child.waitFor(1, TimeUnit.MILLISECONDS)) {
            if (Files.isDirectory(out) && !(named ? named(out) : all(out)).isEmpty()) {
                return;
            }
        }
    }

    private static List<Path> all(Path out) throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.toList();
        }
    }

    /** Temporary files have names that begin with a dot; no reader looks for them. */
    private static List<Path> named(Path out) throws IOException {
        return Files.isDirectory(out)
                ? all(out).stream()
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .toList()
                : List.of();
    }

    private static boolean whole(Path file) {
        String name = file.getFileName().toString();
        try {
            byte[] content = Files.readAllBytes(file);
            if (name.endsWith(".json")) {
                return ResultJson.read(new String(content, StandardCharsets.UTF_8))
                                .spectrum()
                        != null;
            }
            if (name.endsWith(".npy")) {
                return NpyFile.read(file).rows() > 0;
            }
            if (name.endsWith(".png")) {
                String end = new String(content, StandardCharsets.ISO_8859_1);
                return ImageIO.read(new ByteArrayInputStream(content)) != null && end.contains("IEND");
            }
            if (name.endsWith(".html") || name.endsWith(".svg")) {
                String text = new String(content, StandardCharsets.UTF_8).strip();
                return text.endsWith("</html>") || text.endsWith("</svg>");
            }
            throw new AssertionError("the test does not know how to tell whether " + name + " is whole");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
