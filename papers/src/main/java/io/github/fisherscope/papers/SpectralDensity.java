package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.law.SpectralLaw;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * All eigenvalues of random matrices of several sizes against their limiting law. Compared are the mean and the density,
 * smoothed by a Cauchy kernel so that it is a smooth function of the eigenvalues whose limit is known, at points over the
 * support; each ratio is extrapolated to infinite size.
 */
final class SpectralDensity implements Experiment {
    /** Points of comparison and half-width of the kernel, in units of the law's mean. */
    private static final List<Double> POINTS = List.of(0.25, 0.5, 1.0, 1.5, 2.0);

    private static final double SMOOTHING = 0.25;
    private static final int BINS = 48;

    /** Points per bin at which the law is averaged, and their distance from the real axis relative to the mean. */
    private static final int POINTS_PER_BIN = 8;

    private static final double FINE = 0.01;

    /** Smaller values, relative to the mean, are the atom at zero. */
    private static final double ZERO = 1e-9;

    private final MatrixModel model;

    SpectralDensity(MatrixModel model) {
        this.model = model;
    }

    /** Random matrices whose eigenvalues have a limiting law. */
    interface MatrixModel {
        String name();

        String title();

        /** Returns the title of the picture, short enough for it. */
        String shortTitle();

        /** Returns what the picture shows, with its parameters. */
        String caption();

        WidthGrid grid(boolean quick);

        /** Returns bytes that the matrix of one network needs. */
        long bytes(int size);

        SpectralLaw law();

        /** Returns all eigenvalues, zeros that the law counts included. */
        RealVector eigenvalues(WidthGrid.Job job, long seed, Backend backend);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public String title() {
        return model.title();
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        WidthGrid grid = model.grid(setting.quick());
        Measurements<WidthGrid.Job> found = grid.measure(
                setting,
                name(),
                model.bytes(grid.largest()),
                (job, backend) -> model.eigenvalues(job, setting.seed(), backend));
        SpectralLaw law = model.law();
        return new Outcome(List.of(figure(grid, law, found)), table(grid, law, found), claims(grid, law, found));
    }

    private static double mean(RealVector eigenvalues) {
        return eigenvalues.sum() / eigenvalues.size();
    }

    /** Returns the density at x smoothed by a Cauchy kernel of half-width w. */
    private static double smoothed(RealVector eigenvalues, double x, double w) {
        return eigenvalues.stream().map(v -> w / ((x - v) * (x - v) + w * w)).sum() / Math.PI / eigenvalues.size();
    }

    private static List<Outcome.Claim> claims(WidthGrid grid, SpectralLaw law, Measurements<WidthGrid.Job> found) {
        Limits limits = new Limits();
        limits.add("mean eigenvalue", grid.sizes(), grid.columns(found, v -> mean(v) / law.mean()));
        double width = SMOOTHING * law.mean();
        for (double point : POINTS) {
            double x = point * law.mean();
            double expected = law.smoothedDensity(x, width);
            limits.add(
                    "smoothed density at %s".formatted(Numbers.shortly(x)),
                    grid.sizes(),
                    grid.columns(found, v -> smoothed(v, x, width) / expected));
        }
        return limits.claims();
    }

    private Figure figure(WidthGrid grid, SpectralLaw law, Measurements<WidthGrid.Job> found) {
        double end = 1.05 * law.upperEdge();
        double[] counts = new double[BINS];
        double total = 0;
        for (WidthGrid.Job job : grid.group(grid.largest())) {
            for (double v : found.of(job).toArray()) {
                total++;
                int bin = (int) (v / end * BINS);
                if (v > ZERO * law.mean() && bin < BINS) {
                    counts[bin]++;
                }
            }
        }
        double scale = BINS / (end * total);
        RealVector heights = RealVector.of(
                IntStream.range(0, BINS).mapToDouble(i -> counts[i] * scale).toArray());
        RealVector edges = even(0, end, BINS + 1);
        double[] steps = new double[BINS + 1];
        for (int i = 0; i < BINS; i++) {
            steps[i + 1] = binMean(law, edges.get(i), edges.get(i + 1));
        }
        steps[0] = steps[1];
        return new Figure(
                name(),
                model.shortTitle(),
                String.format(
                        Locale.ROOT,
                        "%s Histogram: %d networks of size %d. %s",
                        model.caption(),
                        grid.networks(),
                        grid.largest(),
                        zeros(law)),
                "The histogram of measured eigenvalues follows the predicted density.",
                Axis.linear("eigenvalue λ"),
                Axis.linear("density"),
                List.of(
                        new Series("measured", Origin.MEASURED, Mark.HISTOGRAM, Palette.BLUE, edges, heights, null),
                        Series.of(
                                "law", Origin.PREDICTED, Mark.STAIRS, Palette.VERMILION, edges, RealVector.of(steps))));
    }

    /** Returns the mean density over a bin; the atom at zero, smeared out off the real axis, is taken off again. */
    private static double binMean(SpectralLaw law, double from, double to) {
        double fine = FINE * law.mean();
        double atom = law.atomAtZero();
        double sum = 0;
        for (int i = 0; i < POINTS_PER_BIN; i++) {
            double x = from + (to - from) * (i + 0.5) / POINTS_PER_BIN;
            sum += law.smoothedDensity(x, fine) - atom * fine / (Math.PI * (x * x + fine * fine));
        }
        return sum / POINTS_PER_BIN;
    }

    private static String zeros(SpectralLaw law) {
        double atom = law.atomAtZero();
        return atom == 0 ? "" : "A share of %s is zero and not drawn.".formatted(Numbers.shortly(atom));
    }

    private static RealVector even(double from, double to, int count) {
        return RealVector.of(IntStream.range(0, count)
                .mapToDouble(i -> from + (to - from) * i / (count - 1))
                .toArray());
    }

    private static TextTable table(WidthGrid grid, SpectralLaw law, Measurements<WidthGrid.Job> found) {
        List<List<String>> rows = new ArrayList<>();
        double width = SMOOTHING * law.mean();
        for (int size : grid.sizes()) {
            List<WidthGrid.Job> g = grid.group(size);
            rows.add(List.of(
                    "mean",
                    Integer.toString(size),
                    Curves.cell(found.column(g, SpectralDensity::mean)),
                    Numbers.shortly(law.mean())));
            rows.add(List.of(
                    "largest",
                    Integer.toString(size),
                    Curves.cell(found.column(g, v -> v.get(0))),
                    Numbers.shortly(law.upperEdge())));
            for (double point : POINTS) {
                double x = point * law.mean();
                rows.add(List.of(
                        "density at " + Numbers.shortly(x),
                        Integer.toString(size),
                        Curves.cell(found.column(g, v -> smoothed(v, x, width))),
                        Numbers.shortly(law.smoothedDensity(x, width))));
            }
        }
        return TextTable.of(List.of("statistic", "size", "measured", "law"), rows);
    }
}
