package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Figures of the eigenvalues of the whole matrix. */
final class SpectrumFigures {
    private static final int BINS_PER_DECADE = 24;
    private static final int MAX_POINTS = 1500;

    private SpectrumFigures() {}

    /** Counts of eigenvalues in logarithmic bins, with the predicted and measured levels. */
    static Optional<Figure> histogram(SpectrumResult result) {
        SpectrumInfo spectrum = result.spectrum();
        double[] positive = positive(spectrum);
        if (positive.length == 0) {
            return Optional.empty();
        }
        List<Series> series = levels(result);
        series.add(0, logarithmicBins("eigenvalues", Palette.BLUE, positive));
        TheoryInfo theory = result.theory();
        long rest = result.order() - positive.length;
        String caption = Figures.parameters(result)
                + " %s eigenvalues shown; the other %s are zero%s. The mean counts them."
                        .formatted(
                                Numbers.count(positive.length),
                                Numbers.count(rest),
                                result.fisher().indefinite()
                                        ? " or negative"
                                                + (spectrum.ranks().rank() == null ? ", or were not computed" : "")
                                        : spectrum.ranks().rank() == null ? " or were not computed" : "");
        String alternative = "Histogram of eigenvalues with logarithmic axes. Largest eigenvalue %s, mean %s%s."
                .formatted(
                        Numbers.shortly(spectrum.max()),
                        Numbers.shortly(spectrum.mean()),
                        theory.top() == null || !theory.hasOutliers()
                                ? ""
                                : ", " + Figures.top(result) + " predicted at " + Numbers.shortly(theory.top()));
        return Optional.of(new Figure(
                "eigenvalue-histogram",
                "Eigenvalues of the " + result.fisher().named(),
                caption,
                alternative,
                Axis.logarithmic("eigenvalue λ"),
                Axis.logarithmic("number of eigenvalues per bin"),
                series));
    }

    /** Returns the measured levels and the predicted ones. */
    private static List<Series> levels(SpectrumResult result) {
        SpectrumInfo spectrum = result.spectrum();
        List<Series> series = new ArrayList<>();
        series.add(Series.vertical("mean, measured", Origin.MEASURED, Palette.GREEN, spectrum.mean()));
        if (spectrum.statistics().bulk() != null) {
            series.add(Series.vertical(
                    "bulk, measured",
                    Origin.MEASURED,
                    Palette.PURPLE,
                    spectrum.statistics().bulk()));
        }
        series.add(Series.vertical(
                spectrum.statistics().topMean() == null ? "λ_max, measured" : "top-C mean, measured",
                Origin.MEASURED,
                Palette.VERMILION,
                top(spectrum)));
        TheoryInfo theory = result.theory();
        addPrediction(series, "mean, theory", Palette.GREEN, theory.mean());
        if (theory.hasOutliers()) {
            addPrediction(series, "bulk, theory", Palette.PURPLE, theory.bulk());
            addPrediction(series, Figures.top(result) + ", theory", Palette.VERMILION, theory.top());
        }
        return series;
    }

    /** Eigenvalues by rank, with the two levels of theory. */
    static Optional<Figure> scree(SpectrumResult result) {
        double[] values = positive(result.spectrum());
        if (values.length == 0) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        series.add(screeSeries("measured", values));
        TheoryInfo theory = result.theory();
        int c = result.network().outputs();
        long last = (long) c * result.data().samples();
        boolean levels = theory.hasOutliers() && last > c;
        if (levels && theory.top() != null && theory.bulk() != null && theory.bulk() > 0) {
            series.add(Series.of(
                    "theory: C outliers, then C(T−1) in the bulk",
                    Origin.PREDICTED,
                    Mark.DASHED_LINE,
                    Palette.VERMILION,
                    c == 1 ? RealVector.of(1, 2, (double) last) : RealVector.of(1, c, c + 1.0, (double) last),
                    c == 1
                            ? RealVector.of(theory.top(), theory.bulk(), theory.bulk())
                            : RealVector.of(theory.top(), theory.top(), theory.bulk(), theory.bulk())));
        }
        String caption = Figures.parameters(result)
                + (series.size() > 1 ? " Theory knows two levels; the measured bulk has a width around its level." : "")
                + (kernel(result).isEmpty()
                        ? ""
                        : " The eigenvalues of the infinite-width kernel on these very inputs, each C-fold.");
        kernel(result).ifPresent(series::add);
        return Optional.of(new Figure(
                "scree-plot",
                "Eigenvalues in descending order",
                caption,
                String.format(
                        Locale.ROOT,
                        "Scree plot with logarithmic axes: %d eigenvalues from %s down to %s.",
                        values.length,
                        Numbers.shortly(values[0]),
                        Numbers.shortly(values[values.length - 1])),
                Axis.logarithmic("rank i"),
                Axis.logarithmic("eigenvalue λ_i"),
                series));
    }

    /** Returns what the infinite-width kernel predicts for the inputs: each eigenvalue C times. */
    private static Optional<Series> kernel(SpectrumResult result) {
        DistributionInfo distribution = result.distribution();
        RealVector values = distribution == null ? null : distribution.kernelEigenvalues();
        if (values == null) {
            return Optional.empty();
        }
        double[] positive = values.stream().filter(v -> v > 0).toArray();
        int c = result.network().outputs();
        double[] ranks = new double[2 * positive.length]; // both ends of a plateau of C ranks
        double[] plateaus = new double[2 * positive.length];
        for (int i = 0; i < positive.length; i++) {
            ranks[2 * i] = (double) c * i + 1;
            ranks[2 * i + 1] = (double) c * (i + 1);
            plateaus[2 * i] = positive[i];
            plateaus[2 * i + 1] = positive[i];
        }
        return Optional.of(Series.of(
                "theory: infinite-width kernel on these inputs",
                Origin.PREDICTED,
                Mark.LINE,
                Palette.ORANGE,
                RealVector.of(ranks),
                RealVector.of(plateaus)));
    }

