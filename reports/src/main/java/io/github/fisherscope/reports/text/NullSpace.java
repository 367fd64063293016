package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The directions of eigenvalue zero by their reasons, each counted once, so that the parts add up to P less the measured
 * rank. Too few samples explain what is left when the reasons of the network itself are taken off; what no reason explains
 * is said.
 *
 * @param zeros P less the measured rank
 * @param parts reasons with their directions
 */
record NullSpace(GeometryInfo geometry, long zeros, List<Part> parts) {
    private static final String FEW_SAMPLES = "FEW_SAMPLES";

    NullSpace {
        parts = List.copyOf(parts);
    }

    /** A reason, the directions that it and no reason before it explains, and why. */
    record Part(String reason, long directions, String because) {}

    static NullSpace of(GeometryInfo g) {
        long zeros = g.parameters() - g.measuredRank();
        List<Part> parts = new ArrayList<>();
        long left = zeros;
        for (GeometryInfo.Degeneracy d : g.degeneracies()) {
            if (!d.kind().equals(FEW_SAMPLES)) {
                long own = Math.min(d.directions(), left);
                left -= own;
                parts.add(new Part(words(d.kind()), own, d.explanation()));
            }
        }
        long predicted = g.parameters() - g.predictedRank();
        for (GeometryInfo.Degeneracy d : g.degeneracies()) {
            if (d.kind().equals(FEW_SAMPLES)) {
                long own = Math.max(0, Math.min(left, predicted - (zeros - left)));
                left -= own;
                parts.add(new Part(words(d.kind()), own, d.explanation()));
            }
        }
        if (left > 0) {
            parts.add(new Part("not recognised", left, "no reason was found in the network or the data"));
        }
        return new NullSpace(
                g, zeros, parts.stream().filter(p -> p.directions() > 0).toList());
    }

    private static String words(String key) {
        return key.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the rank and where the zeros come from. */
    String sentence() {
        return "Rank %s, %s, of %s rows; %s."
                .formatted(
                        Numbers.count(geometry.measuredRank()),
                        geometry.measuredRank() == geometry.predictedRank()
                                ? "as predicted from the network"
                                : "predicted at most " + Numbers.count(geometry.predictedRank()),
                        Numbers.count(geometry.rows()),
                        zeros == 0
                                ? "no direction has eigenvalue zero"
                                : "%s directions of zero: %s".formatted(Numbers.count(zeros), reasons()));
    }

    private String reasons() {
        return parts.stream()
                .map(p -> p.reason() + " (" + Numbers.count(p.directions()) + ")")
                .collect(Collectors.joining(", "));
    }

    /** Returns one row per reason and their sum. */
    TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        parts.forEach(p -> rows.add(List.of(p.reason(), Numbers.count(p.directions()), p.because())));
        rows.add(List.of("all", Numbers.count(zeros), "P less the measured rank"));
        return TextTable.of(List.of("reason", "directions", "because"), rows);
    }
}
