package io.github.fisherscope.reports.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.studies.spectrum.Execution;
import io.github.fisherscope.studies.sweep.Sweep;
import io.github.fisherscope.studies.sweep.SweepConfig;
import io.github.fisherscope.studies.sweep.SweepGridFile;
import io.github.fisherscope.studies.sweep.SweepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepReportTest {
    @TempDir
    private Path folder = Path.of("");

    private SweepResult run(List<Long> seeds) {
        return Sweep.of(SweepConfig.of(grid(seeds), folder)
                        .withExecution(Execution.defaults()
                                .withBackend("java")
                                .withConfig(new BackendConfig(Precision.DOUBLE, 1))))
                .run(SweepListener.silent());
    }

    @Test
    void tablesHoldEveryNetworkAndEveryWidth() throws IOException {
        SweepReport report = SweepReport.of(run(List.of(1L, 2L, 3L)));

        List<Path> files = report.write(ReportConfig.defaults().withSvg(true), folder);

        assertThat(files).allSatisfy(f -> assertThat(f).isNotEmptyFile());
        assertThat(Files.readAllLines(folder.resolve("sweep.csv"))).hasSize(1 + 6);
        assertThat(Files.readAllLines(folder.resolve("trends.csv")))
                .hasSize(1 + 2 * 6)
                .element(0)
                .asString()
                .startsWith("series,statistic,width,networks,measured");
        assertThat(Files.readString(folder.resolve("sweep.json")))
                .contains("\"schema\" : \"fisherscope/sweep/1\"", "\"interval\"", "\"largestResidual\"");
        assertThat(folder.resolve("trend-top-mean.png")).exists();
        assertThat(folder.resolve("trend-top-mean.svg")).exists();
        assertThat(report.terminal()).contains("mean m_λ", "95 % interval");
    }

    @Test
    void thePageHoldsTheTablesAndEveryTrend() throws IOException {
        SweepReport report = SweepReport.of(run(List.of(1L, 2L, 3L)));
        report.write(ReportConfig.defaults().withSvg(true), folder);

        Document page = Jsoup.parse(Files.readString(folder.resolve("index.html")));

        assertThat(page.select("#limits-1 tbody tr").eachText()).anyMatch(row -> row.startsWith("mean m_λ"));
        assertThat(page.select("#widths-1 tbody tr"))
                .hasSize(Files.readAllLines(folder.resolve("trends.csv")).size() - 1);
        assertThat(page.select("figure").eachAttr("id"))
                .containsExactlyElementsOf(
                        report.figures().stream().map(Figure::id).toList());
    }

    @Test
    void oneNetworkPerWidthHasNoFitAndSaysSo() {
        SweepResult result = run(List.of(1L));

        assertThat(result.trends())
                .isNotEmpty()
                .allSatisfy(t -> assertThat(t.note()).contains("no error"));
        assertThat(SweepReport.of(result).figures()).isEmpty();
    }

    @Test
    void aGridFromJsonSaysWhatIsWrongWithIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SweepGridFile.parse("{\"width\": [100]}", "grid.json"))
                .withMessageContaining("grid.json")
                .withMessageContaining("width");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SweepGridFile.parse("{\"widths\": [100, 100]}", "grid.json"))
                .withMessageContaining("100 is there twice");
    }

    @Test
    void aGridFromJsonTakesTheRestFromTheDefaults() {
        SweepGrid grid = SweepGridFile.parse("{\"widths\": [50, 60], \"inputs\": 784, \"seeds\": 3}", "grid.json");

        assertThat(grid.widths()).containsExactly(50, 60);
        assertThat(grid.inputs()).isEqualTo(784);
        assertThat(grid.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(grid.activations()).containsExactly("tanh");
    }

    /** Two widths of a small tanh network. */
    private static SweepGrid grid(List<Long> seeds) {
        return new SweepGrid(
                List.of(2),
                List.of(10, 20),
                null,
                List.of(2),
                List.of(5),
                List.of("tanh"),
                List.of(3.0),
                List.of(0.64),
                seeds);
    }
}
