package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.SingularInfo;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    record Part(String reason, long directions, String because) {
        Part plus(Part other) {
            return new Part(reason, directions + other.directions, because + "; " + other.because);
        }
    }

    static NullSpace of(GeometryInfo g) {
        return g.singular() == null ? ofCounts(g) : ofDirections(g, g.singular());
    }

    /** Takes rank and reasons from singular values, which see zeros that eigenvalues do not tell from small numbers. */
    private static NullSpace ofDirections(GeometryInfo g, SingularInfo singular) {
        long zeros = g.parameters() - singular.rank();
        Map<String, Part> byKind = new LinkedHashMap<>();
        singular.directions()
                .forEach(d -> byKind.merge(d.kind(), new Part(words(d.kind()), d.count(), d.words()), Part::plus));
        List<Part> parts = new ArrayList<>(byKind.values());
        long left = zeros - parts.stream().mapToLong(Part::directions).sum();
        for (GeometryInfo.Degeneracy d : g.degeneracies()) {
            if (d.kind().equals(FEW_SAMPLES)) {
                long own = Math.min(left, d.directions());
                left -= own;
                parts.add(new Part(words(d.kind()), own, d.explanation()));
            }
        }
        if (left > 0) {
            parts.add(unknown(left));
        }
        return new NullSpace(
                g, zeros, parts.stream().filter(p -> p.directions() > 0).toList());
    }

    private static Part unknown(long directions) {
        return new Part("not recognised", directions, "no reason was found in the network or the data");
    }

    private static NullSpace ofCounts(GeometryInfo g) {
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
            parts.add(unknown(left));
        }
        return new NullSpace(
                g, zeros, parts.stream().filter(p -> p.directions() > 0).toList());
    }

    private static String words(String key) {
        return key.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns P less the zeros. */
    long rank() {
        return geometry.parameters() - zeros;
    }

    /** Returns the bound on the rank that counts of reasons and named directions put together. */
    long predicted() {
        SingularInfo singular = geometry.singular();
        long named = singular == null
                ? 0
                : singular.directions().stream()
                        .mapToLong(SingularInfo.Directions::count)
                        .sum();
        return Math.min(geometry.predictedRank(), geometry.parameters() - named);
    }

    /** Returns the rank and where the zeros come from. */
    String sentence() {
        return "Rank %s, %s, of %s rows; %s."
                .formatted(
                        Numbers.count(rank()),
                        rank() == predicted()
                                ? "as predicted from the network"
                                : "predicted at most " + Numbers.count(predicted()),
                        Numbers.count(geometry.rows()),
                        zeros == 0
                                ? "no direction has eigenvalue zero"
                                : (zeros == 1 ? "1 direction" : Numbers.count(zeros) + " directions") + " of zero: "
                                        + reasons());
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
