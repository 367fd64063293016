package io.github.fisherscope.studies.compare;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.transport.TransportDivergences;
import io.github.fisherscope.results.compare.NamedResult;
import io.github.fisherscope.results.compare.Setting;
import io.github.fisherscope.results.compare.SpectrumDistances;
import io.github.fisherscope.results.compare.SpectrumDistances.Metric;
import io.github.fisherscope.results.compare.SpectrumDistances.Row;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.spectra.distance.DistanceBootstrap;
import io.github.fisherscope.spectra.distance.SpectralDistance;
import io.github.fisherscope.spectra.distance.SpectralMeasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Distances between the distributions of the non-zero eigenvalues, each of equal weight. Results that differ by their
 * seeds only form a group; the unit of the bootstrap is a whole spectrum, so a pair of groups gets an interval and a
 * p-value when both hold at least two. The eigenvalues of a result are those of its first network.
 */
public final class DistanceStudy {
    private static final int REPLICATES = 500;
    private static final double CONFIDENCE = 0.95;
    private static final long SEED = 1;

    private final List<Group> groups;
    private final List<String> leftOut;

    private DistanceStudy(List<Group> groups, List<String> leftOut) {
        this.groups = groups;
        this.leftOut = leftOut;
    }

    /** Repetitions of one setting. */
    private record Group(String name, List<SpectralMeasure> spectra) {}

    /** Measures the distances between all complete spectra; the others are named as left out. */
    public static SpectrumDistances of(List<NamedResult> entries) {
        Map<Setting, List<NamedResult>> grouped = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        for (NamedResult e : entries) {
            if (measure(e.result()).isPresent()) {
                grouped.computeIfAbsent(Setting.of(e.result()), s -> new ArrayList<>())
                        .add(e);
            } else {
                leftOut.add(e.name());
            }
        }
        boolean oneSetting = grouped.size() == 1;
        List<Group> groups = new ArrayList<>();
        for (List<NamedResult> same : grouped.values()) {
            if (oneSetting) { // nothing to hold against but the repetitions themselves
                same.forEach(e -> groups.add(group(List.of(e))));
            } else {
                groups.add(group(same));
            }
        }
        return new DistanceStudy(List.copyOf(groups), List.copyOf(leftOut)).distances();
    }

    private static Group group(List<NamedResult> entries) {
        return new Group(
                entries.stream().map(NamedResult::name).collect(Collectors.joining(" + ")),
                entries.stream().flatMap(e -> measure(e.result()).stream()).toList());
    }

    private static Optional<SpectralMeasure> measure(SpectrumResult result) {
        SpectrumInfo s = result.spectrum();
        if (s.eigenvalues().isEmpty() || s.ranks().rank() == null || s.ranks().rankThreshold() == null) {
            return Optional.empty();
        }
        double threshold = s.ranks().rankThreshold();
        double[] values = s.eigenvalues().stream()
                .filter(v -> v > threshold && v > 0)
                .sorted()
                .toArray();
        if (values.length == 0) {
            return Optional.empty();
        }
        double[] weights = new double[values.length];
        Arrays.fill(weights, 1.0 / values.length);
        return Optional.of(new SpectralMeasure(RealVector.of(values), RealVector.of(weights)));
    }

    private SpectrumDistances distances() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                for (Metric metric : Metric.values()) {
                    rows.add(row(groups.get(i), groups.get(j), metric));
                }
            }
        }
        return new SpectrumDistances(groups.stream().map(Group::name).toList(), rows, leftOut, REPLICATES, SEED);
    }

    private static Row row(Group a, Group b, Metric metric) {
        return switch (metric) {
            case KOLMOGOROV_SMIRNOV, WASSERSTEIN_1, WASSERSTEIN_1_DECADES -> distance(a, b, metric);
            case RELAXED_DIVERGENCE -> row(a, b, metric, relaxed(a, b).relaxedDivergence());
            case SINKHORN_DIVERGENCE -> row(a, b, metric, relaxed(a, b).sinkhornDivergence());
        };
    }

    private static Row row(Group a, Group b, Metric metric, TransportDivergences.Value value) {
        return new Row(a.name(), b.name(), metric, value.value(), value.converged(), null, null, null);
    }

    private static RelaxedDistances relaxed(Group a, Group b) {
        return RelaxedDistances.between(
                SpectralMeasure.mixture(spectra(a, true)), SpectralMeasure.mixture(spectra(b, true)));
    }

    private static Row distance(Group a, Group b, Metric metric) {
        boolean decades = metric == Metric.WASSERSTEIN_1_DECADES;
        SpectralDistance distance = metric == Metric.KOLMOGOROV_SMIRNOV
                ? SpectralDistance.KOLMOGOROV_SMIRNOV
                : SpectralDistance.WASSERSTEIN_1;
        if (a.spectra().size() < 2 || b.spectra().size() < 2) {
            return new Row(a.name(), b.name(), metric, between(a, b, distance, decades), true, null, null, null);
        }
        DistanceBootstrap found =
                DistanceBootstrap.of(spectra(a, decades), spectra(b, decades), distance, REPLICATES, CONFIDENCE, SEED);
        return new Row(
                a.name(),
                b.name(),
                metric,
                found.distance(),
                true,
                found.interval().low(),
                found.interval().high(),
                found.pValue());
    }

    private static double between(Group a, Group b, SpectralDistance metric, boolean decades) {
        return metric.between(
                SpectralMeasure.mixture(spectra(a, decades)), SpectralMeasure.mixture(spectra(b, decades)));
    }

    private static List<SpectralMeasure> spectra(Group group, boolean decades) {
        return decades
                ? group.spectra().stream().map(m -> m.log10(Double.MIN_NORMAL)).toList()
                : group.spectra();
    }
}
