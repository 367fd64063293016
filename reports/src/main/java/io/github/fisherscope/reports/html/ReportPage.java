package io.github.fisherscope.reports.html;

import io.github.fisherscope.reports.text.CommandLine;
import io.github.fisherscope.reports.text.DistributionText;
import io.github.fisherscope.reports.text.Glossary;
import io.github.fisherscope.reports.text.Summary;
import io.github.fisherscope.reports.text.VerdictWords;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.GraphInfo;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.results.spectrum.ReadingInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.spectrum.TheoryInfo.Condition;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the template shows, with every number already in words. */
public record ReportPage(
        SpectrumResult result,
        Summary summary,
        List<FigureView> figures,
        String figuresJson,
        Tables tables,
        Distribution distribution,
        Background background,
        List<Glossary.Entry> glossary) {

    /** The tables of numbers. */
    public record Tables(List<Row> comparison, List<Layer> layers, List<Rate> rates) {}

    /** The eigenvalues as a distribution, in tables and in sentences. */
    public record Distribution(List<DistributionText.Part> parts, List<String> sentences) {}

    /**
     * How the numbers came about.
     *
     * @param command the command line; may be empty
     */
    public record Background(List<Fact> method, List<Fact> provenance, String command) {}

    /** One row of the comparison. */
    public record Row(String label, String explanation, Cells cells, Judgement judgement) {}

    /** The numbers of a row. */
    public record Cells(String measured, String predicted, String ratio, String z) {}

    /**
     * What became of a row.
     *
     * @param look class of the style sheet
     */
    public record Judgement(String verdict, String look, String note) {}

    /** One layer. */
    public record Layer(
            String layer, String parameters, String mean, String predictedMean, String max, String predictedMax) {}

    /** One learning-rate bound. */
    public record Rate(String method, String momentum, String bound, String predicted) {}

    /** A name with its value. */
    public record Fact(String name, String value) {}

    static ReportPage of(SpectrumResult result, List<FigureView> figures) {
        DistributionText distribution = DistributionText.of(result);
        return new ReportPage(
                result,
                Summary.of(result),
                figures,
                FigureJson.of(figures),
                new Tables(
                        result.comparison().stream().map(r -> row(result, r)).toList(),
                        result.layers().stream().map(l -> layer(result, l)).toList(),
                        rates(result)),
                new Distribution(distribution.parts(), distribution.sentences()),
                new Background(
                        method(result),
                        provenance(result),
                        CommandLine.quoted(result.provenance().command())),
                Glossary.entries());
    }

    /** Returns what the blocks of the matrix belong to. */
    public String blocks() {
        return result.network().graph() == null ? "layer" : "parameter tensor";
    }

    /** Returns whether something is predicted; without it the page has no columns for predictions. */
    public boolean predicts() {
        return result.theory().mean() != null;
    }

    /** Returns whether the weights were given and theory of random ones was not asked for. */
    public boolean measuredOnly() {
        return TheoryInfo.NOT_ASKED.equals(result.theory().weights());
    }

    /** Returns the conditions of theory, those that fail first. */
    public List<Condition> conditions() {
        return result.theory().conditions().stream()
                .filter(condition -> summary.explains(condition))
                .sorted(Comparator.comparing(Condition::holds))
                .toList();
    }

    /** Returns the text of a file that the page carries. */
    public String asset(String name) {
        return Assets.text(name);
    }

    private static Row row(SpectrumResult result, ComparisonRow r) {
        return new Row(
                r.label(),
                r.explanation(),
                new Cells(
                        result.ensemble() == null
                                ? Numbers.shortly(r.measured())
                                : Numbers.withError(r.measured(), r.standardError()),
                        Numbers.shortly(r.predicted()),
                        fixed(r.ratio(), 4),
                        fixed(r.zScore(), 2)),
                new Judgement(
                        VerdictWords.of(r.verdict()),
                        r.verdict() == Verdict.AGREES ? "good" : r.verdict() == Verdict.DISAGREES ? "bad" : "neutral",
                        r.note()));
    }

    private static Layer layer(SpectrumResult result, LayerInfo l) {
        Double top = l.measured().topMean();
        return new Layer(
                result.network().blockName(l.layer()),
                Numbers.count(l.parameters()),
                Numbers.withError(l.mean(), l.measured().meanStandardError()),
                Numbers.shortly(l.predicted().predictedMean()),
                top == null ? Numbers.withError(l.max(), l.measured().maxStandardError()) : Numbers.shortly(top),
                Numbers.shortly(l.predicted().predictedTopMean()));
    }

    private static List<Rate> rates(SpectrumResult result) {
        var rate = result.learningRate();
        List<Rate> rates = new ArrayList<>();
        if (rate.bound() == null) {
            return rates;
        }
        rates.add(new Rate(
                "gradient descent", "0", Numbers.shortly(rate.bound()), Numbers.shortly(rate.predictedBound())));
        for (var row : rate.momentum()) {
            rates.add(new Rate(
                    row.method(),
                    Numbers.significant(row.momentum(), 2),
                    Numbers.shortly(row.bound()),
                    Numbers.shortly(row.predicted())));
        }
        for (var row : rate.damped()) {
            rates.add(new Rate(
                    "natural gradient, damping ρ = " + Numbers.significant(row.damping(), 2),
                    Numbers.NONE,
                    Numbers.shortly(row.bound()),
                    Numbers.shortly(row.predicted())));
        }
        return rates;
    }

    private static List<Fact> method(SpectrumResult result) {
        var s = result.spectrum();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("method", s.run().method() + ": " + s.run().chosenBecause()));
        facts.add(new Fact("ended", s.run().stopReason()));
        facts.add(new Fact("eigenvalues computed", Numbers.count(s.ranks().count())));
        if (s.ranks().rank() != null && s.ranks().rankThreshold() != null) {
            facts.add(new Fact(
                    "rank",
                    Numbers.count(s.ranks().rank()) + " (eigenvalues above "
                            + Numbers.significant(s.ranks().rankThreshold(), 2) + ")"));
        }
        String letter = result.fisher().letter();
        facts.add(new Fact(
                "participation ratio (tr %1$s)²/tr %1$s²".formatted(letter),
                Numbers.shortly(s.ranks().participationRatio())));
        facts.add(new Fact(
                "effective rank tr %s/λ_max".formatted(letter),
                Numbers.shortly(s.ranks().effectiveRank())));
        facts.add(new Fact(
                "matrix",
                "%s, %s form, outputs %s, %s label expectation, %s likelihood"
                        .formatted(
                                result.fisher().matrix(),
                                result.fisher().form(),
                                result.fisher().normalization() == null
                                        ? "as they are"
                                        : "after " + result.fisher().normalization(),
                                result.fisher().labelExpectation(),
                                result.fisher().likelihood())));
        if (result.fisher().meaning() != null) {
            facts.add(new Fact("labels", result.fisher().meaning()));
        }
        if (result.fisher().conventions() != null) {
            facts.add(new Fact("conventions", result.fisher().conventions()));
        }
        for (var check : s.checks()) {
            facts.add(new Fact(
                    "cross-check of " + check.quantity(),
                    "%s: %s, %s: %s, relative difference %s"
                            .formatted(
                                    check.firstRoute(),
                                    Numbers.significant(check.first(), 10),
                                    check.secondRoute(),
                                    Numbers.significant(check.second(), 10),
                                    Numbers.significant(check.relativeDifference(), 2))));
        }
        facts.add(new Fact("memory, estimated", megabytes(s.run().memory().estimatedBytes())));
        return facts;
    }

    private static List<Fact> provenance(SpectrumResult result) {
        var p = result.provenance();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "Fisherscope",
                p.program().version()
                        + (p.program().commit() == null
                                ? ""
                                : " (" + p.program().commit() + ")")));
        facts.add(new Fact("Java", p.machine().java()));
        facts.add(new Fact("platform", p.machine().platform()));
        facts.add(new Fact(
                "backend",
                p.machine().backend() + ", " + p.machine().threads() + " threads, "
                        + p.machine().precision() + " precision"));
        add(facts, "network file", result.network().source());
        add(facts, "network file SHA-256", result.network().given().sha256());
        ReadingInfo reading = result.network().reading();
        if (reading != null) {
            facts.add(new Fact("network arrays", String.join(", ", reading.arrays())));
            facts.add(new Fact(
                    "matrices",
                    reading.orientation() == null
                            ? "as the format of the file has them"
                            : reading.orientation() + ", decided by: " + reading.orientationSource()));
            facts.add(new Fact(
                    "activations",
                    String.join(", ", reading.layerActivations()) + ", from: " + reading.activationSource()));
            reading.notes().forEach(note -> facts.add(new Fact("reading of the network", note)));
        }
        GraphInfo graph = result.network().graph();
        if (graph != null) {
            graph.notes().forEach(note -> facts.add(new Fact("reading of the network", note)));
        }
        facts.add(new Fact("data", result.data().source() + (result.data().standardized() ? ", standardised" : "")));
        add(facts, "data SHA-256", result.data().origin().sha256());
        p.seeds().forEach((name, seed) -> facts.add(new Fact("seed of " + name, seed)));
        for (Map.Entry<String, Double> stage : p.wallSeconds().entrySet()) {
            facts.add(new Fact("time for " + stage.getKey(), String.format(Locale.ROOT, "%.2f s", stage.getValue())));
        }
        add(facts, "finished", p.created());
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new Fact(name, value));
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String fixed(@Nullable Double value, int decimals) {
        return value == null ? Numbers.NONE : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
