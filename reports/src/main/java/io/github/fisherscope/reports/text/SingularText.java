package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.SingularInfo;
import io.github.fisherscope.results.spectrum.SingularInfo.Beside;
import io.github.fisherscope.results.spectrum.SingularInfo.Nearby;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Null directions by name, and sets of superfluous units nearby, as sentences and tables. */
public final class SingularText {
    private static final int MOST_NAMED = 4;
    private static final int MOST_ROWS = 40;

    private final GeometryInfo geometry;
    private final SingularInfo singular;
    private final String unchanged;

    /**
     * @param unchanged what null directions leave as it is, in words
     */
    SingularText(GeometryInfo geometry, SingularInfo singular, String unchanged) {
        this.geometry = geometry;
        this.singular = singular;
        this.unchanged = unchanged;
    }

    /** Returns what a terminal shows: nothing where no direction has a reason and no set is near. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!singular.directions().isEmpty()) {
            sentences.add(named());
        }
        singular.nearby().stream().filter(Nearby::near).findFirst().ifPresent(n -> sentences.add(near(n)));
        Beside beside = singular.beside();
        if (beside != null) {
            sentences.add(beside(beside));
        }
        return sentences;
    }

    /** Returns that a network is near a set. */
    public static String near(Nearby set) {
        if (set.distance() == 0) {
            return "In a singular set: " + set.words() + ".";
        }
        return String.format(
                Locale.ROOT,
                "Near a singular set: %s, %s away in the parameters, %s of their size.",
                set.words(),
                Numbers.shortly(set.distance()),
                Numbers.shortly(set.relative()));
    }

    /** Returns what the loss does beside a pair of units. */
    public static String beside(Beside b) {
        return String.format(
                Locale.ROOT,
                "Beside %s (outgoing weights v = %s in all, split z = %s) %s%s; second derivatives %s to %s, gradient of the"
                        + " network with one unit less %s.",
                b.pair(),
                Numbers.shortly(b.total()),
                Numbers.shortly(b.split()),
                b.words(),
                b.milnor() ? ", and beyond |z| = 1 it does the opposite (a Milnor attractor)" : "",
                Numbers.shortly(b.eigenvalues().get(0)),
                Numbers.shortly(b.eigenvalues().get(b.eigenvalues().size() - 1)),
                Numbers.shortly(b.slope()));
    }

    private long nullity() {
        return geometry.parameters() - singular.rank();
    }

    private int explained() {
        return singular.directions().stream()
                .mapToInt(SingularInfo.Directions::count)
                .sum();
    }

    private String named() {
        List<SingularInfo.Directions> all = singular.directions();
        String first = all.stream()
                .limit(MOST_NAMED)
                .map(d -> d.words() + " (" + Numbers.count(d.count()) + ")")
                .collect(Collectors.joining("; "));
        String more = all.size() > MOST_NAMED ? "; and " + (all.size() - MOST_NAMED) + " more reasons" : "";
        return String.format(
                Locale.ROOT,
                "Null directions by singular values (zero: up to %s of the largest): %s, of which %s have a reason in the"
                        + " network: %s%s.",
                Numbers.shortly(singular.cutoff()),
                Numbers.count(nullity()),
                Numbers.count(explained()),
                first,
                more);
    }

    /** Returns the tables of a page. */
    List<DistributionText.Part> parts() {
        List<DistributionText.Part> parts = new ArrayList<>();
        if (!singular.directions().isEmpty()) {
            parts.add(directions());
        }
        if (!singular.nearby().isEmpty()) {
            parts.add(nearby());
        }
        return parts;
    }

    private DistributionText.Part directions() {
        List<List<String>> rows = singular.directions().stream()
                .limit(MOST_ROWS)
                .map(d ->
                        List.of(d.words(), Numbers.count(d.count()), String.format(Locale.ROOT, "%.0e", d.residual())))
                .collect(Collectors.toCollection(ArrayList::new));
        if (singular.directions().size() > MOST_ROWS) {
            rows.add(List.of("more reasons, in the result's file", "", ""));
        }
        rows.add(List.of("without a reason but too few samples", Numbers.count(nullity() - explained()), ""));
        return new DistributionText.Part(
                "null-directions",
                "Null directions by name",
                String.format(
                        Locale.ROOT,
                        "Decided by singular values of the factor G, F = GᵀG: zero up to %s of the largest; the smallest that"
                                + " counts is %s of it. Each direction was held against G; the last column is the largest"
                                + " ‖Gv‖/‖v‖ over the largest singular value. They leave %s unchanged to first order.",
                        Numbers.shortly(singular.cutoff()),
                        Numbers.shortly(singular.leastKept()),
                        unchanged),
                TextTable.of(List.of("what may change", "directions", "image"), rows));
    }

    private DistributionText.Part nearby() {
        List<List<String>> rows = singular.nearby().stream()
                .map(n -> List.of(
                        n.words(),
                        Numbers.shortly(n.distance()),
                        Numbers.shortly(n.relative()),
                        n.near() ? "yes" : "no"))
                .toList();
        String same = singular.symmetries().isEmpty()
                ? ""
                : " The same function comes back with " + String.join("; ", singular.symmetries()) + ".";
        return new DistributionText.Part(
                "singular-sets",
                "Where a unit would be superfluous",
                "The nearest point of each kind at which the Fisher matrix is singular, by Euclidean distance in the"
                        + " parameters, which depends on their scales; relative to their length; near is what is smaller than chance makes it among so many units."
                        + same,
                TextTable.of(List.of("set", "distance", "relative", "near"), rows));
    }
}
