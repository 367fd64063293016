package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.results.text.Numbers;
import java.util.List;

/** Series over a list of x values. */
final class Curves {
    private final RealVector x;

    Curves(List<? extends Number> x) {
        this.x = RealVector.of(x.stream().mapToDouble(Number::doubleValue).toArray());
    }

    /** Returns the means of the groups with their standard errors as bars. */
    Series measured(String name, int color, List<RealVector> groups) {
        return measured(name, Mark.POINTS, color, groups);
    }

    Series measured(String name, Mark mark, int color, List<RealVector> groups) {
        return new Series(
                name,
                Origin.MEASURED,
                mark,
                color,
                x,
                RealVector.of(groups.stream().mapToDouble(Curves::mean).toArray()),
                RealVector.of(groups.stream().mapToDouble(Curves::error).toArray()));
    }

    Series predicted(String name, int color, List<Double> values) {
        return Series.of(name, Origin.PREDICTED, Mark.LINE, color, x, vector(values));
    }

    /** Returns a curve to compare with that is not our prediction, dashed. */
    Series reference(String name, int color, List<Double> values) {
        return Series.of(name, Origin.REFERENCE, Mark.DASHED_LINE, color, x, vector(values));
    }

    private static RealVector vector(List<Double> values) {
        return RealVector.of(values.stream().mapToDouble(v -> v).toArray());
    }

    /** Returns mean ± standard error. */
    static String cell(RealVector values) {
        return Numbers.withError(mean(values), error(values));
    }

    static double mean(RealVector values) {
        return values.sum() / values.size();
    }

    /** Returns the standard error of the mean. */
    static double error(RealVector values) {
        double mean = mean(values);
        double squares = values.stream().map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.size() - 1) / values.size());
    }
}
