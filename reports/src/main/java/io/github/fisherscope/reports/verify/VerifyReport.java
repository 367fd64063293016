package io.github.fisherscope.reports.verify;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.reports.text.VerdictWords;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.verify.VerifyResult;
import io.github.fisherscope.results.verify.VerifyTerms;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** A verification as text, as JSON and in the JUnit form that build servers show. */
public final class VerifyReport {
    private final VerifyResult result;

    private VerifyReport(VerifyResult result) {
        this.result = Objects.requireNonNull(result, "result");
    }

    public static VerifyReport of(VerifyResult result) {
        return new VerifyReport(result);
    }

    /** Returns a table per family and a sentence that names what disagrees and by how much. */
    public String terminal() {
        StringBuilder text = new StringBuilder();
        for (VerifyResult.CaseResult c : result.cases()) {
            text.append(title(c)).append('\n').append(table(c).terminal()).append('\n');
        }
        return text.append(summary()).append('\n').toString();
    }

    /** Returns the error rates and what disagrees, by how many standard errors. */
    public String summary() {
        VerifyTerms terms = result.terms();
        List<String> off = new ArrayList<>();
        for (VerifyResult.CaseResult c : result.cases()) {
            for (VerifyResult.Row row : c.rows()) {
                if (row.comparison().verdict() == Verdict.DISAGREES) {
                    off.add(describe(c, row.comparison()));
                }
            }
        }
        long rows = result.cases().stream().mapToLong(c -> c.rows().size()).sum();
        String rates = String.format(
                Locale.ROOT,
                "False alarms: at most %.2g per run.%s",
                terms.falseAlarm(),
                result.powerful()
                        ? String.format(
                                Locale.ROOT,
                                " A prediction wrong by %.3g %% would be seen with probability %.3g.",
                                100 * terms.detect(),
                                1 - terms.miss())
                        : String.format(
                                Locale.ROOT,
                                " WEAK: an error of %.3g %% may go unseen, see column 'sees'; use more networks.",
                                100 * terms.detect()));
        if (off.isEmpty()) {
            return String.format(Locale.ROOT, "%s %s", agreement(result.judged(), rows), rates);
        }
        return String.format(
                Locale.ROOT,
                "%d of %d statistics %s with theory: %s. %s",
                off.size(),
                rows,
                off.size() == 1 ? "disagrees" : "disagree",
                String.join("; ", off),
                rates);
    }

    private static String agreement(long judged, long rows) {
        if (judged == rows) {
            return rows == 1
                    ? "The statistic agrees with theory."
                    : String.format(Locale.ROOT, "All %d statistics agree with theory.", rows);
        }
        return judged == 0
                ? "What was measured could not be judged: take more networks or wider layers."
                : String.format(
                        Locale.ROOT,
                        "%d of %d statistics agree with theory; the others could not be judged.",
                        judged,
                        rows);
    }

    private static String describe(VerifyResult.CaseResult c, ComparisonRow row) {
        return String.format(
                Locale.ROOT,
                "%s of %s is %s and not %s, %s standard errors away",
                row.label(),
                c.family().spec().activation().id(),
                Numbers.withError(row.measured(), row.standardError()),
                Numbers.shortly(row.predicted()),
                z(row.zScore()));
    }

    private static String title(VerifyResult.CaseResult c) {
        NetworkSpec spec = c.family().spec();
        return String.format(
                Locale.ROOT,
                "%s %s%s, σ_w² = %s, σ_b² = %s, T = %d, %d networks",
                spec.activation().id(),
                spec.widths().stream().map(String::valueOf).collect(Collectors.joining("-")),
                spec.biases() ? "" : " without biases",
                Numbers.shortly(spec.weightVariance()),
                Numbers.shortly(spec.biasVariance()),
                c.family().samples(),
                c.networks());
    }

    private static TextTable table(VerifyResult.CaseResult c) {
        List<List<String>> rows = new ArrayList<>();
        for (VerifyResult.Row row : c.rows()) {
            ComparisonRow r = row.comparison();
            rows.add(List.of(
                    r.label(),
                    Numbers.withError(r.measured(), r.standardError()),
                    Numbers.shortly(r.predicted()),
                    r.ratio() == null ? Numbers.NONE : String.format(Locale.ROOT, "%.4f", r.ratio()),
                    z(r.zScore()),
                    sees(row.detectable()),
                    VerdictWords.of(r.verdict())));
        }
        return TextTable.of(List.of("statistic", "measured", "theory", "ratio", "z", "sees", "verdict"), rows);
    }

    /** An error that no size of it would show has no number. */
    private static String sees(double detectable) {
        return Double.isFinite(detectable) ? String.format(Locale.ROOT, "±%.2g %%", 100 * detectable) : "no error";
    }

    private static String z(@Nullable Double z) {
        return z == null ? Numbers.NONE : String.format(Locale.ROOT, "%+.1f", z);
    }

    private record JsonRow(
            @JsonUnwrapped Family family,
            @JsonUnwrapped Values values,
            @Nullable Double detectable,
            String verdict,
            String note) {}

    private record Family(String network, int networks) {}

    private record Values(
            String statistic,
            double measured,
            @Nullable Double standardError,
            @Nullable Double predicted,
            @Nullable Double ratio,
            @Nullable Double zScore) {}

    private record Page(
            String schema,
            String version,
            @JsonUnwrapped Answer answer,
            @JsonUnwrapped Promise promise,
            String summary,
            List<JsonRow> rows) {}

    private record Answer(boolean agrees, boolean powerful) {}

    private record Promise(double falseAlarm, double detect, double miss, String seed) {}

    /** Returns the result as JSON, ending with a line feed. */
    public String json() {
        List<JsonRow> rows = new ArrayList<>();
        for (VerifyResult.CaseResult c : result.cases()) {
            for (VerifyResult.Row row : c.rows()) {
                ComparisonRow r = row.comparison();
                rows.add(new JsonRow(
                        new Family(title(c), c.networks()),
                        new Values(
                                r.statistic(), r.measured(), r.standardError(), r.predicted(), r.ratio(), r.zScore()),
                        Double.isFinite(row.detectable()) ? row.detectable() : null,
                        r.verdict().name().toLowerCase(Locale.ROOT),
                        r.note()));
            }
        }
        VerifyTerms terms = result.terms();
        Page page = new Page(
                "fisherscope/verify/1",
                BuildInfo.current().version(),
                new Answer(result.agrees(), result.powerful()),
                new Promise(terms.falseAlarm(), terms.detect(), terms.miss(), Long.toString(terms.seed())),
                summary(),
                rows);
        return JsonText.page(page);
    }

    /** Returns a JUnit test suite with a test case per statistic; a failure says what disagrees and by how much. */
    public String junit() {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "fisher verify");
            xml.writeAttribute("tests", Long.toString(count(null)));
            xml.writeAttribute("failures", Long.toString(count(Verdict.DISAGREES)));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", result.seconds()));
            for (VerifyResult.CaseResult c : result.cases()) {
                for (VerifyResult.Row row : c.rows()) {
                    write(xml, c, row.comparison());
                }
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
        return text + "\n";
    }

    private static void write(XMLStreamWriter xml, VerifyResult.CaseResult c, ComparisonRow row)
            throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", title(c));
        xml.writeAttribute("name", row.statistic());
        if (row.verdict() == Verdict.DISAGREES) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", describe(c, row));
            xml.writeCharacters(row.note());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private long count(@Nullable Verdict verdict) {
        return result.cases().stream()
                .flatMap(c -> c.rows().stream())
                .filter(r -> verdict == null || r.comparison().verdict() == verdict)
                .count();
    }
}
