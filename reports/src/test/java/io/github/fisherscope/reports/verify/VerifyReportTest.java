package io.github.fisherscope.reports.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.verify.VerifyCase;
import io.github.fisherscope.results.verify.VerifyResult;
import io.github.fisherscope.results.verify.VerifyTerms;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is printed of a verification; its numbers here are made up. */
class VerifyReportTest {
    private static final NetworkSpec RELU = NetworkSpec.of(Activation.parse("relu"), 2, 0.1, 200, 200, 200, 1);

    private static VerifyResult.Row row(String statistic, String label, Verdict verdict, double detectable) {
        return new VerifyResult.Row(
                new ComparisonRow(
                        new ComparisonRow.Subject(statistic, label, ""),
                        new ComparisonRow.Measurement(1.5, 0.05),
                        new ComparisonRow.Prediction(1.0, null, 1.5, 10.0),
                        verdict,
                        "Allowed: ±3 % for chance."),
                detectable);
    }

    private static VerifyResult result(double detectable) {
        List<VerifyResult.Row> rows = List.of(
                row("mean", "mean m_λ", Verdict.DISAGREES, detectable),
                row("bulk", "bulk", Verdict.AGREES, detectable));
        return new VerifyResult(
                new VerifyTerms(1e-3, 0.1, 0.01, 1),
                List.of(new VerifyResult.CaseResult(new VerifyCase(RELU, 10), 40, rows)),
                2);
    }

    @Test
    void whatDisagreesIsNamedWithItsDistance() {
        assertThat(VerifyReport.of(result(0.1)).summary())
                .contains("mean m_λ of relu")
                .contains("standard errors away")
                .doesNotContain("WEAK");
    }

    @Test
    void tooFewNetworksAreCalledWeak() {
        assertThat(VerifyReport.of(result(0.4)).summary()).contains("WEAK");
    }

    @Test
    void theTextHasATableForEachFamilyAndTheSentence() {
        String text = VerifyReport.of(result(0.1)).terminal();
        assertThat(text)
                .startsWith("relu 200-200-200-1, σ_w² = 2.000, σ_b² = 0.1000, T = 10, 40 networks\n")
                .contains("statistic", "sees", "mean m_λ", "1.500 ± 0.050", "±10 %", "+10.0", "disagrees", "agrees")
                .endsWith(VerifyReport.of(result(0.1)).summary() + "\n");
        assertThat(VerifyReport.of(result(Double.POSITIVE_INFINITY)).terminal()).contains("no error");
    }

    @Test
    void theJsonSaysWhatWasPromisedAndWhatWasFound() {
        JsonNode json =
                JsonMapper.shared().readTree(VerifyReport.of(result(0.1)).json());
        assertThat(json.path("schema").asString()).isEqualTo("fisherscope/verify/1");
        assertThat(json.path("agrees").asBoolean(true)).isFalse();
        assertThat(json.path("powerful").asBoolean(false)).isTrue();
        assertThat(json.path("falseAlarm").asDouble()).isEqualTo(1e-3);
        assertThat(json.path("detect").asDouble()).isEqualTo(0.1);
        assertThat(json.path("seed").asString()).isEqualTo("1");
        assertThat(json.path("rows")).hasSize(2);
        JsonNode row = json.path("rows").path(0);
        assertThat(row.path("statistic").asString()).isEqualTo("mean");
        assertThat(row.path("networks").asInt()).isEqualTo(40);
        assertThat(row.path("measured").asDouble()).isEqualTo(1.5);
        assertThat(row.path("standardError").asDouble()).isEqualTo(0.05);
        assertThat(row.path("predicted").asDouble()).isEqualTo(1.0);
        assertThat(row.path("zScore").asDouble()).isEqualTo(10.0);
        assertThat(row.path("verdict").asString()).isEqualTo("disagrees");
        assertThat(row.path("note").asString()).isEqualTo("Allowed: ±3 % for chance.");

        JsonNode blind = JsonMapper.shared()
                .readTree(VerifyReport.of(result(Double.POSITIVE_INFINITY)).json());
        assertThat(blind.path("powerful").asBoolean(true)).isFalse();
        assertThat(blind.path("rows").path(0).path("detectable").isNull()).isTrue();
    }

    @Test
    void theJunitFileCountsFailures() throws ParserConfigurationException, IOException, SAXException {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(
                        new StringReader(VerifyReport.of(result(0.1)).junit())));

        assertThat(xml.getDocumentElement().getAttribute("tests")).isEqualTo("2");
        assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
    }
}
