package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.FeatureMetric;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.MetricStatistics;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The metric that the outputs induce on inputs and features, against the width: its largest eigenvalue stays. */
final class MetricAgainstWidth implements Experiment {
    private static final int DEPTH = 3;
    private static final int SAMPLES = 50;
    private static final FisherRequest REQUEST = FisherRequest.exact(new Likelihood.Gaussian(1));
    private static final List<String> SYMBOLS = List.of("λ_max", "second moment", "mean");
    private static final List<Integer> COLORS = List.of(Palette.VERMILION, Palette.GREEN, Palette.BLUE);
    private static final List<ToDoubleFunction<SpectrumStatistics>> THEORY =
            List.of(SpectrumStatistics::largest, SpectrumStatistics::secondMoment, SpectrumStatistics::mean);

    @Override
    public String name() {
        return "feature-metric";
    }

    @Override
    public String title() {
        return "metric of inputs and features: mean, second moment and largest eigenvalue against width";
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        WidthGrid grid = setting.quick()
                ? new WidthGrid(List.of(50, 100, 200, 400), 40)
                : new WidthGrid(List.of(100, 200, 400, 800, 1600), 60);
        Measurements<WidthGrid.Job> found = grid.measure(
                setting,
                name(),
                160L * grid.largest() * grid.largest(),
                (job, backend) -> measure(job, setting.seed(), backend));
        List<SpectrumStatistics> theory =
                grid.sizes().stream().map(MetricAgainstWidth::predict).toList();
        return new Outcome(
                List.of(figure(grid, theory, found)), table(grid, theory, found), claims(grid, theory, found));
    }

    private static SpectrumStatistics predict(int width) {
        MeanFieldPrediction p =
                MeanFieldTheory.predict(Family.TANH.spec(DEPTH, width, 1), InputMoments.standardNormal(), SAMPLES);
        return MetricStatistics.of(p.spec(), p.order(), SAMPLES).statistics();
    }

    private static RealVector measure(WidthGrid.Job job, long seed, Backend backend) {
        NetworkSpec spec = Family.TANH.spec(DEPTH, job.size(), 1);
        try (Linearization at = job.linearize(spec, SAMPLES, seed, backend);
                FeatureMetric metric = FeatureMetric.of(at, REQUEST)) {
            double d = metric.dimension();
            return RealVector.of(metric.eigenvalues().get(0), metric.squaredNorm() / d, metric.trace() / d);
        }
    }

    private static List<Double> column(List<SpectrumStatistics> theory, int index) {
        return theory.stream().map(s -> THEORY.get(index).applyAsDouble(s)).toList();
    }

    private static List<Outcome.Claim> claims(
            WidthGrid grid, List<SpectrumStatistics> theory, Measurements<WidthGrid.Job> found) {
        Exponent largest = grid.exponent(grid.columns(found, 0));
        Exponent mean = grid.exponent(grid.columns(found, 2));
        Limits limits = new Limits();
        for (int i = 0; i < SYMBOLS.size(); i++) {
            limits.add(SYMBOLS.get(i), grid.sizes(), WidthGrid.ratios(grid.columns(found, i), column(theory, i)));
        }
        List<Outcome.Claim> claims = new ArrayList<>();
        claims.add(new Outcome.Claim(
                "λ_max goes like M to the power %s and the mean like %s; the paper says 0 and −1."
                        .formatted(largest.text(), mean.text()),
                Verdict.INFORMATIVE));
        claims.addAll(limits.claims());
        return claims;
    }

    private Figure figure(WidthGrid grid, List<SpectrumStatistics> theory, Measurements<WidthGrid.Job> found) {
        Curves curves = grid.curves();
        List<Figure.Series> series = new ArrayList<>();
        for (int i = 0; i < SYMBOLS.size(); i++) {
            series.add(curves.measured(SYMBOLS.get(i) + ", measured", COLORS.get(i), grid.columns(found, i)));
            series.add(curves.predicted(SYMBOLS.get(i) + ", theory", COLORS.get(i), column(theory, i)));
        }
        return new Figure(
                name(),
                "Metric of inputs and features against width",
                String.format(
                        Locale.ROOT,
                        "tanh, L = 3, C = 1, T = %d, %s; %d networks per width, bars: one standard error.",
                        SAMPLES,
                        Family.TANH.variances(),
                        grid.networks()),
                "The largest eigenvalue stays; mean and second moment fall as 1/M.",
                Axis.logarithmic("width M"),
                Axis.logarithmic("eigenvalue statistic"),
                series);
    }

    private static TextTable table(WidthGrid grid, List<SpectrumStatistics> theory, Measurements<WidthGrid.Job> found) {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < grid.sizes().size(); k++) {
            List<String> row =
                    new ArrayList<>(List.of(Integer.toString(grid.sizes().get(k))));
            for (int i = 0; i < SYMBOLS.size(); i++) {
                row.add(Curves.cell(found.column(grid.group(grid.sizes().get(k)), i)));
                row.add(Numbers.shortly(column(theory, i).get(k)));
            }
            rows.add(row);
        }
        return TextTable.of(
                List.of("M", "λ_max", "theory", "second moment", "theory of it", "mean", "theory of mean"), rows);
    }
}
