package io.github.fisherscope.reports.compare;

import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.compare.SpectrumDistances;
import io.github.fisherscope.results.compare.SpectrumDistances.Metric;
import io.github.fisherscope.results.compare.SpectrumDistances.Row;
import io.github.fisherscope.results.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Distances between spectra as a table and in words. */
record DistanceText(SpectrumDistances distances) {

    TextTable table() {
        List<List<String>> rows =
                distances.rows().stream().map(DistanceText::row).toList();
        return TextTable.of(List.of("result", "against", "distance", "value", "95 % interval", "p"), rows);
    }

    private static List<String> row(Row row) {
        return List.of(
                row.first(),
                row.second(),
                name(row.metric()) + (row.converged() ? "" : ", not converged"),
                Numbers.significant(row.value(), 4),
                row.low() == null || row.high() == null
                        ? Numbers.NONE
                        : Numbers.significant(row.low(), 4) + " … " + Numbers.significant(row.high(), 4),
                row.pValue() == null ? Numbers.NONE : Numbers.significant(row.pValue(), 2));
    }

    private static String name(Metric metric) {
        return switch (metric) {
            case KOLMOGOROV_SMIRNOV -> "Kolmogorov-Smirnov";
            case WASSERSTEIN_1 -> "Wasserstein-1, in λ";
            case WASSERSTEIN_1_DECADES -> "Wasserstein-1, in decades of λ";
            case RELAXED_DIVERGENCE -> "relaxed transport D[result : against], in decades²";
            case SINKHORN_DIVERGENCE -> "Sinkhorn divergence S, in decades²";
        };
    }

    String summary() {
        if (distances.groups().size() < 2) {
            return "No two complete spectra to measure a distance between.";
        }
        String first = distances.groups().get(0);
        return distances.groups().stream()
                .skip(1)
                .map(other ->
                        "the non-zero spectra of %s and %s lie %s decades apart on average (Kolmogorov-Smirnov distance %s)"
                                .formatted(
                                        first,
                                        other,
                                        Numbers.significant(value(first, other, Metric.WASSERSTEIN_1_DECADES), 3),
                                        Numbers.significant(value(first, other, Metric.KOLMOGOROV_SMIRNOV), 3)))
                .collect(Collectors.joining("; ", "On a logarithmic scale ", "."));
    }

    private double value(String first, String other, Metric metric) {
        return distances.rows().stream()
                .filter(r -> r.first().equals(first) && r.second().equals(other) && r.metric() == metric)
                .findFirst()
                .orElseThrow()
                .value();
    }

    String note() {
        if (distances.rows().isEmpty()) {
            return "A distance needs two results with all their eigenvalues, not all of them zero." + leftOut();
        }
        String note = String.format(
                Locale.ROOT,
                "Distances are between the distributions of non-zero eigenvalues, each of equal weight. Results that"
                        + " differ by seeds only are repetitions: where both sides have two or more, the interval is a bootstrap"
                        + " over whole spectra (%d draws, seed %d) and p the share of random regroupings at least as far apart;"
                        + " with n repetitions a side p cannot fall far below 2/C(2n, n). A single run a side tells no scatter."
                        + " D and S are those of entropy-relaxed transport between the distributions of log₁₀ λ, with squared decades"
                        + " as cost and a relaxation of 0.1, counted in 200 equal cells over the range of both spectra; they have no"
                        + " interval. D is not symmetric: D[a : b] carries the eigenvalues of a to those of b.",
                distances.replicates(),
                distances.seed());
        return note + leftOut();
    }

    private String leftOut() {
        return distances.leftOut().isEmpty()
                ? ""
                : " Left out, because not all of their eigenvalues are known or all are zero: "
                        + String.join(", ", distances.leftOut()) + ".";
    }
}
