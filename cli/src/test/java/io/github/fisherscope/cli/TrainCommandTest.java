package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class TrainCommandTest {
    private static final String SMALL = "train --widths 3,4,1 --samples 6 ";

    @TempDir
    private Path folder;

    private Run run(String line) {
        return Run.of(Run.split(line.strip().replaceAll(" +", " "), folder));
    }

    private JsonNode json(String line) {
        Run run = run(line + " --json -");
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--optimizer heavy-ball",
                "--optimizer nesterov --momentum 0.5",
                "--optimizer adam",
                "--optimizer natural --damping 0.1",
                "--optimizer natural --damping adaptive:1",
                "--optimizer natural --cutoff 1e-9 --learning-rate 0.05",
                "--optimizer natural --form layers",
                "--optimizer natural --form units",
                "--optimizer natural --form diagonal",
                "--optimizer natural --form kronecker",
                "--optimizer natural --form eigen-kronecker",
                "--optimizer natural --form tridiagonal --damping 10",
                "--optimizer adaptive-natural --form first-order --schedule harmonic --batch 1 --order file",
                "--likelihood poisson --held-out 0.3",
                "--learning-rate auto:0.9 --follow-bound 2"
            })
    void everyMethodTrains(String options) {
        JsonNode result = json(SMALL + "--steps 5 " + options);
        assertThat(result.get("losses").size()).isEqualTo(6);
        assertThat(result.get("steps").intValue()).isEqualTo(5);
        assertThat(result.get("diverged").booleanValue()).isFalse();
        assertThat(result.get("records").get(0).get("spectrum").get("largest").doubleValue())
                .isPositive();
        assertThat(result.get("losses").get(5).doubleValue())
                .isLessThan(result.get("losses").get(0).doubleValue());
    }

    /** A layer without hidden units is a linear model: one undamped natural step of rate 1 ends at the least squares. */
    @Test
    void targetsOfAnArchiveAreTheLabelsAndWhatIsSavedIsReadBack() {
        double[] x = {1, 0, 0, 1, 1, 1, 2, -1};
        double[] y = {3, -1, 1.5, 7};
        NpzFile.write(folder.resolve("xy.npz"), Map.of("x", NpyArray.of(x, 4, 2), "y", NpyArray.of(y, 4, 1)));
        JsonNode result = json("train --widths 2,1 --data @/xy.npz --optimizer natural --cutoff 1e-12"
                + " --learning-rate 1 --steps 1 --save @/w.npz --order file --batch 4");
        double loss = result.get("losses").get(1).doubleValue();
        double w1;
        double w2;
        double b;
        try (NpzFile saved = NpzFile.open(folder.resolve("w.npz"))) {
            w1 = saved.read("W1").get(0, 0);
            w2 = saved.read("W1").get(0, 1);
            b = saved.read("b1").get(0);
        }
        double sum = 0;
        double[] normal = new double[3];
        for (int t = 0; t < 4; t++) {
            double r = w1 * x[2 * t] + w2 * x[2 * t + 1] + b - y[t];
            sum += r * r / 8;
            normal[0] += r * x[2 * t];
            normal[1] += r * x[2 * t + 1];
            normal[2] += r;
        }
        assertThat(loss).isCloseTo(sum, within(1e-14));
        assertThat(normal).containsExactly(new double[3], within(1e-13));
        JsonNode again = json("train --network @/w.npz --data @/xy.npz --learning-rate 0.1 --steps 1");
        assertThat(again.get("losses").get(0).doubleValue()).isEqualTo(loss);
    }

    /** Arrays that other programs wrote, and those that are read, are never written onto. */
    @Test
    void whatIsSavedReplacesNoFileOfOthers() throws IOException {
        json(SMALL + "--steps 1 --save @/ours.npz");
        json(SMALL + "--steps 1 --save @/ours.npz");
        Run input = run("train --network @/ours.npz --samples 4 --steps 1 --json - --save @/ours.npz");
        assertThat(input.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(input.err()).contains("--save and --network both name").hasLineCount(1);
        NpzFile.write(folder.resolve("theirs.npz"), Map.of("W1", NpyArray.of(new double[] {1, 2}, 1, 2)));
        Files.write(folder.resolve("theirs.safetensors"), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        for (String name : List.of("theirs.npz", "theirs.safetensors")) {
            byte[] before = Files.readAllBytes(folder.resolve(name));
            Run run = run(SMALL + "--steps 1 --save @/" + name);
            assertThat(run.code()).isEqualTo(ExitCode.OUTPUT_LOST);
            assertThat(run.err()).contains(name, "is not replaced").hasLineCount(1);
            assertThat(Files.readAllBytes(folder.resolve(name))).isEqualTo(before);
        }
    }

    @Test
    void refusalsNameTheirOption() {
        assertThat(run(SMALL + "--optimizer nesterov --momentum 1").err()).startsWith("fisher: --momentum is 1;");
        Run blank = Run.of("train", "--widths", "3,2", "--samples", "4", "--steps", "1", "--checkpoint", "");
        assertThat(blank.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(blank.err()).contains("--checkpoint '' names no folder").hasLineCount(1);
    }

    /** By the sizes, and those of files by their headers. */
    @Test
    void whatWouldNotFitIsRefusedBeforeAnyWork() {
        for (String command : List.of("train ", "rates ")) {
            Run run = run(command + "--widths 100,300,10 --samples 4000 --memory 350m --json -");
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OUT_OF_MEMORY);
            assertThat(run.err())
                    .contains("training with", "n = 40000 rows", "allows 350m")
                    .hasLineCount(1);
        }
        json(SMALL + "--steps 1 --save @/kept.npz");
        Run read = run("train --network @/kept.npz --samples 4 --steps 1 --memory 300m --json -");
        assertThat(read.code()).isEqualTo(ExitCode.OUT_OF_MEMORY);
        assertThat(json(SMALL + "--steps 1 --memory 1g --backend java --threads 1")
                        .get("losses"))
                .hasSize(2);
    }

    @Test
    void aTrainingThatDivergesKeepsItsTrajectory() {
        Run run = run(SMALL + "--steps 50 --learning-rate 1000 --out @/out");
        assertThat(run.code()).isEqualTo(ExitCode.NOT_CONVERGED);
        assertThat(run.out()).contains("diverged", "the limit of this method");
        assertThat(folder.resolve("out/trajectory.json")).content().contains("\"diverged\" : true");
    }

    @Test
    void filesAndCheckpointAreOneStory() throws Exception {
        String line = SMALL + "--steps 12 --batch 2 --optimizer adam --record every:3 ";
        JsonNode whole = json(line);
        json(line.replace("12", "6") + "--checkpoint @/state");
        JsonNode resumed = json(line + "--checkpoint @/state");
        assertThat(resumed.get("losses")).isEqualTo(whole.get("losses"));
        assertThat(resumed.get("records")).isEqualTo(whole.get("records"));
        Run other = run(line + "--seed 9 --checkpoint @/state --json -");
        assertThat(other.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(other.err()).contains("--checkpoint", "another training").hasLineCount(1);

        assertThat(run(line + "--out @/out").code()).isZero();
        assertThat(Files.readString(folder.resolve("out/trajectory.csv")).lines())
                .hasSize(whole.get("records").size() + 1);
        for (String name : new String[] {"loss.png", "sharpness.png", "eigenvalues.png", "path.png", "index.html"}) {
            assertThat(folder.resolve("out").resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void threadsDoNotChangeTheNumbers() {
        String line = SMALL + "--steps 6 --optimizer natural --threads ";
        assertThat(json(line + 1)).isEqualTo(json(line + 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --momentum 0.5                                | plays no part in --optimizer gradient-descent
            --optimizer natural --damping 1 --cutoff 0.1  | two ways to invert
            --optimizer adam --learning-rate auto         | give a number
            --learning-rate 0.1 --follow-bound 2          | needs --learning-rate auto
            --order file                                  | needs --batch
            --optimizer natural --damping adaptive:1 --batch 2 | needs all samples in every step
            --data @/x.npz                                | needs a label for each sample
            --optimizer adaptive-natural --form layers    | first-order, exact
            """)
    void whatDoesNotGoTogetherIsRefused(String options, String words) {
        NpzFile.write(folder.resolve("x.npz"), Map.of("x", NpyArray.of(new double[] {1, 2, 3}, 1, 3)));
        Run run = run("train --widths 3,4,1 --steps 2 --out @/out " + options);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(words).hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
