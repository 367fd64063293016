package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A result as text: for the terminal, for Markdown, for LaTeX, and its table as CSV. Same text in every locale. */
public final class ResultText {
    private final SpectrumResult result;

    private ResultText(SpectrumResult result) {
        this.result = result;
    }

    public static ResultText of(SpectrumResult result) {
        return new ResultText(result);
    }

    /**
     * Returns the comparison as a table of four significant digits: measured | predicted | ratio | verdict. Where nothing is
     * predicted: measured | what it is.
     */
    public TextTable comparison() {
        List<List<String>> rows = new ArrayList<>();
        if (!Wording.of(result).predicts()) {
            for (ComparisonRow row : result.comparison()) {
                rows.add(List.of(row.label(), measured(row), row.explanation()));
            }
            return TextTable.of(List.of("statistic", "measured", "what it is"), rows);
        }
        for (ComparisonRow row : result.comparison()) {
            rows.add(List.of(
                    row.label(),
                    measured(row),
                    Numbers.shortly(row.predicted()),
                    row.ratio() == null ? Numbers.NONE : String.format(Locale.ROOT, "%.4f", row.ratio()),
                    VerdictWords.of(row.verdict())));
        }
        return TextTable.of(List.of("statistic", "measured", "predicted", "ratio", "verdict"), rows);
    }

    private String measured(ComparisonRow row) {
        return result.ensemble() == null
                ? Numbers.shortly(row.measured())
                : Numbers.withError(row.measured(), row.standardError());
    }

    /** Returns the comparison with every digit, for other programs. */
    public String csv() {
        List<List<String>> rows = new ArrayList<>();
        for (ComparisonRow row : result.comparison()) {
            rows.add(List.of(
                    row.statistic(),
                    exact(row.measured()),
                    exact(row.standardError()),
                    exact(row.predicted()),
                    exact(row.ratio()),
                    exact(row.zScore()),
                    row.verdict().name(),
                    exact(row.theoryScatter())));
        }
        return TextTable.of(
                        List.of(
                                "statistic",
                                "measured",
                                "standardError",
                                "predicted",
                                "ratio",
                                "zScore",
                                "verdict",
                                "theoryScatter"),
                        rows)
                .csv();
    }

    /** Returns the table and the answer in words, for a terminal; no colours, lines of any length. */
    public String terminal() {
        Summary summary = Summary.of(result);
        StringBuilder text = new StringBuilder();
        text.append(matrix()).append('\n');
        text.append(Sparkline.of(result)).append('\n');
        text.append(comparison().terminal()).append('\n');
        text.append(summary.theory()).append('\n');
        result.theory().conditions().stream()
                .filter(c -> !c.holds() && !Wording.of(result).measuredOnly() && summary.explains(c))
                .forEach(c ->
                        text.append("Does not hold: ").append(c.explanation()).append('\n'));
        text.append(summary.training()).append('\n');
        text.append(DistributionText.of(result).terminal());
        summary.warnings().forEach(w -> text.append("Note: ").append(w).append('\n'));
        return text.toString();
    }

    /** Returns which matrix this is, over which labels it averages, and how it is normalised. */
    private String matrix() {
        FisherInfo f = result.fisher();
        String what = f.description() == null ? "The " + Wording.of(result).matrix() : f.description();
        String labels = f.matrix().equals("hessian")
                ? " likelihood, labels of the data"
                : " likelihood, "
                        + switch (f.labelExpectation()) {
                            case "empirical" -> "labels of the data";
                            case "monte-carlo" -> "labels drawn from the model";
                            case "top-classes" ->
                                "the model's own labels in closed form, the most probable classes told apart and all others as one";
                            default -> "the model's own labels in closed form";
                        };
        return what + ": " + f.likelihoodWord() + labels
                + (f.conventions() == null ? "." : "; " + f.conventions() + ".");
    }

    /** Returns a Markdown page. */
    public String markdown() {
        Summary summary = Summary.of(result);
        StringBuilder text = new StringBuilder();
        text.append("# ").append(markdownLine(result.title())).append("\n\n");
        text.append(markdownLine(summary.measured())).append("\n\n");
        text.append(markdownLine(summary.theory())).append("\n\n");
        text.append(markdownLine(summary.training())).append("\n\n");
        text.append(markdownLine(matrix())).append("\n\n");
        text.append(comparison().markdown());
        text.append(DistributionText.of(result).markdown());
        summary.warnings()
                .forEach(w -> text.append("\n> ").append(markdownLine(w)).append('\n'));
        return text.toString();
    }

    /** Returns the comparison as a LaTeX table, without explanations; needs the package booktabs. */
    public String latex() {
        if (Wording.of(result).predicts()) {
            return comparison().latex();
        }
        List<List<String>> rows = result.comparison().stream()
                .map(row -> List.of(row.label(), measured(row)))
                .toList();
        return TextTable.of(List.of("statistic", "measured"), rows).latex();
    }

    private static String markdownLine(String text) {
        return text.replace("<", "&lt;").replace("\n", " ");
    }

    private static String exact(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }
}
