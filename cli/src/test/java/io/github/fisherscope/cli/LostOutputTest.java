package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.StoredValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be printed or written ends with its own code and a line, and takes nothing with it. */
class LostOutputTest {
    @TempDir
    private static Path shared = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter err = new StringWriter();

    /** Takes a number of bytes and then, as a full disk does, no more. */
    private static final class FullDisk extends OutputStream {
        private int room;

        FullDisk(int room) {
            this.room = room;
        }

        @Override
        public void write(int b) throws IOException {
            if (room-- <= 0) {
                throw new IOException("No space left on device");
            }
        }
    }

    @BeforeAll
    static void measureOnce() throws IOException {
        Files.writeString(shared.resolve("p.csv"), "0.5\n0.3\n0.2\n");
        Files.writeString(shared.resolve("q.csv"), "0.1\n0.3\n0.6\n");
        Files.writeString(shared.resolve("x.csv"), "0.1,0.3,0.6\n1,2,3\n");
        NpzFile.writeStored(
                shared.resolve("n.npz"),
                Map.of(
                        "W1", new StoredValue.Numbers(NpyArray.of(new double[12], 4, 3)),
                        "W2", new StoredValue.Numbers(NpyArray.of(new double[8], 2, 4))));
        assertThat(Run.of(Run.split("vae train --steps 2 --quiet --save @/vae.npz --out @/vae", shared))
                        .code())
                .isZero();
        assertThat(Run.of(Run.split("spectrum --widths 6,5,2 --samples 4 --quiet --out @/a", shared))
                        .code())
                .isZero();
        assertThat(Run.of(Run.split("spectrum --widths 6,5,2 --samples 4 --seed 2 --quiet --out @/b", shared))
                        .code())
                .isZero();
    }

    private int print(int room, List<String> arguments) {
        PrintStream stream = new PrintStream(new FullDisk(room), false, StandardCharsets.UTF_8);
        PrintWriter out = new PrintWriter(stream, true, StandardCharsets.UTF_8);
        return FisherCommand.run(out, new PrintWriter(err, true), arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "help spectrum",
                "spectrum --help",
                "theory --widths 6,5,2 --samples 4",
                "theory --widths 6,5,2 --samples 4 --json -",
                "spectrum --widths 6,5,2 --samples 4 --out @/out",
                "spectrum --widths 6,5,2 --samples 4 --json -",
                "spectrum --widths 6,5,2 --samples 4 --format csv --out @/out",
                "spectrum --widths 6,5,2 --samples 4 --explain",
                "divergence --p @/p.csv --q @/q.csv",
                "divergence --p @/p.csv --q @/q.csv --json -",
                "transport --p @/p.csv --q @/q.csv --relaxation 1 --out @/out",
                "transport --p @/p.csv --q @/q.csv --relaxation 1 --json -",
                "compare-networks @/n.npz @/n.npz --activation tanh --data @/x.csv",
                "compare-networks @/n.npz @/n.npz --activation tanh --data @/x.csv --json -",
                "train --widths 3,2,1 --samples 4 --steps 2 --out @/out",
                "train --widths 3,2,1 --samples 4 --steps 2 --json -",
                "rates --widths 3,2,1 --samples 4 --steps 2 --methods natural",
                "rates --widths 3,2,1 --samples 4 --steps 2 --methods natural --json -",
                "track @/n.npz @/n.npz --activation tanh --data @/x.csv --out @/tracked",
                "track @/n.npz --activation tanh --data @/x.csv --json -",
                "vae --help",
                "vae train --steps 2 --out @/out",
                "vae train --steps 2 --json -",
                "vae infer --model @/vae.npz --steps 2 --noise 0 --out @/out",
                "vae infer --model @/vae.npz --steps 2 --noise 0 --json -",
                "vae report @/vae/vae-training.json --out @/out",
                "inspect @/n.npz --activation tanh",
                "estimate --widths 4,3,2 --draws 5 --repetitions 2",
                "estimate --widths 4,3,2 --draws 5 --repetitions 2 --json -",
                "sweep --width 5,6 --samples 4 --networks 2 --out @/out",
                "report @/a --out @/out",
                "report @/a @/b --out @/out",
                "export @/a --to csv --out @/out",
                "reproduce --list",
                "backends",
                "classpath",
                "completion",
            })
    void everyCommandThatPrintsSaysSo(String line) {
        List<String> arguments = Stream.of(line.split(" "))
                .map(a -> a.replace("@/out", folder.resolve("out").toString()).replace("@", shared.toString()))
                .toList();
        assertThat(print(10, arguments)).as("room for 10 bytes").isEqualTo(ExitCode.OUTPUT_LOST);
        assertThat(err.toString().lines().filter(l -> l.contains("standard output")))
                .hasSize(1);
    }

