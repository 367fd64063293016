package io.github.fisherscope.results.json;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.EnsembleInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Statistics;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the numbers of a result that stand in two places, or follow from one another, against each other. A file in which
 * they differ is damaged or was edited, and nobody can tell which of them is right.
 */
final class ResultAgreement {
    /** Sums of the same numbers in another order differ by less, and a digit that was changed by more. */
    private static final double RELATIVE = 1e-9;

    private final SpectrumResult result;
    private final @Nullable EnsembleInfo ensemble;

    private ResultAgreement(SpectrumResult result) {
        this.result = result;
        this.ensemble = result.ensemble();
    }

    /** @throws IllegalArgumentException naming both places and their values */
    static void require(SpectrumResult result) {
        new ResultAgreement(result).rows();
    }

    private void rows() {
        List<ComparisonRow> rows = result.comparison();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            ComparisonRow row = rows.get(i);
            String at = String.format(Locale.ROOT, "comparison[%d]", i);
            if (!seen.add(row.statistic())) {
                throw new IllegalArgumentException(
                        "%s.statistic is %s, of which there is a row already; compute it again"
                                .formatted(at, row.statistic()));
            }
            if (ensemble == null && row.standardError() != null) {
                throw new IllegalArgumentException(
                        "ensemble is missing, but %s.standardError is %s, which only several networks have; copy the file again, or compute it again"
                                .formatted(at, row.standardError()));
            }
            prediction(row, at);
            for (Statistic statistic : Statistic.values()) {
                if (statistic.key().equals(row.statistic())) {
                    measured(statistic, row, at);
                }
            }
        }
    }

    private static void prediction(ComparisonRow row, String at) {
        Double predicted = row.predicted();
        boolean judged = row.verdict() == Verdict.AGREES || row.verdict() == Verdict.DISAGREES;
        if (predicted == null && judged) {
            throw new IllegalArgumentException(
                    "%s.verdict is %s, but nothing is predicted there; compute it again".formatted(at, row.verdict()));
        }
        if (row.ratio() != null && predicted != null) {
            same(at + ".ratio", row.ratio(), "measured / predicted", row.measured() / predicted, 0);
        }
        Double error = row.standardError() == null ? row.theoryScatter() : row.standardError();
        if (row.zScore() != null && predicted != null && error != null && error > 0) {
            double rounding = RELATIVE * Math.max(Math.abs(row.measured()), Math.abs(predicted)) / error;
            same(
                    at + ".zScore",
                    row.zScore(),
                    "(measured − predicted) / " + (row.standardError() == null ? "theoryScatter" : "standardError"),
                    (row.measured() - predicted) / error,
                    rounding);
        }
    }

    private void measured(Statistic statistic, ComparisonRow row, String at) {
        Double first = ofFirstNetwork(statistic);
        RealVector values = ensemble == null ? null : ensemble.values().get(statistic.key());
        if (values == null) {
            if (ensemble == null && first != null) {
                same(at + ".measured", row.measured(), place(statistic), first, 0);
            }
        } else {
            double largest = values.stream().map(Math::abs).max().orElse(0);
            String name = "ensemble.values." + statistic.key();
            same(
                    at + ".measured",
                    row.measured(),
                    "the mean of " + name,
                    values.sum() / values.size(),
                    RELATIVE * largest);
            standardError(row, at, name, values);
            if (first != null) {
                same(name + "[0]", values.get(0), place(statistic), first, 0);
            }
        }
        Double again = ofAllNetworks(statistic);
        if (again != null) {
            same(at + ".measured", row.measured(), place(statistic), again, 0);
        }
    }

    private static void standardError(ComparisonRow row, String at, String name, RealVector values) {
        if (row.standardError() == null || values.size() < 2) {
            return;
        }
        double largest = values.stream().map(Math::abs).max().orElse(0);
        same(
                at + ".standardError",
                row.standardError(),
                "that of the values in " + name,
                values.standardError(),
                RELATIVE * largest);
    }

    /** Returns the number of the first network that stands elsewhere, too, or null. */
    private @Nullable Double ofFirstNetwork(Statistic statistic) {
        Statistics spectrum = result.spectrum().statistics();
        return switch (statistic) {
            case MEAN -> spectrum.mean();
            case SECOND_MOMENT -> spectrum.secondMoment();
            case TOP_MEAN -> spectrum.topMean();
            case MAX -> spectrum.max();
            case BULK -> spectrum.bulk();
            case LEARNING_RATE_BOUND -> result.learningRate().bound();
            case FISHER_RAO_NORM, EFFECTIVE_DIMENSION, LOG_VOLUME -> null;
        };
    }

    /** Returns the mean over networks that stands elsewhere, too, or null. */
    private @Nullable Double ofAllNetworks(Statistic statistic) {
        CapacityInfo capacity = result.capacity();
        return switch (statistic) {
            case FISHER_RAO_NORM ->
                capacity.fisherRaoNorm() == null
                        ? null
                        : (Double) capacity.fisherRaoNorm().measured();
            case EFFECTIVE_DIMENSION ->
                capacity.effectiveDimension() == null
                        ? null
                        : (Double) capacity.effectiveDimension().value();
            case LOG_VOLUME ->
                capacity.logVolume() == null
                        ? null
                        : (Double) capacity.logVolume().value();
            case MEAN, SECOND_MOMENT, TOP_MEAN, MAX, BULK, LEARNING_RATE_BOUND -> null;
        };
    }

    private static String place(Statistic statistic) {
        return switch (statistic) {
            case MEAN, SECOND_MOMENT, TOP_MEAN, MAX, BULK -> "spectrum." + statistic.key();
            case LEARNING_RATE_BOUND -> "learningRate.bound";
            case FISHER_RAO_NORM -> "capacity.fisherRaoNorm.measured";
            case EFFECTIVE_DIMENSION, LOG_VOLUME -> "capacity." + statistic.key() + ".value";
        };
    }

    private static void same(String place, double value, String other, double expected, double rounding) {
        double allowed = RELATIVE * Math.max(Math.abs(value), Math.abs(expected)) + rounding;
        if (!(Math.abs(value - expected) <= allowed)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s is %s, but %s is %s; one of them was changed, so copy the file again, or compute it again",
                    place,
                    value,
                    other,
                    expected));
        }
    }
}
