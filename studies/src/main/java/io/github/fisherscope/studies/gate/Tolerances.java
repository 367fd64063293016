package io.github.fisherscope.studies.gate;

import io.github.fisherscope.core.check.InvalidArgumentException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Allowed differences from a baseline, relative to it.
 *
 * @param all of every number that both results have, null when only named ones are compared
 * @param named of single numbers, in place of {@code all}
 */
public record Tolerances(@Nullable Double all, Map<MeasuredNumber, Double> named) {
    public Tolerances {
        named = Collections.unmodifiableMap(named.isEmpty() ? Map.of() : new EnumMap<>(named));
    }

    /** Returns whether a text is an allowed difference: a percentage, or one of a named statistic. */
    public static boolean isTolerance(String text) {
        return text.contains("%") || text.contains("=");
    }

    /**
     * Reads tolerances: {@code 5%} for all, {@code largest=1%} for one.
     *
     * @throws IllegalArgumentException for anything else, and for two of the same number
     */
    public static Tolerances parse(List<String> texts) {
        Double all = null;
        Map<MeasuredNumber, Double> named = new EnumMap<>(MeasuredNumber.class);
        for (String text : texts) {
            int sign = text.indexOf('=');
            double share = share(text, text.substring(sign + 1).strip());
            if (sign >= 0) {
                MeasuredNumber number = MeasuredNumber.named(
                        "tolerance", text.substring(0, sign).strip());
                if (named.put(number, share) != null) {
                    throw InvalidArgumentException.of(
                            "tolerance", "'" + text + "'", number.key() + " has two", "give one");
                }
            } else if (all == null) {
                all = share;
            } else {
                throw InvalidArgumentException.of(
                        "tolerance",
                        "'" + text + "'",
                        "there is another for all statistics already",
                        "name the one it is for, as in largest=" + text);
            }
        }
        return new Tolerances(all, named);
    }

    private static double share(String text, String percentage) {
        if (percentage.matches("[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?\\s*%")) {
            double value = Double.parseDouble(
                            percentage.substring(0, percentage.length() - 1).strip())
                    / 100;
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw InvalidArgumentException.of(
                "tolerance", "'" + text + "'", "it must be a percentage of 0 or more, as in 5% or largest=1%");
    }

    /** Returns the tolerance of a number, or null when it is not compared. */
    @Nullable Double of(MeasuredNumber number) {
        Double own = named.get(number);
        return own != null ? own : all;
    }
}
