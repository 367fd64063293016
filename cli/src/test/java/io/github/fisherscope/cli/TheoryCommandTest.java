package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.results.theory.TheoryJson;
import io.github.fisherscope.results.theory.TheoryReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions on the command line. */
class TheoryCommandTest {
    @TempDir
    private Path folder;

    private Run theory(String more) {
        return Run.of(Run.split("theory --widths 20,30,30,2 --samples 10 " + more, folder));
    }

    @Test
    void printsStatisticsPhaseAndLayers() {
        Run run = theory("--activation relu --weight-variance 2 --bias-variance 0.1");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("mean m_λ", "κ₁, κ₂, α", "edge of chaos: χ₁ = 1.0000, q* = ∞", "layer", "tangent kernel");
    }

    @Test
    void jsonOnStdoutIsJsonAloneAndAFileIsWrittenBesideTheText() throws IOException {
        Run printed = theory("--json -");
        Run written = theory("--json @/theory.json");

        TheoryReport report = TheoryJson.read(printed.out());
        assertThat(report.network().widths()).containsExactly(20, 30, 30, 2);
        assertThat(report.inputs().samples()).isEqualTo(10);
        assertThat(written.out()).contains("mean m_λ");
        assertThat(TheoryJson.read(Files.readString(folder.resolve("theory.json"))))
                .isEqualTo(report);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--widths 2,1,3 --activation relu --weight-variance 1e-300 --samples 3 --no-biases",
                "--widths 30,1,1,1,40 --activation relu --weight-variance 1e-12 --samples 2 --bias-variance 1",
                "--widths 100000,3,1 --activation erf --weight-variance 1e-300 --bias-variance 1e-300 --finite-width",
                "--widths 6,5,2 --activation gelu --weight-variance 0.01 --samples 2 --bias-variance 1.7e308",
                "--widths 6,5,2 --activation softplus --weight-variance 1e4 --bias-variance 1.7e308",
                "--widths 500,500,10 --activation relu --weight-variance 1e290"
            })
    void extremeNetworksHaveNumbersOrAReason(String options) {
        Run run = Run.of(Run.split("theory " + options, folder));
        assertThat(run.code()).as(run.err()).isIn(ExitCode.OK, ExitCode.BAD_INPUT);
        assertThat(run.out() + run.err()).doesNotContain("NaN", "Infinity", "iasVariance", "eightVariance");
        if (run.code() == ExitCode.BAD_INPUT) {
            assertThat(run.err()).contains(" --").hasLineCount(1);
        }
    }

    @Test
    void phaseDiagramsAreDrawn() throws IOException {
        assertThat(theory("--quiet --phase-diagram @/phases.png").out()).isEmpty();
        assertThat(theory("--phase-diagram @/phases.svg").code()).isZero();

        byte[] png = Files.readAllBytes(folder.resolve("phases.png"));
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        assertThat(Files.readString(folder.resolve("phases.svg"))).contains("<svg");
    }

    @Test
    void theKernelPredictsEveryEigenvalueOnData() throws IOException {
        Path data = folder.resolve("x.csv");
        Files.writeString(data, "1,0.5,0.2\n0.3,1,0.1\n0,0.2,1\n");

        Run run = Run.of(Run.split("theory --data @/x.csv --widths 3,40,2 --kernel --json -", folder));

        var kernel = Objects.requireNonNull(TheoryJson.read(run.out()).related().kernel());
        assertThat(kernel.eigenvalues()).hasSize(3).allMatch(v -> v > 0);
    }

    @Test
    void theBulkOfOneNetworkIsPredicted() {
        Run run = Run.of(Run.split("theory --widths 100,120,2 --samples 30 --finite-width --json -", folder));

        var law = Objects.requireNonNull(TheoryJson.read(run.out()).related().bulkLaw());
        assertThat(law.quantiles()).hasSize(9).isSorted();
        assertThat(Objects.requireNonNull(law.smallest()))
                .isLessThan(law.quantiles().get(0));
        assertThat(theory("--json -").out()).contains("\"bulkLaw\" : null");
    }

    @Test
    void theBulkOfAnotherLikelihoodIsNotPredicted() {
        Run run = Run.of(Run.split(
                "theory --widths 100,120,2 --samples 30 --likelihood categorical --finite-width --json -", folder));

        var law = Objects.requireNonNull(TheoryJson.read(run.out()).related().bulkLaw());
        assertThat(law.quantiles()).isEmpty();
        assertThat(law.conditions()).anyMatch(c -> c.name().equals("gaussian-exact") && c.needed() && !c.holds());
    }

    @Test
    void theBulkOnDataSaysThatItsEndsAreRough() throws IOException {
        Path data = folder.resolve("x.csv");
        Files.writeString(data, "1,0.5,0.2\n0.3,1,0.1\n0,0.2,1\n-1,0.4,0.6\n");

        Run run = Run.of(Run.split("theory --data @/x.csv --widths 3,60,80,2 --finite-width", folder));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("law of the bulk", "rough  on given inputs the ends are rough");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(theory("--kernel").err()).contains("--kernel").contains("--data");
        assertThat(theory("--kernel").code()).isEqualTo(2);
        assertThat(theory("--phase-diagram @/phases.gif").err()).contains("phases.gif", ".png", ".svg");
    }
}