    @Test
    void aDiskWithRoomTakesEverythingAndAFullOneNothing() {
        assertThat(print(1 << 20, List.of("theory", "--widths", "6,5,2"))).isZero();
        assertThat(print(0, List.of("theory", "--widths", "6,5,2"))).isEqualTo(ExitCode.OUTPUT_LOST);
    }

    @Test
    void whatPrintsNothingLosesNothingAndAWrongArgumentKeepsItsCode() {
        assertThat(print(0, Run.split("report @/a --quiet --out @/quiet", shared)))
                .isZero();
        assertThat(print(0, List.of("theory", "--no-such-option"))).isEqualTo(ExitCode.BAD_INPUT);
    }

    /** Each name that a command writes in turn belongs to a folder; nothing of the earlier files may change. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spectrum --widths 6,5,2 --samples 4 --seed 9 --quiet --out @",
                "report %/b --quiet --svg --out @",
                "report %/b %/a --quiet --out @",
                "export %/b --quiet --to ipynb,npz,csv,json --out @",
                "estimate --widths 4,3,2 --draws 5 --repetitions 2 --quiet --out @",
                "transport --p %/p.csv --q %/q.csv --relaxation 1,2 --quiet --out @",
                "sweep --width 5,6 --samples 4 --networks 2 --quiet --out @",
                "train --widths 3,2,1 --samples 4 --steps 2 --quiet --out @",
            })
    void filesThatCannotAllBeWrittenLeaveTheEarlierOnes(String line) throws IOException {
        Path out = folder.resolve("out");
        List<String> arguments = Stream.of(line.split(" "))
                .map(a -> a.replace("@", out.toString()).replace("%", shared.toString()))
                .toList();
        assertThat(Run.of(arguments).code()).isZero();
        List<Path> files;
        try (Stream<Path> all = Files.list(out)) {
            files = all.sorted().toList();
        }
        for (Path blocked : List.of(files.get(files.size() / 2))) { // FileSetTest has every position
            byte[] content = Files.readAllBytes(blocked);
            Files.delete(blocked);
            Files.createDirectories(blocked.resolve("x"));
            Map<String, Long> before = digest(out);
            Run failed = Run.of(arguments);
            assertThat(failed.code()).as("%s: %s", blocked, failed.err()).isEqualTo(ExitCode.OUTPUT_LOST);
            assertThat(failed.err()).contains(blocked.getFileName().toString());
            assertThat(digest(out)).as(blocked.toString()).isEqualTo(before);
            Files.delete(blocked.resolve("x"));
            Files.delete(blocked);
            Files.write(blocked, content);
            assertThat(Run.of(arguments).code())
                    .as("its own files are replaced")
                    .isZero();
        }
    }

    private static Map<String, Long> digest(Path out) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out)) {
            for (Path file : all.toList()) {
                java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
                crc.update(Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[] {1});
                found.put(out.relativize(file).toString(), crc.getValue());
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"index.html", "sweep.json", "sweep.jsonl", "trends.csv", "trend-mean.png", "trend-bulk-2.png"})
    void aSweepNeverReplacesFilesOfSomebodyElse(String name) throws IOException {
        Files.writeString(folder.resolve(name), "my own text\n");

        Run run = Run.of(Run.split("sweep --width 5,6 --samples 4 --networks 2 --quiet --out @", folder));

        assertThat(run.code()).isIn(ExitCode.BAD_INPUT, ExitCode.OUTPUT_LOST);
        assertThat(run.err()).contains(name);
        assertThat(digest(folder)).containsOnlyKeys("", name);
        assertThat(folder.resolve(name)).hasContent("my own text\n");
    }
}
