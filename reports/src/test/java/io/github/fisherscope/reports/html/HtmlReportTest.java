package io.github.fisherscope.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String HOSTILE = "</title><script>alert(1)</script> & \"quotes' \u2028end";
    private static final SpectrumResult SAMPLE = SampleResults.tanhTenOutputs();
    private static String html = "";
    private static Document page = new Document("");

    @BeforeAll
    static void render() throws IOException {
        html = HtmlReport.of(SAMPLE).html();
        page = Jsoup.parse(html);
    }

    @Test
    void theFirstScreenHasFiveNumbersAndThreeAnswers() {
        assertThat(page.select("#answer .keys > div")).hasSize(5);
        assertThat(page.select("#answer .words strong").eachText())
                .containsExactly("What was measured.", "What theory says.", "What it means for training.");
        assertThat(page.select(".keys .value").eachText()).contains("269.4 ± 1.5", "Theory agrees");
    }

    @Test
    void theTableShowsTheNumbersOfTheResult() {
        List<Element> rows = page.select("#comparison tbody tr");

        assertThat(rows).hasSameSizeAs(SAMPLE.comparison());
        for (int i = 0; i < rows.size(); i++) {
            ComparisonRow expected = SAMPLE.comparison().get(i);
            assertThat(rows.get(i).select("td").eachText().subList(0, 3))
                    .containsExactly(
                            Numbers.withError(expected.measured(), expected.standardError()),
                            Numbers.shortly(expected.predicted()),
                            String.format(Locale.ROOT, "%.4f", expected.ratio()));
        }
    }

    @Test
    void everyFigureHasATextAlternativeAndItsNumbers() {
        assertThat(page.select("figure")).hasSize(9).allSatisfy(figure -> {
            assertThat(figure.select("img").attr("alt")).isNotBlank();
            assertThat(figure.select(".chart").attr("aria-label")).isNotBlank();
            assertThat(figure.select("figcaption").text()).contains("tanh network");
            assertThat(figure.select("details table tbody tr")).isNotEmpty();
        });
    }

    @Test
    void nothingIsRequestedFromAnywhere() {
        assertThat(page.select("[src]").eachAttr("src")).allMatch(s -> s.startsWith("data:"));
        assertThat(page.select("link, iframe, object, embed, base, form, script[src]"))
                .isEmpty();
        assertThat(page.select("a").eachAttr("href")).allMatch(h -> h.startsWith("#"));
        assertThat(page.select("style").html()).doesNotContain("@import").doesNotContain("url(");
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
    }

    @Test
    void everyLinkHasATarget() {
        assertThat(page.select("a").eachAttr("href"))
                .allSatisfy(h -> assertThat(page.getElementById(h.substring(1))).isNotNull());
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }

    @Test
    void textOfTheUserIsShownAndNotRun() throws IOException {
        Document hostile =
                Jsoup.parse(HtmlReport.of(SampleResults.tanhTenOutputs(HOSTILE)).html());

        assertThat(hostile.title())
                .isEqualTo(HOSTILE.replace("\u2028", "\\u2028").strip());
        assertThat(hostile.select("h1").text()).startsWith("</title><script>alert(1)</script> & \"quotes'");
        assertThat(hostile.select("script")).hasSameSizeAs(page.select("script"));
    }

    @Test
    void theCommandToRunItAgainIsThere() {
        assertThat(page.select("#method pre").text())
                .startsWith("./fisher spectrum --widths 1000,1000,1000,10 --activation tanh");
    }

    @Test
    void theLicenceOfTheChartingLibraryTravelsAlong() {
        assertThat(page.select("footer").text()).contains("The MIT License (MIT)", "Leon Sorokin");
    }

    @Test
    void thePageIsTheSameEachTimeAndSmall() throws IOException {
        assertThat(HtmlReport.of(SAMPLE).html()).isEqualTo(html);
        assertThat(html.length()).isLessThan(2_000_000);
    }

    @Test
    void thePageCanBeWrittenAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("page.html");

        HtmlReport.of(SAMPLE).write(file);

        assertThat(Files.readString(file)).isEqualTo(html);
    }

    /** WCAG 2 asks for a contrast of 4.5 between text and background. */
    @Test
    void everyTextColourHasEnoughContrast() {
        String css = Assets.text("report.css");
        for (String block : List.of(
                css.substring(0, css.indexOf("@media")), css.substring(css.indexOf("data-theme=\"dark\"] {")))) {
            String paper = color(block, "paper");
            for (String text : List.of("ink", "soft", "link", "good", "bad", "neutral")) {
                assertThat(contrast(color(block, text), paper)).as(text).isGreaterThan(4.5);
            }
            for (String text : List.of("good", "bad", "neutral")) {
                assertThat(contrast(color(block, text), color(block, text + "-bg")))
                        .as(text + " on its background")
                        .isGreaterThan(4.5);
            }
            assertThat(contrast(color(block, "soft"), color(block, "panel"))).isGreaterThan(4.5);
        }
    }

    private static String color(String css, String name) {
        var matcher = Pattern.compile("--" + name + ": (#[0-9a-f]{6})").matcher(css);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static double contrast(String a, String b) {
        double first = luminance(a);
        double second = luminance(b);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String color) {
        int rgb = Integer.parseInt(color.substring(1), 16);
        return 0.2126 * linear((rgb >> 16) & 255) + 0.7152 * linear((rgb >> 8) & 255) + 0.0722 * linear(rgb & 255);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
