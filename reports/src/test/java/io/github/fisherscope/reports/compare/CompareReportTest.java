package io.github.fisherscope.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.ReportWriter;
import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.ResultFile;
import io.github.fisherscope.results.compare.NamedResult;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.compare.DistanceStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareReportTest {
    private static final SpectrumResult RESULT = SampleResults.tanhTenOutputs("<script>alert(1)</script>");

    @TempDir
    private Path folder;

    private static SpectrumResult scaled(double factor) {
        double[] values =
                RESULT.spectrum().eigenvalues().stream().map(v -> v * factor).toArray();
        return RESULT.withEigenvalues(RealVector.of(values));
    }

    @Test
    void aSpectrumTenTimesAsLargeLiesOneDecadeAway() {
        var report = compare(List.of(new NamedResult("a", RESULT), new NamedResult("b", scaled(10))));

        List<String> decades = report.distances().rows().get(2);
        assertThat(decades).startsWith("a", "b", "Wasserstein-1, in decades of λ", "1.000");
    }

    @Test
    void aResultHasNoDistanceToItselfAndRatioOne() {
        var report = compare(List.of(new NamedResult("a", RESULT), new NamedResult("b", RESULT)));

        assertThat(report.distances().rows())
                .allSatisfy(r -> assertThat(r.get(3)).isEqualTo("0"));
        assertThat(report.differences().rows())
                .isNotEmpty()
                .allSatisfy(r -> assertThat(r.get(3)).isEqualTo("1.0000"));
    }

    @Test
    void namesAndTitlesAreShownAsText() throws IOException {
        var report = compare(List.of(new NamedResult("<img src=x>", RESULT), new NamedResult("b", scaled(2))));

        var page = Jsoup.parse(report.html());

        assertThat(page.select("img[src=x]")).isEmpty();
        assertThat(page.select("#settings").text()).contains("<script>alert(1)</script>", "<img src=x>");
        assertThat(page.select("figure")).hasSize(3);
        assertThat(report.html()).hasSizeLessThan(2_000_000);
    }

    @Test
    void tooFewResultsAndRepeatedNamesAreRefused() {
        assertThatThrownBy(() -> compare(List.of(new NamedResult("a", RESULT))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("number of results");
        assertThatThrownBy(() -> compare(List.of(new NamedResult("a", RESULT), new NamedResult("a", RESULT))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' is there twice");
    }

    @Test
    void writtenResultsReadBackWithTheirEigenvalues() {
        ReportWriter.of(ReportConfig.defaults().withHtml(false).withPng(false)).write(RESULT, folder);

        assertThat(ResultFile.read(folder)).isEqualTo(RESULT.withEigenvalueFile("eigenvalues.npy"));
    }

    @Test
    void eigenvaluesOfAnotherRunAreRefused() throws IOException {
        ReportWriter writer =
                ReportWriter.of(ReportConfig.defaults().withHtml(false).withPng(false));
        writer.write(RESULT, folder.resolve("a"));
        writer.write(scaled(2), folder.resolve("b"));
        Files.copy(
                folder.resolve("b/eigenvalues.npy"),
                folder.resolve("a/eigenvalues.npy"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> ResultFile.read(folder.resolve("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("they are of different runs");
        Files.delete(folder.resolve("a/eigenvalues.npy"));
        assertThatThrownBy(() -> ResultFile.read(folder.resolve("a/result.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not in the same folder");
    }

    @Test
    void aChangedEigenvalueIsNoticed() throws IOException {
        ReportWriter.of(ReportConfig.defaults().withHtml(false).withPng(false)).write(RESULT, folder);
        double[] values = RESULT.spectrum().eigenvalues().toArray();
        int top = RESULT.spectrum().top().size();
        double[] raised = values.clone();
        raised[values.length / 2] = values[0];
        double[] inTop = values.clone();
        inTop[top - 1] = Math.nextDown(values[top - 1]);
        double[] smaller = values.clone();
        for (int i = top; i < values.length; i++) {
            smaller[i] = 0.9 * values[i];
        }
        Map.of("must descend", raised, "spectrum.top says", inTop, "spectrum.mean says", smaller)
                .forEach((words, changed) -> {
                    replaceEigenvalues(changed);
                    assertThatThrownBy(() -> ResultFile.read(folder))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContainingAll("eigenvalues.npy", words, "damaged");
                });
        replaceEigenvalues(values);
        assertThat(ResultFile.read(folder).spectrum().eigenvalues().size()).isEqualTo(values.length);
    }

    private void replaceEigenvalues(double[] values) {
        try {
            Files.write(folder.resolve("eigenvalues.npy"), NpyFile.bytes(values, values.length));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void foreignAndDamagedFilesAreRefusedByName() throws IOException {
        Path foreign = Files.writeString(folder.resolve("foreign.json"), "{\"x\": 1}");
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> ResultFile.read(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("foreign.json", "schema is missing");
        assertThatThrownBy(() -> ResultFile.read(binary))
                .isInstanceOf(InputFileException.class)
                .hasMessageContainingAll("binary.json", "not UTF-8");
    }

    private static CompareReport compare(List<NamedResult> results) {
        return CompareReport.of(results, DistanceStudy.of(results));
    }
}
