package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.theory.TheoryReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Predictions as text for a terminal. */
public final class TheoryText {
    private static final int SHOWN_EIGENVALUES = 8;

    /** Layers of a deeper network are told from both ends. */
    private static final int MOST_LAYERS = 100;

    private static final int FIRST_LAYERS = 40;
    private static final int LAST_LAYERS = 10;

    private final TheoryReport report;
    private final List<String> lines = new ArrayList<>();

    private TheoryText(TheoryReport report) {
        this.report = report;
    }

    /** Returns the text, ending with a line feed. */
    public static String of(TheoryReport report) {
        TheoryText text = new TheoryText(report);
        text.head();
        text.statistics();
        text.phase();
        text.layers();
        text.further();
        text.lines.addAll(BulkLawText.of(report.related().bulkLaw()));
        text.conditions();
        return String.join("\n", text.lines) + "\n";
    }

    private void head() {
        var n = report.network();
        line("network", n.widths() + " " + n.activation() + (n.biases() ? "" : " without biases"));
        line("parameters P", Long.toString(n.parameters()));
        line("samples T", Long.toString(report.inputs().samples()));
    }

    private void statistics() {
        var s = report.predictions().statistics();
        var l = report.predictions().leadingOrder();
        lines.add("");
        lines.add("statistic                    finite width   leading order in the width");
        row("mean m_λ", s.mean(), l == null ? null : l.mean());
        row("second moment s_λ", s.secondMoment(), l == null ? null : l.secondMoment());
        row("mean of top C eigenvalues", s.topMean(), l == null ? null : l.topMean());
        row("largest eigenvalue λ_max", s.max(), null);
        row("bulk", s.bulk(), l == null ? null : l.bulk());
        row("2/λ_max", report.predictions().learningRate().plain(), null);
        row("Fisher-Rao norm θᵀFθ", report.predictions().fisherRao().total(), null);
        row(
                "  of its diagonal, Σθᵢ²F_ii",
                null,
                report.predictions().fisherRao().diagonalWeights());
        if (l != null) {
            lines.add("");
            line("κ₁, κ₂, α", String.format(Locale.ROOT, "%.9g, %.9g, %.9g", l.kappa1(), l.kappa2(), l.alpha()));
        }
    }

    private void phase() {
        var p = report.place().phase();
        lines.add("");
        line(
                "phase",
                "%s: χ₁ = %s, q* = %s, c* = %s"
                        .formatted(p.name(), five(p.chi1()), five(p.fixedPoint()), five(p.correlation())));
        line(
                "depth scales",
                "ξ_q = %s, ξ_c = %s, ξ_∇ = %s layers"
                        .formatted(
                                five(p.depths().varianceDepth()),
                                five(p.depths().correlationDepth()),
                                five(p.depths().gradientDepth())));
        line(
                "edge of chaos",
                p.edgeWeightVariance() == null
                        ? "none at this σ_b²"
                        : "σ_w² = %s at this σ_b²".formatted(five(p.edgeWeightVariance())));
    }

    private void layers() {
        var o = report.place().orderParameters();
        lines.add("");
        lines.add("layer          q       q_st        q̃       q̃_st  block mean  block λ_max");
        int depth = report.predictions().layers().size();
        int hidden = depth > MOST_LAYERS ? depth - FIRST_LAYERS - LAST_LAYERS : 0;
        for (TheoryReport.Layer layer : report.predictions().layers()) {
            int i = layer.layer() - 1;
            if (hidden > 0 && i >= FIRST_LAYERS && i < depth - LAST_LAYERS) {
                if (i == FIRST_LAYERS) {
                    lines.add(String.format(Locale.ROOT, "    … %d layers more, which the JSON has", hidden));
                }
                continue;
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "%5d %10.5g %10.5g %9.5g %10.5g %11.5g %12.5g",
                    layer.layer(),
                    o.q().get(i),
                    o.qSt().get(i),
                    o.qTilde().get(i),
                    o.qTildeSt().get(i),
                    layer.mean(),
                    layer.topMean()));
        }
    }

    private void further() {
        var b = report.predictions().bounds();
        lines.add("");
        line(
                "moments imply",
                String.format(
                        Locale.ROOT,
                        "λ_max from %s to %s, and at most %d of %d eigenvalues ≥ 1, where mean and second moment are as predicted",
                        five(b.maxLower()),
                        five(b.maxUpper()),
                        (long) Math.min(
                                b.countAboveOne(), (double) report.network().parameters()),
                        report.network().parameters()));
        line("tangent kernel", moments(report.related().tangentKernel()));
        line("metric", moments(report.related().metric()));
        TheoryReport.Normalisation n = report.related().normalisation();
        if (n != null) {
            line(
                    "mean subtracted",
                    "mean %s, second moment %s, λ_max %s"
                            .formatted(five(n.mean()), five(n.secondMoment()), five(n.max())));
        }
        TheoryReport.Centred centred = report.related().centred();
        if (centred != null) {
            line(
                    "no outliers",
                    "edge of the bulk %s, zero fraction %s"
                            .formatted(five(centred.edge()), five(centred.zeroFraction())));
        }
        TheoryReport.Kernel kernel = report.related().kernel();
        if (kernel != null) {
            String values = kernel.eigenvalues().stream()
                    .limit(SHOWN_EIGENVALUES)
                    .map(TheoryText::five)
                    .collect(Collectors.joining(", "));
            line("kernel on data", String.format(Locale.ROOT, "%s, … (each %d-fold)", values, outputs()));
        }
    }

    private int outputs() {
        List<Integer> widths = report.network().widths();
        return widths.get(widths.size() - 1);
    }

    private void conditions() {
        lines.add("");
        for (TheoryReport.Condition condition : report.place().conditions()) {
            lines.add((condition.holds() ? "holds  " : "FAILS  ") + condition.explanation());
        }
        lines.addAll(report.notes());
    }

    private static String moments(TheoryReport.TwoLevels m) {
        return "mean %s, second moment %s, λ_max %s, bulk %s"
                .formatted(five(m.mean()), five(m.secondMoment()), five(m.topMean()), five(m.bulk()));
    }

    private static String five(@Nullable Double value) {
        return value == null ? "∞" : Double.isNaN(value) ? Numbers.NONE : Numbers.significant(value, 5);
    }

    private void line(String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-16s %s", name, value));
    }

    private void row(String name, @Nullable Double value, @Nullable Double leading) {
        lines.add(String.format(Locale.ROOT, "%-28s %12s %12s", name, number(value), number(leading)));
    }

    private static String number(@Nullable Double value) {
        return value == null ? Numbers.NONE : String.format(Locale.ROOT, "%.6g", value);
    }
}
