package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo.OrderParameters;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Figures that hold measured numbers against predicted ones. */
final class ComparisonFigures {
    private static final List<Verdict> ORDER = List.of(Verdict.AGREES, Verdict.DISAGREES, Verdict.INFORMATIVE);

    private ComparisonFigures() {}

    /** Measured / predicted for every statistic that has both. */
    static Optional<Figure> ratios(SpectrumResult result) {
        List<ComparisonRow> rows = result.comparison().stream()
                .filter(r -> r.ratio() != null && r.verdict() != Verdict.NOT_APPLICABLE)
                .toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        series.add(Series.of(
                "ratio 1: theory exact",
                Origin.REFERENCE,
                Mark.DASHED_LINE,
                Palette.BLACK,
                RealVector.of(0, rows.size() + 1.0),
                RealVector.of(1, 1)));
        for (Verdict verdict : ORDER) {
            int[] at = IntStream.range(0, rows.size())
                    .filter(i -> rows.get(i).verdict() == verdict)
                    .toArray();
            if (at.length > 0) {
                series.add(ratioSeries(rows, at, verdict));
            }
        }
        String bars = result.networks() > 1
                ? String.format(Locale.ROOT, "Bars: one standard error over %d networks.", result.networks())
                : rows.stream().anyMatch(r -> r.theoryScatter() != null)
                        ? "Bars: the scatter between single random networks, one standard deviation."
                        : "No bars: the scatter of a single network is not known here.";
        return Optional.of(new Figure(
                "measured-vs-predicted",
                "Measured divided by predicted",
                Figures.parameters(result) + " " + bars,
                rows.stream()
                        .map(r -> String.format(Locale.ROOT, "%s: %.4f", r.label(), r.ratio()))
                        .reduce("Ratios of measured to predicted. ", (a, b) -> a + b + "; "),
                Axis.categories(
                        "statistic",
                        rows.stream().map(ComparisonFigures::shortLabel).toList()),
                Axis.linear("measured / predicted"),
                series));
    }

    private static Series ratioSeries(List<ComparisonRow> rows, int[] at, Verdict verdict) {
        double[] x = IntStream.of(at).mapToDouble(i -> i + 1).toArray();
        double[] y = IntStream.of(at)
                .mapToDouble(i -> Objects.requireNonNull(rows.get(i).ratio()))
                .toArray();
        double[] error = IntStream.of(at)
                .mapToDouble(i -> {
                    ComparisonRow row = rows.get(i);
                    Double se = row.standardError() == null ? row.theoryScatter() : row.standardError();
                    Double predicted = rows.get(i).predicted();
                    return se == null || predicted == null ? 0 : se / Math.abs(predicted);
                })
                .toArray();
        return new Series(
                switch (verdict) {
                    case AGREES -> "agrees";
                    case DISAGREES -> "disagrees";
                    case NOT_APPLICABLE, INFORMATIVE -> "for information";
                },
                Origin.MEASURED,
                verdict == Verdict.AGREES ? Mark.POINTS : Mark.HOLLOW_POINTS,
                switch (verdict) {
                    case AGREES -> Palette.BLUE;
                    case DISAGREES -> Palette.VERMILION;
                    case NOT_APPLICABLE, INFORMATIVE -> Palette.PURPLE;
                },
                RealVector.of(x),
                RealVector.of(y),
                RealVector.of(error));
    }

    static String shortLabel(ComparisonRow row) {
        return switch (row.statistic()) {
            case "mean" -> "m_λ";
            case "secondMoment" -> "s_λ";
            case "topMean" -> "top-C";
            case "max" -> "λ_max";
            case "bulk" -> "bulk";
            case "learningRateBound" -> "2/λ_max";
            case "fisherRaoNorm" -> "θᵀFθ";
            case "effectiveDimension" -> "eff. dim.";
            case "logVolume" -> "log-vol.";
            default -> row.label();
        };
    }

    /** Mean and outlier of the diagonal block of every layer. */
    static Optional<Figure> layers(SpectrumResult result) {
        List<LayerInfo> layers = result.layers();
        if (layers.isEmpty()) {
            return Optional.empty();
        }
        boolean topMean = layers.stream().allMatch(l -> l.measured().topMean() != null);
        List<Series> series = new ArrayList<>();
        addLayers(series, layers, "mean, measured", Origin.MEASURED, Mark.POINTS, Palette.BLUE, LayerInfo::mean);
        addLayers(
                series,
                layers,
                "mean, theory",
                Origin.PREDICTED,
                Mark.HOLLOW_POINTS,
                Palette.SKY,
                layer -> layer.predicted().predictedMean());
        addLayers(
                series,
                layers,
                topMean ? "top-C mean, measured" : "λ_max, measured",
                Origin.MEASURED,
                Mark.POINTS,
                Palette.VERMILION,
                topMean ? layer -> layer.measured().topMean() : LayerInfo::max);
        addLayers(
                series,
                layers,
                "outliers, theory",
                Origin.PREDICTED,
                Mark.HOLLOW_POINTS,
                Palette.ORANGE,
                layer -> layer.predicted().predictedTopMean());
        return Optional.of(new Figure(
                "layer-blocks",
                result.network().graph() == null ? "Diagonal blocks by layer" : "Diagonal blocks by parameter tensor",
                Figures.parameters(result)
                        + (layers.stream().anyMatch(l -> l.predicted().predictedMean() != null)
                                ? " Filled points are measured, hollow ones are theory."
                                : ""),
                String.format(
                        Locale.ROOT,
                        "Mean and largest eigenvalue of the Fisher block of each of %d %s.",
                        layers.size(),
                        result.network().graph() == null ? "layers" : "parameter tensors"),
                Axis.integers(result.network().graph() == null ? "layer l" : "parameter tensor l, in the order of θ"),
                Axis.logarithmic("eigenvalue of block F_l"),
                series));
    }

