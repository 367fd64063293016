package io.github.fisherscope.reports.compare;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.compare.CompareReport.Entry;
import io.github.fisherscope.reports.result.SpectrumInfo;
import io.github.fisherscope.reports.result.SpectrumResult;
import io.github.fisherscope.reports.text.Numbers;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.spectra.distance.DistanceBootstrap;
import io.github.fisherscope.spectra.distance.SpectralDistance;
import io.github.fisherscope.spectra.distance.SpectralMeasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Distances between the distributions of the non-zero eigenvalues, each of equal weight. Results that differ by their
 * seeds only form a group; the unit of the bootstrap is a whole spectrum, so a pair of groups gets an interval and a
 * p-value when both hold at least two. The eigenvalues of a result are those of its first network.
 *
 * @param groups complete spectra by the names of their results, in the order of the results
 * @param leftOut names of results whose spectrum is incomplete
 */
record Distances(List<Group> groups, List<String> leftOut) {
    private static final int REPLICATES = 500;
    private static final double CONFIDENCE = 0.95;
    private static final long SEED = 1;

    /** Repetitions of one setting. */
    record Group(String name, List<SpectralMeasure> spectra) {}

    static Distances of(List<Entry> entries) {
        Map<Setting, List<Entry>> grouped = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        for (Entry e : entries) {
            if (measure(e.result()).isPresent()) {
                grouped.computeIfAbsent(Setting.of(e.result()), s -> new ArrayList<>())
                        .add(e);
            } else {
                leftOut.add(e.name());
            }
        }
        boolean oneSetting = grouped.size() == 1;
        List<Group> groups = new ArrayList<>();
        for (List<Entry> same : grouped.values()) {
            if (oneSetting) { // nothing to hold against but the repetitions themselves
                same.forEach(e -> groups.add(group(List.of(e))));
            } else {
                groups.add(group(same));
            }
        }
        return new Distances(List.copyOf(groups), List.copyOf(leftOut));
    }

    private static Group group(List<Entry> entries) {
        return new Group(
                entries.stream().map(Entry::name).collect(Collectors.joining(" + ")),
                entries.stream().flatMap(e -> measure(e.result()).stream()).toList());
    }

    private static Optional<SpectralMeasure> measure(SpectrumResult result) {
        SpectrumInfo s = result.spectrum();
        if (s.eigenvalues().isEmpty() || s.rank() == null || s.rankThreshold() == null) {
            return Optional.empty();
        }
        double threshold = s.rankThreshold();
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

    TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                Group a = groups.get(i);
                Group b = groups.get(j);
                rows.add(row(a, b, "Kolmogorov-Smirnov", SpectralDistance.KOLMOGOROV_SMIRNOV, false));
                rows.add(row(a, b, "Wasserstein-1, in λ", SpectralDistance.WASSERSTEIN_1, false));
                rows.add(row(a, b, "Wasserstein-1, in decades of λ", SpectralDistance.WASSERSTEIN_1, true));
            }
        }
        return TextTable.of(List.of("result", "against", "distance", "value", "95 % interval", "p"), rows);
    }

    String summary() {
        if (groups.size() < 2) {
            return "No two complete spectra to measure a distance between.";
        }
        Group a = groups.get(0);
        return groups.stream()
                .skip(1)
                .map(b ->
                        "the non-zero spectra of %s and %s lie %s decades apart on average (Kolmogorov-Smirnov distance %s)"
                                .formatted(
                                        a.name(),
                                        b.name(),
                                        Numbers.significant(between(a, b, SpectralDistance.WASSERSTEIN_1, true), 3),
                                        Numbers.significant(
                                                between(a, b, SpectralDistance.KOLMOGOROV_SMIRNOV, false), 3)))
                .collect(Collectors.joining("; ", "On a logarithmic scale ", "."));
    }

    String note() {
        String note =
                "Distances are between the distributions of non-zero eigenvalues, each of equal weight. Results that"
                        + " differ by seeds only are repetitions: where both sides have two or more, the interval is a bootstrap"
                        + String.format(Locale.ROOT, " over whole spectra (%d draws, seed %d) and p the share of random regroupings at least as far apart;", REPLICATES, SEED)
                        + " with n repetitions a side p cannot fall far below 2/C(2n, n). A single run a side tells no scatter.";
        return leftOut.isEmpty()
                ? note
                : note + " Left out, because not all eigenvalues are known: " + String.join(", ", leftOut) + ".";
    }

    private static List<String> row(Group a, Group b, String name, SpectralDistance metric, boolean decades) {
        if (a.spectra().size() < 2 || b.spectra().size() < 2) {
            return List.of(
                    a.name(),
                    b.name(),
                    name,
                    Numbers.significant(between(a, b, metric, decades), 4),
                    Numbers.NONE,
                    Numbers.NONE);
        }
        DistanceBootstrap found =
                DistanceBootstrap.of(spectra(a, decades), spectra(b, decades), metric, REPLICATES, CONFIDENCE, SEED);
        return List.of(
                a.name(),
                b.name(),
                name,
                Numbers.significant(found.distance(), 4),
                Numbers.significant(found.interval().low(), 4) + " … "
                        + Numbers.significant(found.interval().high(), 4),
                Numbers.significant(found.pValue(), 2));
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
