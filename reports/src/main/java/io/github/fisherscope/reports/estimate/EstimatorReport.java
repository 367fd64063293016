package io.github.fisherscope.reports.estimate;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.estimate.EstimatorResult;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A comparison of estimators as table, figure, words and JSON. */
public final class EstimatorReport {
    private final EstimatorResult result;

    private EstimatorReport(EstimatorResult result) {
        this.result = result;
    }

    public static EstimatorReport of(EstimatorResult result) {
        return new EstimatorReport(result);
    }

    /** Returns one row for each number of draws and estimator. */
    public TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        int count = result.estimators().get(0).points().size();
        for (int i = 0; i < count; i++) {
            for (EstimatorResult.Estimator e : result.estimators()) {
                EstimatorResult.Point p = e.points().get(i);
                rows.add(List.of(
                        Numbers.count(p.draws()),
                        e.symbol(),
                        Numbers.shortly(p.interval().trace()),
                        "[%s, %s]"
                                .formatted(
                                        Numbers.shortly(p.interval().low()),
                                        Numbers.shortly(p.interval().high())),
                        percent(p.traceError().predicted()),
                        percent(p.traceError().measured()),
                        percent(p.diagonalError().predicted()),
                        percent(p.diagonalError().measured())));
            }
        }
        return TextTable.of(
                List.of(
                        "draws N",
                        "estimator",
                        "trace",
                        Math.round(100 * result.settings().confidence()) + " % interval",
                        "trace error, predicted",
                        "measured",
                        "diagonal error, predicted",
                        "measured"),
                rows);
    }

    private static String percent(double share) {
        return Numbers.significant(100 * share, 3) + " %";
    }

    /** Returns what was compared, the table and the answer in words. */
    public String terminal() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Diagonal and trace of the Fisher matrix of the %s, P = %s, T = %d, %s likelihood, from labels drawn"
                        + " from the model.%nExact trace %s. %s.%n%s%n",
                words(result.subject().network()),
                Numbers.count(result.subject().network().parameters()),
                result.subject().samples(),
                FisherInfo.likelihoodWord(result.subject().likelihood()),
                Numbers.shortly(result.exact().trace()),
                result.subject().conventions(),
                table().terminal()));
        text.append(String.format(
                Locale.ROOT,
                "Î₁ averages squared scores, Î₂ the negative second derivative; N labels are drawn for each sample. Measured"
                        + " errors are root mean squares over %d repetitions, known to about %.0f %%.%n",
                result.settings().repetitions(),
                100 / Math.sqrt(2.0 * result.settings().repetitions())));
        text.append(result.exact().trace() == 0 ? "The matrix is zero, and so is every estimate of it.\n" : needs());
        result.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    /** Returns how many draws each estimator needs. */
    private String needs() {
        StringBuilder text = new StringBuilder();
        for (EstimatorResult.Estimator e : result.estimators()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s needs %s draws per sample for a relative error of %s of the trace, %s for the diagonal.%n",
                    e.symbol(),
                    draws(e.drawsForTrace()),
                    percent(result.settings().relativeError()),
                    draws(e.drawsForDiagonal())));
        }
        EstimatorResult.Estimator second = result.estimators().get(1);
        long exact = second.layerErrors().stream().filter(v -> v == 0).count();
        if (exact > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "Î₂ has no error at all in %d of %d layers, whose outputs are linear in each single parameter.%n",
                    exact,
                    second.layerErrors().size()));
        }
        return text.toString();
    }

    private static String words(NetworkInfo network) {
        String widths = network.widths().stream().map(String::valueOf).collect(Collectors.joining("-"));
        return network.kind(false) + " " + widths;
    }

    private static String draws(double n) {
        return n < 1e15 ? Numbers.count((long) n) : Numbers.significant(n, 3);
    }

    /** Returns relative errors of trace and diagonal against the number of draws; no zero can be drawn. */
    public Figure figure() {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < result.estimators().size(); i++) {
            EstimatorResult.Estimator e = result.estimators().get(i);
            add(
                    series,
                    e,
                    "trace",
                    2 * i,
                    p -> p.traceError().predicted(),
                    p -> p.traceError().measured());
            add(
                    series,
                    e,
                    "diagonal",
                    2 * i + 1,
                    p -> p.diagonalError().predicted(),
                    p -> p.diagonalError().measured());
        }
        return new Figure(
                "estimator-errors",
                "What accuracy of the Fisher diagonal costs",
                "%s, P = %s, T = %s, %s likelihood. Lines: predicted in closed form; points: measured over %s repetitions."
                        .formatted(
                                words(result.subject().network()),
                                Numbers.count(result.subject().network().parameters()),
                                Numbers.count(result.subject().samples()),
                                FisherInfo.likelihoodWord(result.subject().likelihood()),
                                Numbers.count(result.settings().repetitions())),
                "Relative error against draws per sample with logarithmic axes; every line falls as one over the square root."
                        + " Î₁ needs %s draws for a relative error of %s of the trace, Î₂ %s."
                                .formatted(
                                        draws(result.estimators().get(0).drawsForTrace()),
                                        percent(result.settings().relativeError()),
                                        draws(result.estimators().get(1).drawsForTrace())),
                Axis.logarithmic("labels N drawn per sample"),
                Axis.logarithmic("relative standard error"),
                series);
    }

    private static void add(
            List<Series> series,
            EstimatorResult.Estimator e,
            String of,
            int color,
            ToDoubleFunction<EstimatorResult.Point> predicted,
            ToDoubleFunction<EstimatorResult.Point> measured) {
        if (e.points().stream().mapToDouble(predicted).anyMatch(v -> !(v > 0))) {
            return;
        }
        RealVector x = values(e, EstimatorResult.Point::draws);
        String name = e.symbol() + ", " + of;
        series.add(Series.of(name + ", predicted", Origin.PREDICTED, Mark.DASHED_LINE, color, x, values(e, predicted)));
        series.add(Series.of(name + ", measured", Origin.MEASURED, Mark.POINTS, color, x, values(e, measured)));
    }

    private static RealVector values(EstimatorResult.Estimator e, ToDoubleFunction<EstimatorResult.Point> value) {
        return RealVector.of(e.points().stream().mapToDouble(value).toArray());
    }

    /** Returns the JSON text of schema {@code fisherscope/estimate/2}, ending with a line feed. */
    public String json() {
        return JsonText.page(result);
    }
}