    /** The largest eigenvalues of every layer's block, with the level at which theory puts them. */
    static Optional<Figure> layerSpectra(SpectrumResult result) {
        List<Series> series = new ArrayList<>();
        for (LayerInfo layer : result.layers()) {
            RealVector top = layer.measured().top();
            if (top == null || top.size() < 2) {
                continue;
            }
            int color = (layer.layer() - 1) % Palette.SIZE;
            RealVector rank = RealVector.of(
                    IntStream.rangeClosed(1, top.size()).asDoubleStream().toArray());
            series.add(
                    Series.of(result.network().block(layer.layer()), Origin.MEASURED, Mark.POINTS, color, rank, top));
            Double level = layer.predicted().predictedTopMean();
            if (level != null && level > 0) {
                series.add(Series.of(
                        String.format(Locale.ROOT, "layer %d, theory", layer.layer()),
                        Origin.PREDICTED,
                        Mark.DASHED_LINE,
                        color,
                        RealVector.of(1, top.size()),
                        RealVector.of(level, level)));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(
                        "layer-spectra",
                        result.network().graph() == null
                                ? "The largest eigenvalues of every layer"
                                : "The largest eigenvalues of every parameter tensor",
                        Figures.parameters(result)
                                + " The largest eigenvalues of each layer's diagonal block"
                                + (result.layers().stream()
                                                .anyMatch(l -> l.predicted().predictedTopMean() != null)
                                        ? "; dashed: where theory puts them."
                                        : "."),
                        "Largest eigenvalues by rank, one series per layer, on a logarithmic axis.",
                        Axis.integers("rank i"),
                        Axis.logarithmic("eigenvalue of block F_l"),
                        series));
    }

    private static void addLayers(
            List<Series> series,
            List<LayerInfo> layers,
            String name,
            Origin origin,
            Mark mark,
            int color,
            Function<LayerInfo, @Nullable Double> value) {
        List<LayerInfo> with =
                layers.stream().filter(l -> value.apply(l) != null).toList();
        if (!with.isEmpty()) {
            RealVector x =
                    RealVector.of(with.stream().mapToDouble(LayerInfo::layer).toArray());
            RealVector y = RealVector.of(with.stream()
                    .mapToDouble(l -> Objects.requireNonNull(value.apply(l)))
                    .toArray());
            series.add(Series.of(name, origin, mark, color, x, y));
        }
    }

    /** The six order parameters of theory against depth. */
    static Optional<Figure> orderParameters(SpectrumResult result) {
        OrderParameters theory = result.theory().orderParameters();
        if (theory == null) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        addParameters(series, theory);
        return Optional.of(new Figure(
                "order-parameters",
                "Order parameters by depth",
                Figures.parameters(result)
                        + " q: pre-activations, q̂: activations, q̃: back-propagated sensitivities; st: overlap of two"
                        + " samples.",
                "Order parameters q, q_st, q̂, q̂_st, q̃ and q̃_st for every layer; the table holds the values.",
                Axis.integers("layer l"),
                Axis.linear("order parameter"),
                series));
    }

    private static void addParameters(List<Series> series, OrderParameters p) {
        int depth = p.q().size();
        RealVector layer =
                RealVector.of(IntStream.rangeClosed(1, depth).asDoubleStream().toArray());
        RealVector activation =
                RealVector.of(IntStream.range(0, depth).asDoubleStream().toArray());
        series.add(Series.of("q", Origin.PREDICTED, Mark.LINE, Palette.BLUE, layer, p.q()));
        series.add(Series.of("q_st", Origin.PREDICTED, Mark.DASHED_LINE, Palette.BLUE, layer, p.qSt()));
        series.add(Series.of("q̂", Origin.PREDICTED, Mark.LINE, Palette.VERMILION, activation, p.qHat()));
        series.add(Series.of("q̂_st", Origin.PREDICTED, Mark.DASHED_LINE, Palette.VERMILION, activation, p.qHatSt()));
        series.add(Series.of("q̃", Origin.PREDICTED, Mark.LINE, Palette.GREEN, layer, p.qTilde()));
        series.add(Series.of("q̃_st", Origin.PREDICTED, Mark.DASHED_LINE, Palette.GREEN, layer, p.qTildeSt()));
    }
}
