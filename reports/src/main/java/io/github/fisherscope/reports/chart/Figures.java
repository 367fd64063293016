package io.github.fisherscope.reports.chart;

import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo.Phase;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the figures of a result. */
public final class Figures {
    /** The ids that {@link #of} gives its figures, in the order of a report. */
    public static final List<String> IDS = List.of(
            "eigenvalue-histogram",
            "negative-eigenvalues",
            "spectral-density",
            "scree-plot",
            "cumulative-counts",
            "measured-vs-predicted",
            "layer-blocks",
            "layer-spectra",
            "order-parameters",
            "phase-diagram",
            "learning-rate-sweep");

    private Figures() {}

    /**
     * Returns every figure for which the result has the numbers, in the order of a report. Deterministic; cost
     * O(n log n) in the number of eigenvalues.
     */
    public static List<Figure> of(SpectrumResult result) {
        List<Figure> figures = new ArrayList<>();
        SpectrumFigures.histogram(result).ifPresent(figures::add);
        NegativeFigure.of(result).ifPresent(figures::add);
        DensityFigure.of(result).ifPresent(figures::add);
        SpectrumFigures.scree(result).ifPresent(figures::add);
        SpectrumFigures.counts(result).ifPresent(figures::add);
        ComparisonFigures.ratios(result).ifPresent(figures::add);
        ComparisonFigures.layers(result).ifPresent(figures::add);
        ComparisonFigures.layerSpectra(result).ifPresent(figures::add);
        ComparisonFigures.orderParameters(result).ifPresent(figures::add);
        phase(result).ifPresent(figures::add);
        TrainingFigure.of(result).ifPresent(figures::add);
        return List.copyOf(figures);
    }

    /** Returns the phase diagram with the network in it, for networks whose variances are known. */
    private static Optional<Figure> phase(SpectrumResult result) {
        NetworkInfo n = result.network();
        Phase phase = result.theory().phase();
        return n.drawn().weightVariance() == null || n.drawn().biasVariance() == null || phase == null
                ? Optional.empty()
                : Optional.of(PhaseFigures.diagram(
                        n.activation(), n.drawn().weightVariance(), n.drawn().biasVariance(), phase));
    }

    /** Returns the parameters of the study in one line, as captions carry them. */
    static String parameters(SpectrumResult result) {
        NetworkInfo n = result.network();
        StringBuilder text = new StringBuilder("%s, %s".formatted(n.kind(false), n.sizes("–")));
        if (n.drawn().weightVariance() != null && n.drawn().biasVariance() != null) {
            text.append(", σ_w² = ")
                    .append(trimmed(n.drawn().weightVariance()))
                    .append(", σ_b² = ")
                    .append(trimmed(n.drawn().biasVariance()));
        }
        text.append(", T = ")
                .append(result.data().samples())
                .append(result.data().samples() == 1 ? " sample (" : " samples (");
        text.append(result.data().source()).append("), P = ").append(Numbers.count(n.parameters()));
        if (n.drawn().seed() != null) {
            text.append(", seed ").append(n.drawn().seed());
        }
        return text.append('.').toString();
    }

    /** Returns what theory's largest value is of: of C outliers, or of one eigenvalue where no outliers are expected. */
    static String top(SpectrumResult result) {
        if (result.fisher().whole()) {
            return result.network().outputs() == 1 ? "outlier" : "outliers";
        }
        return result.fisher().normalization() == null && result.network().outputs() > 1 ? "top-C mean" : "λ_max";
    }

    static String trimmed(double value) {
        String text = Numbers.significant(value, 4);
        return text.contains(".") && !text.contains("e")
                ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
                : text;
    }
}
