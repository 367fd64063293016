package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of the two estimators. */
class EstimateCommandTest {
    private static final String SMALL = "estimate --widths 4,5,2 --samples 5 --draws 4,64 --repetitions 40";

    @TempDir
    private Path folder;

    @Test
    void printsTableAndAnswer() {
        Run run = Run.of(Run.split(SMALL + " --relative-error 0.05", folder));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("draws N", "Î₁", "Î₂", "trace error, predicted", "mean over samples, sum over outputs")
                .containsPattern("Î₁ needs \\d+ draws per sample for a relative error of 5.00 %");
    }

    @Test
    void writesPlotAndJson() throws Exception {
        Run run = Run.of(Run.split(SMALL + " --out @/e", folder));
        assertThat(run.out()).contains("Plot: ");
        byte[] png = Files.readAllBytes(folder.resolve("e").resolve("estimator-errors.png"));
        assertThat(png).startsWith((byte) 0x89, 'P', 'N', 'G');
        String written = Files.readString(folder.resolve("e").resolve("estimate.json"));
        assertThat(written).contains("\"schema\" : \"fisherscope/estimate/2\"", "\"drawsForTrace\"");
        assertThat(Run.of(Run.split(SMALL + " --json -", folder)).out()).isEqualTo(written);
    }

    @Test
    void piecewiseLinearNetworksNeedOneDrawWithTheSecondEstimator() {
        Run run = Run.of(Run.split(SMALL + " --activation relu --out @/relu", folder));
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Î₂ needs 1 draws", "Î₂ has no error at all in 2 of 2 layers");
    }
}
