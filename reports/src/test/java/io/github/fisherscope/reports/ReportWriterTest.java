package io.github.fisherscope.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figures;
import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
    private static final SpectrumResult SAMPLE = SampleResults.tanhTenOutputs();

    @TempDir
    private Path folder;

    @Test
    void theFolderHoldsResultEigenvaluesPageAndPictures() throws IOException {
        Path report = folder.resolve("a report/with spaces");

        ReportWriter.of(ReportConfig.defaults()).write(SAMPLE, report);

        try (Stream<Path> files = Files.list(report)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "result.json",
                            "eigenvalues.npy",
                            "report.html",
                            "eigenvalue-histogram.png",
                            "scree-plot.png",
                            "cumulative-counts.png",
                            "measured-vs-predicted.png",
                            "layer-blocks.png",
                            "layer-spectra.png",
                            "order-parameters.png",
                            "phase-diagram.png",
                            "learning-rate-sweep.png");
        }
        assertThat(Files.size(report.resolve("report.html"))).isLessThan(2_000_000);
    }

    @Test
    void whatIsReadBackIsWhatWasWritten() throws IOException {
        ReportWriter.of(ReportConfig.defaults().withHtml(false).withPng(false)).write(SAMPLE, folder);

        SpectrumResult read = ResultJson.read(folder.resolve("result.json"));
        RealVector eigenvalues =
                RealVector.of(NpyFile.read(folder.resolve("eigenvalues.npy")).toArray());
        assertThat(read.withEigenvalues(eigenvalues)).isEqualTo(SAMPLE.withEigenvalueFile("eigenvalues.npy"));
    }

    @Test
    void anEarlierResultStaysWhenTheNewOneCannotBeWritten() throws IOException {
        ReportWriter writer =
                ReportWriter.of(ReportConfig.defaults().withHtml(false).withPng(false));
        writer.write(SAMPLE, folder);
        byte[] before = Files.readAllBytes(folder.resolve("result.json"));
        byte[] eigenvaluesBefore = Files.readAllBytes(folder.resolve("eigenvalues.npy"));

        SpectrumResult broken = SampleResults.withFirstQ(SAMPLE, Double.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(broken, folder))
                .withMessageContaining("NaN");

        assertThat(Files.readAllBytes(folder.resolve("result.json"))).isEqualTo(before);
        assertThat(Files.readAllBytes(folder.resolve("eigenvalues.npy"))).isEqualTo(eigenvaluesBefore);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void everyFigureHasAnIdThatIsCheckedBeforeWork() {
        assertThat(Figures.of(SAMPLE))
                .isNotEmpty()
                .allSatisfy(f -> assertThat(Figures.IDS).contains(f.id()));
    }

    @Test
    void picturesOfAnotherResultGoAndFilesOfTheUserStay() throws IOException {
        ReportWriter.of(ReportConfig.defaults().withSvg(true)).write(SAMPLE, folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");

        ReportWriter.of(ReportConfig.defaults()).write(SAMPLE, folder);
        assertThat(folder.resolve("scree-plot.svg")).as("of the same result").exists();
        ReportWriter.of(ReportConfig.defaults().withHtml(false).withPng(false))
                .write(SampleResults.tanhTenOutputs("another"), folder);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("result.json", "eigenvalues.npy", "notes.txt");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.write(folder.resolve("taken"), "x".getBytes(StandardCharsets.UTF_8));
        ReportWriter writer =
                ReportWriter.of(ReportConfig.defaults().withHtml(false).withPng(false));

        assertThat(catchThrowable(() -> writer.write(SAMPLE, file.resolve("below"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("taken");
    }
}
