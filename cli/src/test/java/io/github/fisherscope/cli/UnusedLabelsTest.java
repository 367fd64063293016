package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Labels that play no part stop no job, whatever is in their file; labels that play a part are checked to their end. */
class UnusedLabelsTest {
    private static final int SAMPLES = 6;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        double[] x = new double[SAMPLES * 3];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.sin(1 + i);
        }
        NpyFile.write(folder.resolve("x.npy"), x, SAMPLES, 3);
        NpyFile.write(folder.resolve("good.npy"), new double[] {0, 1, 0.5, 1, 0, 1, 0, 1, 0.5, 1, 0, 1}, SAMPLES, 2);
        NpyFile.write(folder.resolve("few.npy"), new double[] {0, 1}, 2, 1);
        NpyFile.write(folder.resolve("nan.npy"), new double[] {0, 1, Double.NaN, 1, 0, 1}, SAMPLES, 1);
        Files.writeString(folder.resolve("damaged.npy"), "no array");
        NpzFile.write(
                folder.resolve("bad-y.npz"),
                Map.of("x", NpyArray.of(x, SAMPLES, 3), "y", NpyArray.of(new double[] {Double.NaN}, 1)));
        Files.writeString(folder.resolve("labelled.csv"), "a,b,c,kind\n1,2,3,?\n2,3,5,?\n0,1,1,?\n");
    }

    private static Run run(String line) {
        return Run.of(Run.split(line, folder));
    }

    private static JsonNode json(Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spectrum                                              | good    | the model's own labels
            spectrum                                              | few     | the model's own labels
            spectrum                                              | nan     | the model's own labels
            spectrum                                              | damaged | the model's own labels
            spectrum                                              | missing | the model's own labels
            spectrum --likelihood categorical                     | few     | the model's own labels
            spectrum --label-expectation monte-carlo              | few     | labels drawn from the model
            spectrum --form kronecker                             | nan     | the model's own labels
            spectrum --normalization mean-subtraction             | few     | the model's own labels
            spectrum --matrix input-metric                        | damaged | the model's own labels
            theory                                                | few     | the model's own labels
            estimate --draws 2,3 --repetitions 2                  | damaged | labels from the model
            """)
    void labelsThatPlayNoPartAreNamedAndStopNothing(String command, String labels, String instead) {
        Run run = run(command + " --widths 3,4,2 --data @/x.npy --labels @/" + labels + ".npy --json -");
        JsonNode notes = json(run).at("/notes");
        String place = folder.resolve(labels + ".npy").toString();
        assertThat(run.err()).contains("--labels " + place + ": these labels play no part");
        assertThat(notes.toString()).contains("The labels (" + place + ") play no part", instead);
        if (command.startsWith("spectrum")) {
            assertThat(json(run).at("/data/labels").asString()).isEqualTo(place);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"few", "nan", "damaged", "missing"})
    void labelsThatPlayAPartAreChecked(String labels) {
        for (String use : new String[] {"--label-expectation empirical", "--matrix hessian"}) {
            Run run = run("spectrum --widths 3,4,2 --data @/x.npy " + use + " --labels @/" + labels + ".npy");
            assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(run.err()).contains("--labels " + folder.resolve(labels + ".npy"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--label-expectation empirical", "--matrix hessian"})
    void labelsThatPlayAPartAreNamedInTheResult(String use) {
        JsonNode result = json(run("spectrum --widths 3,4,2 --data @/x.npy " + use + " --labels @/good.npy --json -"));
        assertThat(result.at("/data/labels").asString())
                .isEqualTo(folder.resolve("good.npy").toString());
        assertThat(result.at("/notes").toString()).doesNotContain("play no part");
    }

    @Test
    void aColumnOfLabelsIsNoInputAndItsTextIsNotLookedAt() {
        Run run = run("spectrum --outputs 2 --depth 2 --width 4 --data @/labelled.csv --label-column kind --json -");
        JsonNode result = json(run);
        assertThat(result.at("/data/inputs").asInt()).isEqualTo(3);
        assertThat(result.at("/data/labels").asString()).isEqualTo("column kind of " + folder.resolve("labelled.csv"));
        assertThat(run.err()).contains("--label-column kind: these labels play no part");
    }

    @Test
    void labelsInTheFileOfTheDataStopNothingEither() {
        JsonNode result = json(run("spectrum --widths 3,4,2 --data @/bad-y.npz --json -"));
        assertThat(result.at("/data/labels").isNull()).isTrue();
        // bench reads the data first, so that it gets as far as the network
        Run bench = run("bench --network @/damaged.npy --data @/bad-y.npz --activation tanh");
        assertThat(bench.err()).startsWith("fisher: --network " + folder.resolve("damaged.npy"));
    }

    @Test
    void withoutDataLabelsBelongToNothing() {
        Run run = run("spectrum --labels @/good.npy");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("--labels " + folder.resolve("good.npy") + " needs --data FILE");
    }
}
