package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.InvalidArgumentException;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** The divergences that have a name. A new one is a line here and a file of its own. */
public final class Divergences {
    private static final List<Family> FAMILIES = List.of(
            Family.of(AlphaDivergence.kullbackLeibler()),
            Family.of(AlphaDivergence.reverseKullbackLeibler()),
            Family.of(new JeffreysDivergence()),
            Family.of(new JensenShannonDivergence()),
            Family.of(AlphaDivergence.of(0).times(0.5, "squared-hellinger", "Σ (√p−√q)²")),
            Family.of(AlphaDivergence.of(3).times(2, "pearson", "Σ (q−p)²/p")),
            Family.of(AlphaDivergence.of(-3).times(2, "neyman", "Σ (q−p)²/q")),
            Family.of(new TotalVariation()),
            Family.of(new FisherRaoDistance()),
            new Family("alpha", "A", AlphaDivergence::of),
            new Family("renyi", "A", RenyiDivergence::of));

    private Divergences() {}

    /** Returns the names that {@link #parse} knows, with a letter where a number belongs: kl, …, alpha:A, renyi:A. */
    public static List<String> names() {
        return FAMILIES.stream().map(Family::label).toList();
    }

    /** Returns all divergences that need no number. */
    public static List<Divergence> plain() {
        return FAMILIES.stream()
                .filter(f -> f.parameter().isEmpty())
                .map(f -> f.maker().apply(0))
                .toList();
    }

    /**
     * Returns the divergence of a name, such as {@code kl} or {@code alpha:0.5}; upper and lower case are the same.
     *
     * @throws InvalidArgumentException naming the argument {@code family}, if there is none
     */
    public static Divergence parse(String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        Family family = FAMILIES.stream()
                .filter(f -> f.name().equals(name) && f.parameter().isEmpty() == (colon < 0))
                .findFirst()
                .orElseThrow(() -> InvalidArgumentException.unknown("family", text, names()));
        return family.maker()
                .apply(colon < 0 ? 0 : number(text, text.substring(colon + 1).strip()));
    }

    private static double number(String text, String digits) {
        try {
            return digits.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw InvalidArgumentException.of(
                    "family", "'" + text + "'", "but '" + digits + "' is not a number", "write for example alpha:0.5");
        }
    }

    private record Family(String name, String parameter, DoubleFunction<Divergence> maker) {
        static Family of(Divergence divergence) {
            return new Family(divergence.name(), "", x -> divergence);
        }

        String label() {
            return parameter.isEmpty() ? name : name + ":" + parameter;
        }
    }
}
