package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Every command that draws networks draws them without biases, too, and says so. */
class NoBiasesTest {
    private static final String SMALL =
            " --widths 4,5,3 --activation relu --bias-variance 0 --samples 6 --backend java";

    @TempDir
    private Path folder;

    private Run run(String line) {
        return Run.of(Run.split(line, folder));
    }

    private static JsonNode json(Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static String without(String options) {
        return options.replace("--bias-variance 0", "--no-biases");
    }

    /** 4-5-3: 35 weights and 8 biases; F without biases is the part of F over the weights, and so has the smaller trace. */
    @ParameterizedTest
    @ValueSource(strings = {"dense", "dual", "lanczos"})
    void theFisherMatrixIsOverTheWeightsAlone(String method) {
        String line = "spectrum" + SMALL + " --json - --method " + method;
        JsonNode with = json(run(line));
        JsonNode without = json(run(without(line)));
        assertThat(with.at("/network/parameters").asInt()).isEqualTo(43);
        assertThat(with.at("/network/biases").asString()).isEqualTo("all");
        assertThat(without.at("/network/parameters").asInt()).isEqualTo(35);
        assertThat(without.at("/network/biases").asString()).isEqualTo("none");
        assertThat(without.at("/network/layers/1/bias").asBoolean()).isFalse();
        double trace = 43 * with.at("/spectrum/mean").asDouble();
        double weights = 35 * without.at("/spectrum/mean").asDouble();
        // the last layer's three biases alone have Fisher entries of 1
        assertThat(weights).isPositive().isLessThan(trace - 3 + 1e-9);
        assertThat(without.at("/spectrum/max").asDouble())
                .isLessThan(with.at("/spectrum/max").asDouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"layers", "units", "diagonal", "kronecker", "eigen-kronecker", "block-tridiagonal"})
    void formsHaveTheTraceOfTheMatrix(String form) {
        String line = without("spectrum" + SMALL + " --json -");
        JsonNode whole = json(run(line));
        JsonNode part = json(run(line + " --form " + form));
        double mean = whole.at("/spectrum/mean").asDouble();
        double found = part.at("/spectrum/mean").asDouble();
        boolean keepsTheTrace = !form.equals("kronecker");
        assertThat(part.at("/network/parameters").asInt()).isEqualTo(35);
        assertThat(keepsTheTrace ? Math.abs(found - mean) < 1e-12 * mean : found > 0)
                .as("%s: %s, whole matrix: %s", form, found, mean)
                .isTrue();
    }

    @Test
    void terminalAndPageSaySo() throws IOException {
        Run run = run(without("spectrum" + SMALL) + " --out @/report");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("without biases");
        String page = Files.readString(folder.resolve("report").resolve("report.html"), StandardCharsets.UTF_8);
        assertThat(page).contains("relu network without biases");
        assertThat(run("spectrum" + SMALL + " --out @/with").out()).doesNotContain("without biases");
    }

    @Test
    void theoryLeavesBiasesOut() {
        String line =
                "theory --widths 20,30,30,2 --activation relu --weight-variance 2 --bias-variance 0 --samples 50 --json -";
        JsonNode with = json(run(line));
        JsonNode without = json(run(without(line)));
        assertThat(with.at("/network/parameters").asInt()
                        - without.at("/network/parameters").asInt())
                .isEqualTo(62);
        assertThat(without.at("/network/biases").asBoolean()).isFalse();
        // with He's variance every layer's biases add C = 2 to the trace
        double added = with.at("/network/parameters").asInt()
                        * with.at("/statistics/mean").asDouble()
                - without.at("/network/parameters").asInt()
                        * without.at("/statistics/mean").asDouble();
        assertThat(Math.abs(added - 6)).isLessThan(1e-9);
    }

    @Test
    void sweepsEstimatesAndBenchmarksTakeThem() throws IOException {
        Run sweep = run("sweep --width 5,10 --samples 5 --networks 2 --activation relu --no-biases --out @/sweep"
                + " --backend java");
        assertThat(sweep.code()).as(sweep.err()).isZero();
        assertThat(Files.readString(folder.resolve("sweep").resolve("index.html"), StandardCharsets.UTF_8))
                .contains("without biases");
        JsonNode estimate = json(run("estimate --widths 3,4,2 --activation relu --no-biases --samples 4 --draws 5"
                + " --repetitions 2 --json -"));
        assertThat(estimate.at("/network/parameters").asInt()).isEqualTo(20);
        assertThat(estimate.at("/network/biases").asString()).isEqualTo("none");
        Run bench = run("bench --widths 100,200,10 --samples 50 --no-biases --jobs products --backend java");
        assertThat(bench.code()).as(bench.err()).isZero();
        assertThat(bench.out()).contains("without biases");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spectrum --widths 4,5,3 --bias-variance 0.1 --no-biases",
                "theory --widths 4,5,3 --bias-variance 0.1 --no-biases",
                "sweep --bias-variance 0.1 --no-biases",
            })
    void aVarianceOfBiasesThatAreNotThereIsRefused(String line) {
        Run run = run(line);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--bias-variance 0.1 and --no-biases exclude each other");
    }
}
