package io.github.fisherscope.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.fisherscope.reports.chart.Figures;
import io.github.fisherscope.reports.internal.html.JtereportGenerated;
import io.github.fisherscope.reports.text.ResultText;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The text of the report's page and of the terminal in every cell of {@link StudyCells}, held against a written table: for
 * each sentence the cells where it stands. Numbers with a point are masked. {@code -Dgolden.update=true} writes the table
 * anew; read every line of the difference, for each must be true of its cells.
 */
class PageSentencesTest {
    private static final Path GOLDEN =
            Path.of("src/test/resources/io/github/fisherscope/reports/html/page-sentences.md");

    private static final SentenceTable SAID = new SentenceTable();

    private static int cells;

    @BeforeAll
    static void readEveryPage() {
        StudyCells.all().forEach((name, config) -> {
            SpectrumResult result = SpectrumStudy.of(config).run(StudyListener.silent());
            read(name, page(result));
            ResultText.of(result)
                    .terminal()
                    .lines()
                    .filter(line -> line.endsWith("."))
                    .forEach(line -> SAID.say("terminal", line, name));
            cells++;
        });
    }

    private static Document page(SpectrumResult result) {
        assertThat(Figures.of(result)).allSatisfy(f -> assertThat(Figures.IDS).contains(f.id()));
        List<FigureView> figures = Figures.of(result).stream()
                .map(figure -> new FigureView(figure, "", "", List.of()))
                .toList();
        StringOutput out = new StringOutput(1 << 18);
        JtereportGenerated.render(new OwaspHtmlTemplateOutput(out), null, ReportPage.of(result, figures));
        return Jsoup.parse(out.toString());
    }

    private static void read(String cell, Document page) {
        for (Element section : page.select("main section:not(#glossary)")) {
            String place = section.id();
            for (Element e : section.select("h2, h3, p, li, .detail, .sub, figcaption, img, #method dd")) {
                if (place.equals("method") && !e.tagName().equals("dd")) {
                    continue;
                }
                Element name = e.previousElementSibling();
                boolean word = place.equals("method")
                        && !Set.of("matrix", "labels", "conventions", "ended", "method")
                                .contains(name == null ? "" : name.text());
                if (!word) {
                    SAID.say(place, e.tagName().equals("img") ? e.attr("alt") : e.text(), cell);
                }
            }
        }
    }

    /** Names the cells; those of the table of likelihood × labels × weights by rows and columns. */
    private static String words(Set<String> in) {
        Map<String, Set<String>> byEnd = new TreeMap<>();
        in.forEach(cell -> byEnd.computeIfAbsent(cell.substring(cell.lastIndexOf(' ') + 1), k -> new TreeSet<>())
                .add(cell.substring(0, cell.lastIndexOf(' '))));
        Map<Set<String>, List<String>> sameEnds = new LinkedHashMap<>();
        byEnd.forEach((end, starts) ->
                sameEnds.computeIfAbsent(starts, k -> new ArrayList<>()).add(end));
        return sameEnds.entrySet().stream()
                .map(e -> String.join("/", e.getValue()) + ": " + likelihoods(e.getKey()))
                .collect(Collectors.joining("; "));
    }

    private static String likelihoods(Set<String> starts) {
        Map<String, Set<String>> byMatrix = new TreeMap<>();
        for (String start : starts) {
            int blank = start.indexOf(' ');
            boolean likelihood = blank > 0
                    && Set.of("gaussian", "categorical", "bernoulli", "poisson").contains(start.substring(0, blank));
            byMatrix.computeIfAbsent(likelihood ? start.substring(blank + 1) : start, k -> new TreeSet<>())
                    .add(likelihood ? start.substring(0, blank) : "");
        }
        Map<Set<String>, List<String>> same = new LinkedHashMap<>();
        byMatrix.forEach((matrix, likelihoods) ->
                same.computeIfAbsent(likelihoods, k -> new ArrayList<>()).add(matrix));
        return same.entrySet().stream()
                .map(e -> (e.getKey().size() == 4 ? "every likelihood" : String.join("/", e.getKey())) + " "
                        + String.join(", ", e.getValue()))
                .map(String::strip)
                .collect(Collectors.joining(" + "));
    }

    private static String table() {
        return SAID.text(cells, PageSentencesTest::words);
    }

    @Test
    void everyPageSaysWhatIsWritten() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, table());
        }
        assertThat(table()).isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
    }
}