    /** Returns the eigenvalues over their ranks. */
    static Series screeSeries(String name, double[] values) {
        int[] shown = ranks(values.length);
        RealVector rank = RealVector.of(IntStream.of(shown).asDoubleStream().toArray());
        RealVector value = RealVector.of(
                IntStream.of(shown).mapToDouble(i -> values[i - 1]).toArray());
        return Series.of(name, Origin.MEASURED, Mark.POINTS, Palette.BLUE, rank, value);
    }

    /** Number of eigenvalues above a threshold, with the bounds that mean and second moment alone imply. */
    static Optional<Figure> counts(SpectrumResult result) {
        double[] values = positive(result.spectrum());
        TheoryInfo theory = result.theory();
        if (values.length < 2) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        series.add(stairs(values));
        double p = (double) result.order();
        if (theory.mean() != null
                && theory.secondMoment() != null
                && !result.fisher().indefinite()) {
            double low = values[values.length - 1];
            double[] k = DoubleStream.iterate(low, v -> v <= values[0] * 1.5, v -> v * 1.1)
                    .toArray();
            RealVector grid = RealVector.of(k);
            double mean = theory.mean();
            double second = theory.secondMoment();
            series.add(Series.of(
                    "bound P m_λ / k",
                    Origin.PREDICTED,
                    Mark.DASHED_LINE,
                    Palette.VERMILION,
                    grid,
                    RealVector.of(DoubleStream.of(k).map(v -> p * mean / v).toArray())));
            series.add(Series.of(
                    "bound P s_λ / k²",
                    Origin.PREDICTED,
                    Mark.DASHED_LINE,
                    Palette.PURPLE,
                    grid,
                    RealVector.of(
                            DoubleStream.of(k).map(v -> p * second / (v * v)).toArray())));
        }
        return Optional.of(new Figure(
                "cumulative-counts",
                "How many eigenvalues are large",
                Figures.parameters(result)
                        + (series.size() == 1
                                ? ""
                                : " The dashed bounds follow from the predicted mean and second moment and hold where"
                                        + " these are right."),
                String.format(
                        Locale.ROOT,
                        "Number of eigenvalues at or above k against k, logarithmic axes. %d eigenvalues in all.",
                        values.length),
                Axis.logarithmic("threshold k"),
                Axis.logarithmic("number of eigenvalues ≥ k"),
                series));
    }

    /** Returns N(λ ≥ k) as a staircase over ascending k. */
    static Series stairs(double[] descending) {
        int[] ranks = ranks(descending.length);
        List<double[]> steps = new ArrayList<>();
        for (int j = ranks.length - 1; j >= 0; j--) {
            double k = descending[ranks[j] - 1];
            if (steps.isEmpty() || steps.get(steps.size() - 1)[0] < k) {
                steps.add(new double[] {k, ranks[j]});
            }
        }
        return Series.of(
                "N(λ ≥ k), measured",
                Origin.MEASURED,
                Mark.STAIRS,
                Palette.BLUE,
                RealVector.of(steps.stream().mapToDouble(s -> s[0]).toArray()),
                RealVector.of(steps.stream().mapToDouble(s -> s[1]).toArray()));
    }

    /** Returns counts of positive numbers in equal bins of their logarithm. */
    static Series logarithmicBins(String name, int color, double[] descending) {
        double high = descending[0] * 1.0001;
        double low = Math.min(descending[descending.length - 1], high / 2) * 0.9999;
        int bins = Math.max(12, Math.min(120, (int) Math.ceil(Math.log10(high / low) * BINS_PER_DECADE)));
        double step = Math.log(high / low) / bins;
        double[] edges = IntStream.rangeClosed(0, bins)
                .mapToDouble(i -> low * Math.exp(i * step))
                .toArray();
        double[] counts = new double[bins];
        for (double v : descending) {
            int bin = (int) Math.floor(Math.log(v / low) / step);
            counts[Math.max(0, Math.min(bins - 1, bin))]++;
        }
        return new Series(
                name, Origin.MEASURED, Mark.HISTOGRAM, color, RealVector.of(edges), RealVector.of(counts), null);
    }

    private static void addPrediction(List<Series> series, String name, int color, @Nullable Double value) {
        if (value != null && value > 0) {
            series.add(Series.vertical(name, Origin.PREDICTED, color, value));
        }
    }

    private static double top(SpectrumInfo spectrum) {
        return spectrum.statistics().topMean() == null
                ? spectrum.max()
                : spectrum.statistics().topMean();
    }

    /** Returns the eigenvalues above the rank threshold, or the top ones when all are not in memory. */
    static double[] positive(SpectrumInfo spectrum) {
        RealVector values = spectrum.eigenvalues().isEmpty() ? spectrum.top() : spectrum.eigenvalues();
        double threshold =
                spectrum.ranks().rankThreshold() == null ? 0 : spectrum.ranks().rankThreshold();
        return values.stream().filter(v -> v > threshold && v > 0).toArray();
    }

    /** Returns 1…n, or some {@link #MAX_POINTS} of them spread evenly on a logarithmic scale with both ends. */
    private static int[] ranks(int n) {
        if (n <= MAX_POINTS) {
            return IntStream.rangeClosed(1, n).toArray();
        }
        return IntStream.rangeClosed(0, MAX_POINTS)
                .map(i -> (int) Math.round(Math.exp(Math.log(n) * i / MAX_POINTS)))
                .distinct()
                .toArray();
    }
}
