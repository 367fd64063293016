package io.github.fisherscope.reports.internal.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Scale;
import io.github.fisherscope.reports.chart.Figure.Series;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The part of an axis that a picture shows. */
record Range(double low, double high) {

    /** Returns whether a value can be drawn. */
    boolean shows(double value) {
        return value >= low && value <= high;
    }

    static Range ofX(Figure figure) {
        return around(figure.x(), figure.series().stream().flatMapToDouble(s -> s.x().stream()), false);
    }

    static Range ofY(Figure figure) {
        boolean bars = figure.series().stream().anyMatch(s -> s.mark() == Mark.HISTOGRAM);
        return around(figure.y(), figure.series().stream().flatMapToDouble(Range::ordinates), bars);
    }

    private static DoubleStream ordinates(Series s) {
        RealVector error = s.error();
        if (error == null) {
            return s.y().stream();
        }
        return IntStream.range(0, s.y().size())
                .boxed()
                .flatMapToDouble(i -> DoubleStream.of(s.y().get(i) - error.get(i), s.y().get(i) + error.get(i)));
    }

    private static Range around(Figure.Axis axis, DoubleStream values, boolean bars) {
        if (axis.scale() == Scale.CATEGORIES) {
            return new Range(0, axis.categories().size() + 1.0);
        }
        boolean log = axis.scale() == Scale.LOGARITHMIC;
        double[] shown =
                values.filter(v -> Double.isFinite(v) && (!log || v > 0)).toArray();
        if (shown.length == 0) {
            return log ? new Range(0.1, 10) : new Range(0, 1);
        }
        double low = DoubleStream.of(shown).min().getAsDouble();
        double high = DoubleStream.of(shown).max().getAsDouble();
        if (axis.scale() == Scale.INTEGERS) {
            return new Range(Math.floor(low) - 1, Math.ceil(high) + 1);
        }
        if (log) {
            double margin = Math.max(1.15, Math.exp(0.04 * (Math.log(high) - Math.log(low))));
            return new Range(
                    Math.max(Double.MIN_NORMAL, bars ? low * 0.6 : low / margin),
                    Math.min(Double.MAX_VALUE / 2, bars ? high * 1.8 : high * margin));
        }
        double margin = high > low ? 0.06 * (high - low) : Math.max(1e-3, 0.1 * Math.abs(high));
        return new Range(bars || (low >= 0 && low < 0.3 * high) ? Math.min(0, low) : low - margin, high + margin);
    }
}
