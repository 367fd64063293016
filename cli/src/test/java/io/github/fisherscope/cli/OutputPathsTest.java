package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where results go is looked at before any work. Each command here would work for many minutes: one that looked afterwards
 * would run into the time limit.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutputPathsTest {
    private static final String LONG = "spectrum --widths 60,60,2 --samples 30 --networks 1000000 ";
    private static final String LABELS = "estimate --widths 60,60,2 --samples 40 --draws 100000 --repetitions 100000 ";
    private static final String TRAIN = "train --widths 30,30,1 --samples 20 --steps 16000000 ";

    private static final String CARRY =
            "transport --p @/p.csv --q @/q.csv --relaxation 1e-7,2e-7 --max-sweeps 2000000000 --tolerance 1e-300 ";
    private static final String VERIFY =
            "verify --widths 1000,1000,2 --samples 20 --statistics mean --networks 1000000 ";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("foreign"), "my own text\n");
        Files.writeString(folder.resolve("p.csv"), weights(1));
        Files.writeString(folder.resolve("q.csv"), weights(3));
    }

    private static String weights(int power) {
        int n = 300;
        double sum =
                IntStream.rangeClosed(1, n).mapToDouble(i -> Math.pow(i, power)).sum();
        return IntStream.rangeClosed(1, n)
                .mapToObj(i -> String.format(Locale.ROOT, "%.17g", Math.pow(i, power) / sum))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spectrum  | --out @/out                        | out/result.json
            spectrum  | --out @/out                        | out/scree-plot.png
            spectrum  | --out @/out --svg                  | out/scree-plot.svg
            spectrum  | --out @/out --svg                  | out/layer-blocks.svg
            spectrum  | --json @/out/r.json                | out/r.json
            spectrum  | --assert largest<1 --junit @/out/j | out/j
            estimate  | --out @/out                        | out/estimate.json
            estimate  | --out @/out                        | out/estimator-errors.png
            estimate  | --json @/out/e.json                | out/e.json
            transport | --out @/out                        | out/transport.json
            transport | --out @/out                        | out/plan.npy
            transport | --out @/out                        | out/plan.png
            transport | --out @/out                        | out/relaxation.png
            transport | --json @/out/t.json                | out/t.json
            train     | --out @/out                        | out/trajectory.json
            train     | --out @/out                        | out/trajectory.csv
            train     | --out @/out                        | out/index.html
            train     | --out @/out                        | out/loss.png
            train     | --json @/out/t.json                | out/t.json
            train     | --save @/out/t.npz                 | out/t.npz
            vae train | --out @/out                        | out/vae-training.json
            vae train | --out @/out                        | out/vae-training.csv
            vae train | --out @/out                        | out/bound.png
            vae train | --json @/out/t.json                | out/t.json
            vae train | --save @/out/t.npz                 | out/t.npz
            vae infer | --out @/out                        | out/vae-inference.json
            vae infer | --out @/out                        | out/plane.png
            vae infer | --out @/out                        | out/strips.png
            vae infer | --json @/out/t.json                | out/t.json
            track     | --out @/out                        | out/track.json
            track     | --out @/out                        | out/kernel.png
            track     | --json @/out/t.json                | out/t.json
            verify    | --json @/out/v.json                | out/v.json
            verify    | --junit @/out/v.xml                | out/v.xml
            """)
    void whatIsInTheWayIsFoundFirst(String command, String options, String inTheWay) throws IOException {
        Path file = folder.resolve(inTheWay);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "my own text\n");
        String line = command(command) + options;

        Run foreign = Run.of(Run.split(line, folder));
        assertThat(foreign.code()).as(foreign.err()).isEqualTo(ExitCode.OUTPUT_LOST);
        assertThat(foreign.err())
                .contains(inTheWay, "not written by Fisherscope")
                .hasLineCount(1);
        assertThat(file).hasContent("my own text\n");

        Files.delete(file);
        Files.createDirectories(file.resolve("x"));
        Run taken = Run.of(Run.split(line, folder));
        assertThat(taken.code()).as(taken.err()).isIn(ExitCode.BAD_INPUT, ExitCode.OUTPUT_LOST);
        assertThat(taken.err()).contains(inTheWay, "folder").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spectrum  | --json @/a --assert largest<1 --junit @/a | --json and --junit both name
            spectrum  | --json @/a --assert largest<1 --junit @/./a | both name
            spectrum  | --out @/o --json @/o/report.html        | --json @/o/report.html is a file of --out
            spectrum  | --out @/o --assert largest<1 --junit @/o/result.json | --junit @/o/result.json is a file of --out
            estimate  | --out @/o --json @/o/estimator-errors.png | is a file of --out
            transport | --out @/o --json @/o/plan.npy           | is a file of --out
            train     | --out @/o --json @/o/trajectory.csv     | is a file of --out
            train     | --out @/o --save @/o/trajectory.npz     | --save @/o/trajectory.npz is a file of --out
            track     | --out @/o --json @/o/track.csv          | is a file of --out
            vae train | --out @/o --json @/o/bound.png          | is a file of --out
            vae train | --out @/o --json @/a --save @/a         | its name must end with .npz
            vae infer | --out @/o --json @/o/vae-inference.csv  | is a file of --out
            verify    | --json @/a --junit @/a                  | --json and --junit both name
            spectrum  | --json @/%LONG%                         | cannot be written
            spectrum  | --out @/foreign                         | it is a file
            spectrum  | --json /dev/null                        | not a regular file
            spectrum  | --json /proc/result.json                | cannot be written
            """)
    void twoResultsNeverShareAFileAndNamesAreTriedOut(String command, String options, String words) throws IOException {
        Files.createDirectories(folder.resolve("o"));
        String line = command(command) + options.replace("%LONG%", "x".repeat(300));
        Run run = Run.of(Run.split(line, folder));
        assertThat(run.code()).as(run.err()).isIn(ExitCode.BAD_INPUT, ExitCode.OUTPUT_LOST);
        assertThat(run.err()).contains(words.replace("@", folder.toString())).hasLineCount(1);
        assertThat(folder.resolve("o")).isEmptyDirectory();
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private static String command(String name) {
        return switch (name) {
            case "spectrum" -> LONG;
            case "estimate" -> LABELS;
            case "transport" -> CARRY;
            case "train" -> TRAIN;
            case "vae train" -> "vae train --steps 16000000 ";
            case "vae infer" -> "vae infer --model @/none.npz ";
            case "track" -> "track @/none.npz --data @/none.npy ";
            default -> VERIFY;
        };
    }
}
