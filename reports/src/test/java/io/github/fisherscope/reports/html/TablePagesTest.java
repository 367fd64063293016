package io.github.fisherscope.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.compare.CompareReport;
import io.github.fisherscope.reports.sweep.SweepReport;
import io.github.fisherscope.results.compare.NamedResult;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.studies.compare.DistanceStudy;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import io.github.fisherscope.studies.spectrum.StudyListener;
import io.github.fisherscope.studies.sweep.Sweep;
import io.github.fisherscope.studies.sweep.SweepConfig;
import io.github.fisherscope.studies.sweep.SweepGridFile;
import io.github.fisherscope.studies.sweep.SweepListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The text of the pages and terminals of {@code report a b} and of sweeps, held against written tables as {@link
 * PageSentencesTest} does for a single result. {@code -Dgolden.update=true} writes the tables anew; read every line of the
 * difference.
 */
class TablePagesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/github/fisherscope/reports/html");

    /** Results that are compared, by the words of the cell. */
    private static final Map<String, List<String>> COMPARED = compared();

    private static final Map<String, String> SWEPT = Map.of(
            "one network for each width", "{\"widths\": [8, 16], \"depths\": [2], \"samples\": [6], \"seeds\": 1}",
            "three networks for each width",
                    "{\"widths\": [8, 16, 32], \"depths\": [2], \"samples\": [6], \"seeds\": 3}",
            "a single width", "{\"widths\": [8], \"depths\": [2], \"samples\": [6], \"seeds\": 3}",
            "two depths, two activations",
                    "{\"widths\": [8, 16], \"depths\": [1, 3], \"activations\": [\"tanh\", \"relu\"], \"samples\": [6], \"seeds\": 2}",
            "no biases' variance, centred",
                    "{\"widths\": [8, 16], \"depths\": [2], \"biasVariances\": [0], \"samples\": [6], \"seeds\": 2}");

    @TempDir
    private Path folder = Path.of("");

    private static Map<String, List<String>> compared() {
        Map<String, List<String>> cells = new LinkedHashMap<>();
        cells.put("two random networks", List.of("gaussian exact random", "one output random"));
        cells.put("random and given", List.of("gaussian exact random", "gaussian exact given"));
        cells.put("two likelihoods", List.of("gaussian exact given", "categorical exact given"));
        cells.put("exact and empirical", List.of("gaussian exact given", "gaussian empirical given"));
        cells.put("the same result", List.of("gaussian exact given", "gaussian exact given"));
        cells.put("whole and in blocks", List.of("gaussian exact given", "layers given"));
        cells.put("Fisher matrix and Hessian", List.of("gaussian exact given", "gaussian hessian given"));
        cells.put("a matrix that is zero", List.of("gaussian exact given", "zero weights, exact given"));
        cells.put("a first matrix that is zero", List.of("zero weights, exact given", "gaussian exact given"));
        cells.put(
                "three results",
                List.of("gaussian exact random", "wide networks random", "gaussian exact as-if-random"));
        return cells;
    }

    @Test
    void pagesOfSeveralResultsSayWhatIsWritten() throws IOException {
        Map<String, SpectrumResult> studied = new LinkedHashMap<>();
        SentenceTable said = new SentenceTable();
        for (Map.Entry<String, List<String>> cell : COMPARED.entrySet()) {
            List<NamedResult> results = new ArrayList<>();
            for (String name : cell.getValue()) {
                SpectrumResult result = studied.computeIfAbsent(
                        name, n -> SpectrumStudy.of(StudyCells.named(n)).run(StudyListener.silent()));
                results.add(new NamedResult(name + (results.isEmpty() ? "" : " " + results.size()), result));
            }
            CompareReport report = CompareReport.of(results, DistanceStudy.of(results));
            read(said, cell.getKey(), Jsoup.parse(report.html()), report.terminal());
        }
        holds("compare-sentences.md", said.text(COMPARED.size(), TablePagesTest::words));
    }

    @Test
    void pagesOfSweepsSayWhatIsWritten() throws IOException {
        SentenceTable said = new SentenceTable();
        for (Map.Entry<String, String> cell : SWEPT.entrySet()) {
            Path out = Files.createTempDirectory(folder, "sweep");
            SweepResult result = Sweep.of(SweepConfig.of(SweepGridFile.parse(cell.getValue(), "grid"), out)
                            .withExecution(Execution.defaults()
                                    .withBackend("java")
                                    .withConfig(new BackendConfig(Precision.DOUBLE, 1))))
                    .run(SweepListener.silent());
            SweepReport report = SweepReport.of(result);
            report.write(ReportConfig.defaults().withPng(false), out);
            read(said, cell.getKey(), Jsoup.parse(Files.readString(out.resolve("index.html"))), report.terminal());
        }
        holds("sweep-sentences.md", said.text(SWEPT.size(), TablePagesTest::words));
    }

    private static void read(SentenceTable said, String cell, Document page, String terminal) {
        for (Element e : page.select(
                "main h1, main h2, main h3, main p, main li, main th, main figcaption, main img, #settings td")) {
            said.say("page", e.tagName().equals("img") ? e.attr("alt") : e.text(), cell);
        }
        terminal.lines().filter(line -> line.endsWith(".")).forEach(line -> said.say("terminal", line, cell));
    }

    private static String words(Set<String> cells) {
        return String.join("; ", cells);
    }

    private static void holds(String name, String text) throws IOException {
        Path golden = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden, StandardCharsets.UTF_8));
    }
}
