package io.github.fisherscope.reports.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.studies.config.Execution;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"seeds\": 2.7}                        | seeds is 2.7; write a whole number from 1 to 1000000",
                "{\"seeds\": 4294967298}                 | seeds is 4294967298; write a whole number",
                "{\"seeds\": [1.5, 2]}                   | seeds[0] is 1.5; write a whole number",
                "{\"seeds\": [1, 18446744073709551617]}  | seeds[1] is 18446744073709551617",
                "{\"seeds\": 1e999999999}                | seeds is 1",
                "{\"seeds\": \"3\"}                      | seeds is \"3\"",
                "{\"seeds\": true}                       | seeds is true",
                "{\"seeds\": 0}                          | seeds is 0",
                "{\"widths\": [8, 12.5]}                 | widths[1] is 12.5; write a whole number from 1 to 2147483647",
                "{\"widths\": [4294967304]}              | widths[0] is 4294967304",
                "{\"widths\": [\"8\"]}                   | widths[0] is \"8\"",
                "{\"widths\": [null]}                    | widths[0] is null",
                "{\"widths\": 8}                         | widths is 8; write a list such as [8]",
                "{\"widths\": []}                        | widths is empty",
                "{\"widths\": [8], \"widths\": [9]}      | the key \"widths\" is there twice",
                "{\"width\": [8]}                        | the key \"width\" is unknown; choose from depths, widths",
                "{\"inputs\": 3.5}                       | inputs is 3.5",
                "{\"samples\": [-1]}                     | samples[0] is -1",
                "{\"depths\": [[2]]}                     | depths[0] is [2]",
                "{\"activations\": [1]}                  | activations[0] is 1; write a text in quotes",
                "{\"activations\": [\"swoosh\"]}         | swoosh",
                "{\"weightVariances\": [1e400]}          | weightVariances[0] is 1E+400",
                "{\"weightVariances\": [\"1\"]}          | weightVariances[0] is \"1\"",
                "{\"weightVariances\": [NaN]}            | not valid JSON",
                "{\"weightVariances\": [-1]}             | weightVariance is -1",
                "[8]                                     | it holds [8]; write an object",
                "null                                    | it holds no value",
                "{\"widths\": [8]} x                     | not valid JSON",
                "{\"widths\": [8]                        | not valid JSON",
            })
    void aGridIsReadStrictly(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SweepGridFile.parse(json, "grid.json"))
                .withMessageContaining("grid.json")
                .withMessageContaining(message)
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("java.", "tools.", "fisherscope.reports", "$"));
    }

    @Test
    void aGridMayBeginWithAByteOrderMarkAndWriteWholeNumbersAsItLikes() throws IOException {
        Path file = Files.writeString(folder.resolve("grid.json"), "\uFEFF{\"widths\": [8.0, 1e1], \"seeds\": 2.0}");

        SweepGrid grid = SweepGridFile.read(file);

        assertThat(grid.widths()).containsExactly(8, 10);
        assertThat(grid.seeds()).containsExactly(1L, 2L);
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
