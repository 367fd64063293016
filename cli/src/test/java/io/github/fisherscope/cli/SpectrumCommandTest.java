package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.ReadingInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the main command prints and writes. */
class SpectrumCommandTest {
    private static final String SMALL = "spectrum --widths 20,30,30,2 --samples 10";

    @TempDir
    private static Path files;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        BadFiles.writeTo(files);
    }

    private Run small(String more) {
        return Run.of(Run.split(SMALL + " " + more, folder));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    @Test
    void printsTheTableAndWritesTheFolder() throws IOException {
        Run run = small("--out @/report");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("measured", "predicted", "ratio", "verdict")
                .contains("mean m_λ", "second moment", "largest eigenvalue", "bulk", "learning-rate", "Fisher-Rao")
                .contains("Report: " + folder.resolve("report").resolve("report.html"));
        Path report = folder.resolve("report");
        SpectrumResult result = ResultJson.read(report.resolve("result.json"));
        double[] eigenvalues = NpyFile.read(report.resolve("eigenvalues.npy")).toArray();
        assertThat(eigenvalues).hasSize(20).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(eigenvalues[0]).isEqualTo(result.spectrum().max());
        assertThat(read(report.resolve("report.html"))).contains("<html", "</html>");
        try (Stream<Path> written = Files.list(report)) {
            assertThat(written.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".png")))
                    .hasSizeGreaterThanOrEqualTo(3);
        }
        assertThat(result.provenance().command()).startsWith("./fisher", "spectrum", "--widths", "20,30,30,2");
    }

    @Test
    void jsonOnStdoutIsJsonAloneAndWritesNoFolder() throws IOException {
        Run run = small("--json -");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        Path file = folder.resolve("stdout.json");
        Files.writeString(file, run.out());
        assertThat(ResultJson.read(file).network().widths()).containsExactly(20, 30, 30, 2);
        assertThat(Files.exists(Path.of("fisher-report"))).isFalse();
    }

    @Test
    void jsonAndOutDoBoth() throws IOException {
        Run run = small("--json - --out @/both --quiet");
        assertThat(run.code()).isZero();
        SpectrumResult written = ResultJson.read(folder.resolve("both").resolve("result.json"));
        Files.writeString(folder.resolve("stdout.json"), run.out());
        SpectrumResult printed = ResultJson.read(folder.resolve("stdout.json"));
        assertThat(printed.spectrum().max()).isEqualTo(written.spectrum().max());
    }

    @Test
    void quietPrintsNothing() {
        assertThat(small("--quiet --out @/quiet")).isEqualTo(new Run(0, "", ""));
        assertThat(folder.resolve("quiet").resolve("result.json")).exists();
    }

    @Test
    void explainMeasuresAndWritesNothing() {
        Run run = small("--explain --out @/explained");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("* d", "lanczos", "quadrature");
        assertThat(folder.resolve("explained")).doesNotExist();
    }

    @Test
    void aLimitBeyondTheFileIsSaid() {
        Path data = files.resolve("data.npy");
        Run run = Run.of("spectrum", "--data", data.toString(), "--widths", "5,6,2", "--limit", "500", "--json", "-");
        assertThat(run.code()).isZero();
        assertThat(run.err().strip()).isEqualTo("fisher: --limit 500: '%s' has 20 samples only; all are used", data);
    }

    @Test
    void givenWeightsAndDataAreNamedInTheResult() throws IOException {
        Path net = files.resolve("net.npz");
        Path data = files.resolve("data.npy");
        Run run = Run.of(
                "spectrum",
                "--network",
                net.toString(),
                "--activation",
                "relu",
                "--data",
                data.toString(),
                "--json",
                "-");
        assertThat(run.err()).isEmpty();
        Files.writeString(folder.resolve("stdout.json"), run.out());
        SpectrumResult result = ResultJson.read(folder.resolve("stdout.json"));
        assertThat(result.network().source()).isEqualTo(net.toString());
        assertThat(result.network().given().sha256()).hasSize(64);
        ReadingInfo reading = Objects.requireNonNull(result.network().reading());
        assertThat(reading.arrays()).containsExactly("W1", "b1", "W2");
        assertThat(reading.layersWithBias()).isEqualTo(1);
        assertThat(reading.layerActivations()).containsExactly("relu", "identity");
        assertThat(reading.activationSource()).isEqualTo("given");
        assertThat(reading.orientation()).isEqualTo("fan-out-fan-in");
        assertThat(reading.orientationSource()).isEqualTo("shapes");
        assertThat(result.data().origin().sha256()).hasSize(64);
        assertThat(result.data().samples()).isEqualTo(20);
    }

    @Test
    void theTerminalSaysHowTheFileOfWeightsWasRead() {
        String net = files.resolve("net.npz").toString();
        String line = "network " + net + ": 5-8-2, with biases in 1 of 2 layers; tanh (from --activation);"
                + " matrices fan-out × fan-in (from the shapes)\n";
        Run spectrum = Run.of(
                "spectrum", "--network", net, "--activation", "tanh", "--samples", "4", "--out", folder + "/said");
        assertThat(spectrum.out()).startsWith(line);
        assertThat(spectrum.err()).isEmpty();
        Run theory = Run.of("theory", "--network", net, "--activation", "tanh");
        assertThat(theory.out()).startsWith(line);
        Run json = Run.of("theory", "--network", net, "--activation", "tanh", "--json", "-");
        assertThat(json.err()).isEqualTo("fisher: " + line);
    }

    /** [b|W] and [W|b] have the same shape, so the reader has to be told which was taken. */
    @Test
    void whereBiasesInsideMatricesWereTakenFromIsSaid() {
        Path net = folder.resolve("theta.npz");
        double[] w = IntStream.range(0, 24).mapToDouble(Math::sin).toArray();
        NpzFile.write(net, Map.of("Theta1", NpyArray.of(w, 4, 6), "Theta2", NpyArray.of(Arrays.copyOf(w, 10), 2, 5)));
        Run theory = Run.of("theory", "--network", net.toString(), "--activation", "sigmoid");
        assertThat(theory.out()).contains("; biases from the first column of the matrices\n");
    }

    /** The library speaks of what to do, and the command line adds which option does it. */
    @Test
    void aRemedyOfTheLibraryNamesItsOption() {
        Path net = folder.resolve("left-over.npz");
        NpzFile.write(net, Map.of("W1", NpyArray.of(new double[12], 4, 3), "epoch", NpyArray.of(new double[6], 3, 2)));
        Run run = Run.of("spectrum", "--network", net.toString(), "--activation", "tanh");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("epoch", "no part of the network", "(--ignore-arrays)");
    }

    @Test
    void aCheckThatCannotFailIsRefusedAndOneOnNumbersFails() {
        // Two units per layer are far from the limit of wide layers: theory claims nothing, so nothing is judged.
        String narrow = "spectrum --widths 50,2,2,2,2,2,1 --activation relu --samples 20 --networks 3 --out @/n";
        Run unchecked = Run.of(Run.split(narrow, folder));
        Run checked = Run.of(Run.split(narrow + " --check", folder));
        Run failing = Run.of(Run.split(narrow + " --assert largest<1e-9", folder));
        assertThat(unchecked.code()).isZero();
        assertThat(checked.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(checked.err()).contains("--check has nothing to judge");
        assertThat(failing.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void whatCouldNotHaveDisagreedDoesNotAgree() {
        Run run = Run.of(Run.split("spectrum --widths 50,2,2,2,2,2,1 --samples 20 --networks 2 --out @/n", folder));
        assertThat(run.out().lines().filter(line -> line.startsWith("second moment")))
                .singleElement()
                .asString()
                .contains("not applicable");
    }

    @Test
    void whatDoesNotConvergeIsWrittenAndSaysSo() throws IOException {
        Run run = Run.of(Run.split(
                "spectrum --widths 50,100,100,1 --samples 400 --method subspace --top 30 --tolerance 1e-14 --out @/unfinished",
                folder));
        assertThat(run.code()).isEqualTo(ExitCode.NOT_CONVERGED);
        assertThat(ResultJson.read(folder.resolve("unfinished").resolve("result.json"))
                        .spectrum()
                        .run()
                        .converged())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "--form layers, layers, fisher",
        "--form units, units, fisher",
        "--form diagonal, diagonal, fisher",
        "--form kronecker, kronecker, fisher",
        "--form ekfac, eigen-kronecker, fisher",
        "--form tridiagonal, block-tridiagonal, fisher",
        "--normalization mean-subtraction, full, fisher",
        "--normalization batch-norm:0.001, full, fisher",
        "--matrix input-metric, full, input-metric",
        "--matrix feature-metric, full, feature-metric",
    })
    void theMatrixMeasuredIsNamed(String option, String form, String matrix) throws IOException {
        Run run = small(option + " --json -");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        Files.writeString(folder.resolve("stdout.json"), run.out());
        SpectrumResult result = ResultJson.read(folder.resolve("stdout.json"));
        assertThat(result.fisher().form()).isEqualTo(form);
        assertThat(result.fisher().matrix()).isEqualTo(matrix);
        assertThat(result.fisher().conventions()).contains("(1/T) Σ_t", "mean over samples, sum over outputs");
    }

    @Test
    void formAndNormalisationStandInEveryOutput() throws IOException {
        Run run = small("--form ekfac --out @/matrix");
        Path report = folder.resolve("matrix");
        SpectrumResult result = ResultJson.read(report.resolve("result.json"));
        String description = Objects.requireNonNull(result.fisher().description());
        assertThat(run.out())
                .contains(description, Objects.requireNonNull(result.fisher().conventions()))
                .doesNotContain("NaN");
        assertThat(read(report.resolve("report.html")))
                .contains("eigen-kronecker form", "mean over samples, sum over outputs");
        double[] eigenvalues = NpyFile.read(report.resolve("eigenvalues.npy")).toArray();
        assertThat(eigenvalues[0]).isEqualTo(result.spectrum().max());
    }

    @Test
    void theDistributionStandsInEveryOutput() throws IOException {
        Run run = small("--networks 3 --out @/distribution");
        Path report = folder.resolve("distribution");
        SpectrumResult result = ResultJson.read(report.resolve("result.json"));
        var d = Objects.requireNonNull(result.distribution());
        assertThat(d.counts()).allSatisfy(c -> assertThat(c.count()).isLessThanOrEqualTo(c.bound()));
        assertThat(d.quantiles()).hasSize(5);
        assertThat(d.eigenvectors())
                .hasSize(2)
                .allSatisfy(v -> assertThat(v.layerShares().sum()).isCloseTo(1, within(1e-12)));
        assertThat(d.distances())
                .hasSize(5)
                .allSatisfy(x -> assertThat(x.networks()).isEqualTo(3));
        assertThat(Objects.requireNonNull(result.geometry()).measuredRank()).isEqualTo(20);
        assertThat(result.learningRate().damped()).hasSize(3);
        assertThat(result.capacity().precision()).isNotNull();
        assertThat(run.out())
                .contains("Outliers:", "Upper tail: too short", "Rank 20", "Description length", "Steepest");
        assertThat(read(report.resolve("report.html")))
                .contains("Quantiles and the bulk near zero", "Flatness profile", "Precision that the data justify");
    }

    @Test
    void explainPlansAForm() {
        Run run = small("--form kronecker --explain");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("form kronecker", "Gflop");
    }

    @Test
    void eigenvectorsBelongToTheirResult() throws IOException {
        Run run = small("--eigenvectors 3 --out @/vectors");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Eigenvectors: 3, of 1622 parameters each; residuals");
        Path report = folder.resolve("vectors");
        var vectors = NpyFile.read(report.resolve("eigenvectors.npy"));
        assertThat(vectors.shape()).containsExactly(3, 1622);
        assertThat(Arrays.stream(vectors.toArray()).map(x -> x * x).sum()).isCloseTo(3, within(1e-12));
        assertThat(read(report.resolve("report.html"))).contains("residual");
        assertThat(small("--seed 2 --out @/vectors").code()).isZero();
        assertThat(report.resolve("eigenvectors.npy")).doesNotExist();
        Run nowhere = small("--eigenvectors 3 --json -");
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).contains("--eigenvectors", "--out");
        assertThat(nowhere.out()).isEmpty();
    }
}
