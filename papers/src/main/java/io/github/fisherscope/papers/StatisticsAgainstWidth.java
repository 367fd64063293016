package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.results.sweep.Trend;
import io.github.fisherscope.results.sweep.WidthFit;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.studies.sweep.Sweep;
import io.github.fisherscope.studies.sweep.SweepConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Mean, second moment and largest eigenvalue against the width, with the curves of theory. */
final class StatisticsAgainstWidth implements Experiment {
    private static final int SAMPLES = 100;
    private static final List<Statistic> SHOWN = List.of(Statistic.MAX, Statistic.SECOND_MOMENT, Statistic.MEAN);
    private static final List<Integer> COLORS = List.of(Palette.VERMILION, Palette.GREEN, Palette.BLUE);

    private final Family family;

    StatisticsAgainstWidth(Family family) {
        this.family = family;
    }

    @Override
    public String name() {
        return "statistics-" + family.id();
    }

    @Override
    public String title() {
        return "mean, second moment and largest eigenvalue against width, %s networks".formatted(family.label());
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        List<Integer> widths = setting.quick() ? List.of(50, 100, 200, 400) : List.of(100, 200, 400, 800, 1600, 3200);
        RandomStreams streams = RandomStreams.of(setting.seed());
        SweepGrid grid = new SweepGrid(
                new SweepGrid.Shapes(List.of(3), widths, null, List.of(1), List.of(SAMPLES)),
                new SweepGrid.Signals(
                        List.of(family.activation()), List.of(family.weightVariance()), List.of(family.biasVariance())),
                LongStream.range(0, setting.quick() ? 60 : 100)
                        .map(i -> streams.seedOf(StreamPurpose.STUDIES, i))
                        .boxed()
                        .toList());
        SweepResult sweep = Sweep.of(SweepConfig.of(grid, setting.state()).withExecution(setting.execution()))
                .run((done, total, left) -> setting.listener().onStage(name(), done, total));
        List<Trend> trends = SHOWN.stream().map(s -> trend(sweep, s)).toList();
        return new Outcome(
                List.of(figure(trends, grid.seeds().size())),
                table(trends),
                trends.stream().map(StatisticsAgainstWidth::claim).toList());
    }

    private static Trend trend(SweepResult sweep, Statistic statistic) {
        return sweep.trends().stream()
                .filter(t -> t.statistic() == statistic)
                .findFirst()
                .orElseThrow();
    }

    private Figure figure(List<Trend> trends, int networks) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < trends.size(); i++) {
            Trend trend = trends.get(i);
            String symbol = symbol(trend.statistic());
            RealVector x = column(trend, Trend.Point::width);
            int color = COLORS.get(i);
            series.add(new Series(
                    symbol + ", measured",
                    Origin.MEASURED,
                    Mark.POINTS,
                    color,
                    x,
                    column(trend, p -> p.measured() * p.limit()),
                    column(trend, p -> Objects.requireNonNullElse(p.standardError(), 0.0) * p.limit())));
            series.add(Series.of(
                    symbol + ", paper", Origin.PREDICTED, Mark.LINE, color, x, column(trend, Trend.Point::limit)));
            series.add(Series.of(
                    symbol + ", finite width",
                    Origin.PREDICTED,
                    Mark.DASHED_LINE,
                    color,
                    x,
                    column(trend, p -> p.finiteWidth() * p.limit())));
        }
        return new Figure(
                name(),
                "Statistics of the Fisher spectrum against width: " + family.label(),
                String.format(
                        Locale.ROOT,
                        "L = 3, C = 1, T = %d, %s; %d networks per width, bars: one standard error. Lines: leading order of the paper; dashed: with terms of order 1/M.",
                        SAMPLES,
                        family.variances(),
                        networks),
                "Largest eigenvalue grows with the width, the second moment stays, the mean falls as 1/M.",
                Axis.logarithmic("width M"),
                Axis.logarithmic("eigenvalue statistic"),
                series);
    }

    private static String symbol(Statistic statistic) {
        return switch (statistic) {
            case MEAN -> "m_λ";
            case SECOND_MOMENT -> "s_λ";
            case TOP_MEAN, MAX, BULK, LEARNING_RATE_BOUND, FISHER_RAO_NORM, EFFECTIVE_DIMENSION, LOG_VOLUME -> "λ_max";
        };
    }

    private static RealVector column(Trend trend, ToDoubleFunction<Trend.Point> value) {
        return RealVector.of(trend.points().stream().mapToDouble(value).toArray());
    }

    private static TextTable table(List<Trend> trends) {
        List<List<String>> rows = new ArrayList<>();
        for (Trend trend : trends) {
            for (Trend.Point p : trend.points()) {
                double error = Objects.requireNonNullElse(p.standardError(), 0.0);
                rows.add(List.of(
                        symbol(trend.statistic()),
                        Integer.toString(p.width()),
                        Integer.toString(p.networks()),
                        Numbers.significant(p.measured() * p.limit(), 6),
                        Numbers.significant(error * p.limit(), 3),
                        Numbers.significant(p.limit(), 6),
                        Numbers.significant(p.finiteWidth() * p.limit(), 6)));
            }
        }
        return TextTable.of(
                List.of("statistic", "M", "networks", "measured", "standard error", "paper", "finite width"), rows);
    }

    private static Outcome.Claim claim(Trend trend) {
        WidthFit fit = Objects.requireNonNull(trend.fit());
        String text = String.format(
                Locale.ROOT,
                "%s / theory tends to %.4f ± %.4f as M → ∞ (95 %%); theory says 1%s.",
                symbol(trend.statistic()),
                fit.intercept(),
                fit.halfWidth(0.05),
                trend.verdict() == Verdict.INFORMATIVE ? " but does not apply: " + trend.note() : "");
        return new Outcome.Claim(text, trend.verdict());
    }
}
