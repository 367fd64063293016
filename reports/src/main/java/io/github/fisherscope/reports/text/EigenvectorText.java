package io.github.fisherscope.reports.text;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The eigenvectors of the largest eigenvalues in words. */
record EigenvectorText(NetworkInfo network, DistributionInfo d) {
    /** Share of an eigenvector from which a parameter tensor is named. */
    private static final double LEAST_SHARE = 0.05;

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!d.eigenvectors().isEmpty()) {
            sentences.add(steepest(d.eigenvectors().get(0).layerShares()));
        }
        DistributionInfo.Vectors vectors = d.vectors();
        if (vectors != null) {
            sentences.add(vectors(vectors));
        }
        return sentences;
    }

    /** Names every layer, and of parameter tensors, which are many, those with a share worth naming. */
    private String steepest(RealVector shares) {
        boolean tensors = network.graph() != null;
        String named = IntStream.range(0, shares.size())
                .filter(i -> !tensors || shares.get(i) >= LEAST_SHARE)
                .mapToObj(i -> String.format(Locale.ROOT, "%.0f %% in %s", 100 * shares.get(i), network.block(i + 1)))
                .collect(Collectors.joining(", "));
        return "Steepest direction: " + (named.isEmpty() ? "no tensor has 5 % of it" : named) + ".";
    }

    private static String vectors(DistributionInfo.Vectors vectors) {
        RealVector residuals = vectors.residuals();
        return residuals.isEmpty()
                ? "Eigenvectors: none, since all eigenvalues are zero."
                : String.format(
                        Locale.ROOT,
                        "Eigenvectors: %d, of %d parameters each; residuals ‖Av − λv‖/|λ₁| up to %.1e.",
                        residuals.size(),
                        vectors.parameters(),
                        residuals.stream().max().orElse(0));
    }

    /** Returns over which layers the vectors spread, and their residuals where they were measured. */
    Optional<DistributionText.Part> table() {
        if (d.eigenvectors().isEmpty()) {
            return Optional.empty();
        }
        int depth = d.eigenvectors().get(0).layerShares().size();
        List<String> header = new ArrayList<>(List.of("eigenvector", "eigenvalue"));
        IntStream.rangeClosed(1, depth).forEach(l -> header.add(network.block(l)));
        header.add("parameters that take part");
        DistributionInfo.Vectors vectors = d.vectors();
        if (vectors != null) {
            header.add("residual");
        }
        List<List<String>> rows = d.eigenvectors().stream()
                .map(v -> {
                    List<String> row = new ArrayList<>(List.of("" + v.index(), Numbers.shortly(v.eigenvalue())));
                    v.layerShares().stream().forEach(s -> row.add(String.format(Locale.ROOT, "%.1f %%", 100 * s)));
                    row.add(Numbers.shortly(v.participation()));
                    if (vectors != null) {
                        row.add(String.format(
                                Locale.ROOT, "%.1e", vectors.residuals().get(v.index() - 1)));
                    }
                    return row;
                })
                .toList();
        return Optional.of(new DistributionText.Part(
                "localisation",
                "Where the steepest directions live",
                network.graph() == null
                        ? "Share of each layer in the squared eigenvector, and how many parameters carry it."
                        : "Share of each parameter tensor in the squared eigenvector, and how many parameters carry it.",
                TextTable.of(header, rows)));
    }
}
