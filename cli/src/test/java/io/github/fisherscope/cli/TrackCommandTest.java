package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class TrackCommandTest {
    private static final String TRAIN = "train --widths 2,4,1 --data @/xy.npz --learning-rate 0.1 --json - --steps ";

    @TempDir
    private Path folder;

    @BeforeEach
    void train() throws IOException {
        double[] x = new double[12];
        double[] y = new double[6];
        for (int i = 0; i < 12; i++) {
            x[i] = Math.sin(3 * i);
            y[i / 2] += x[i];
        }
        NpzFile.write(folder.resolve("xy.npz"), Map.of("x", NpyArray.of(x, 6, 2), "y", NpyArray.of(y, 6, 1)));
        NpzFile.write(folder.resolve("x.npz"), Map.of("x", NpyArray.of(x, 6, 2)));
        Files.createDirectory(folder.resolve("states"));
        for (int steps : new int[] {1, 2, 10}) {
            json(TRAIN + steps + " --save @/states/epoch" + steps + ".npz");
        }
    }

    private Run run(String line) {
        return Run.of(Run.split(line, folder));
    }

    private JsonNode json(String line) {
        Run run = run(line);
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    /** The same numbers as the training that wrote the files, which looked at itself. */
    @Test
    void checkpointsHaveWhatTheTrainingRecorded() {
        JsonNode tracked = json("track @/states --data @/xy.npz --json -").get("records");
        JsonNode trained = json(TRAIN + "10 --record every:1").get("records");
        int[] steps = {1, 2, 10};
        for (int i = 0; i < steps.length; i++) {
            JsonNode now = tracked.get(i);
            JsonNode then = trained.get(steps[i]);
            assertThat(now.get("file").asString()).endsWith("epoch" + steps[i] + ".npz");
            assertThat(now.get("loss")).isEqualTo(then.get("loss"));
            assertThat(now.get("spectrum")).isEqualTo(then.get("spectrum"));
        }
        double chord = trained.get(2).get("path").get("length").doubleValue()
                - trained.get(1).get("path").get("length").doubleValue();
        assertThat(tracked.get(1).get("path").get("length").doubleValue()).isCloseTo(chord, within(1e-14));
        assertThat(tracked.get(0).get("kernel").get("drift").doubleValue()).isZero();
    }

    @Test
    void withoutLabelsNothingIsSaidOfThem() {
        JsonNode first = json("track @/states/epoch1.npz --data @/x.npz --json -")
                .get("records")
                .get(0);
        assertThat(first.get("loss").isNull()).isTrue();
        assertThat(first.get("spectrum").get("gradientShare").isNull()).isTrue();
        assertThat(first.get("kernel").get("alignment").isNull()).isTrue();
        Run table = run("track @/states --data @/x.npz --likelihood bernoulli --out @/out");
        assertThat(table.code()).isZero();
        assertThat(table.out().lines().filter(l -> l.contains("epoch"))).hasSize(3);
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/eigenvalues.png");
        assertThat(folder.resolve("out/loss.png")).doesNotExist();
    }

    @Test
    void aNetworkOfAnotherShapeIsNamed() {
        json("train --widths 2,5,1 --data @/xy.npz --steps 1 --json - --save @/other.npz");
        Run run = run("track @/states @/other.npz --data @/xy.npz");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("other.npz", "not those of the first").hasLineCount(1);
        assertThat(run("track @/states").err()).contains("--data").hasLineCount(1);
        assertThat(run("track @/missing.npz --data @/x.npz").code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void pageAndTablesHaveEveryNetworkAndTheStateGoesOn() throws IOException {
        String line = "track @/states --data @/xy.npz --quiet --checkpoint @/state --out @/";
        assertThat(run(line + "first").code()).isZero();
        json(TRAIN + "20 --save @/states/epoch20.npz");
        assertThat(run(line + "second").code()).isZero();
        List<String> before = Files.readAllLines(folder.resolve("first/track.csv"));
        List<String> after = Files.readAllLines(folder.resolve("second/track.csv"));
        assertThat(before).hasSize(4);
        assertThat(after).hasSize(5);
        assertThat(after.subList(0, 4)).isEqualTo(before);
        assertThat(folder.resolve("second/index.html")).content().contains("epoch20.npz", "Fisher-Rao");
        assertThat(folder.resolve("second/loss.png")).exists();
        // the file that stands at a place of the state has changed
        json(TRAIN + "3 --save @/states/epoch2.npz");
        Run changed = run(line + "third");
        assertThat(changed.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(changed.err()).contains("--checkpoint", "number 2 is not").hasLineCount(1);
        assertThat(folder.resolve("third")).doesNotExist();
    }

    @Test
    void numbersInNamesCount() {
        List<String> names = new ArrayList<>(List.of("a10", "a2", "a02b", "b1", "a", "a2b", "A3"));
        names.sort(NaturalOrder.INSTANCE);
        assertThat(names).containsExactly("A3", "a", "a2", "a02b", "a2b", "a10", "b1");
    }
}
