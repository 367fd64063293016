package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result of every kind agrees with itself and with the schema, so that {@code report} takes it. */
class ReadBackTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        double[] x = new SplittableRandom(5).doubles(20 * 4, -1, 1).toArray();
        NpyFile.write(folder.resolve("x.npy"), x, 20, 4);
        NpyFile.write(
                folder.resolve("y.npy"),
                new SplittableRandom(6).doubles(20, -1, 1).toArray(),
                20,
                1);
        Files.writeString(folder.resolve("classes.csv"), "0\n1\n2\n1\n".repeat(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--widths 6,3 --samples 9",
                "--widths 6,9,3 --samples 1",
                "--widths 6,9,1 --samples 12 --no-biases --networks 4",
                "--widths 6,9,3 --samples 12 --likelihood categorical --networks 3",
                "--widths 6,9,3 --samples 12 --form diagonal",
                "--widths 6,9,3 --samples 12 --form kronecker --networks 2",
                "--widths 6,9,3 --samples 12 --matrix input-metric",
                "--widths 6,9,3 --samples 12 --matrix feature-metric --networks 2",
                "--widths 6,9,3 --samples 12 --normalization batch-norm",
                "--widths 4,6,1 --data @/x.npy --labels @/y.npy --matrix hessian",
                "--widths 4,6,3 --data @/x.npy --labels @/classes.csv --matrix hessian --likelihood categorical",
                "--widths 4,6,3 --data @/x.npy --labels @/classes.csv --likelihood categorical --label-expectation empirical",
                "--widths 30,40,3 --samples 40 --label-expectation monte-carlo --method lanczos",
                "--widths 30,40,5 --samples 40 --likelihood categorical --label-expectation top-classes --classes 2",
                "--widths 30,40,3 --samples 40 --method quadrature --networks 2",
                "--widths 30,40,3 --samples 40 --method lanczos --top 2",
                "--widths 6,9,2 --samples 12 --weight-variance 1e-200 --bias-variance 0"
            })
    void aResultOfEveryKindIsReadAgain(String options) {
        Run made = Run.of(Run.split("spectrum --quiet --json @/made.json " + options, folder));
        assertThat(made.code()).as(made.err()).isIn(ExitCode.OK, ExitCode.NOT_CONVERGED);
        SpectrumResult read = ResultJson.read(folder.resolve("made.json"));
        assertThat(read.comparison()).isNotEmpty();
    }
}
