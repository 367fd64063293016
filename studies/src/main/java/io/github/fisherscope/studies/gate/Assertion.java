package io.github.fisherscope.studies.gate;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.studies.gate.GateOutcome.Status;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit of a measured number, such as {@code largest<200}.
 *
 * @param number what is limited
 * @param relation how
 * @param limit by what, finite
 */
public record Assertion(MeasuredNumber number, Relation relation, double limit) {
    private static final Pattern FORM = Pattern.compile("\\s*([A-Za-z][-A-Za-z_]*)\\s*(<=|>=|<|>)\\s*(\\S+)\\s*");

    /** How a number is held against a limit. */
    public enum Relation {
        BELOW("<"),
        AT_MOST("<="),
        ABOVE(">"),
        AT_LEAST(">=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        boolean holds(double value, double limit) {
            return switch (this) {
                case BELOW -> value < limit;
                case AT_MOST -> value <= limit;
                case ABOVE -> value > limit;
                case AT_LEAST -> value >= limit;
            };
        }
    }

    public Assertion {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(relation, "relation");
        if (!Double.isFinite(limit)) {
            throw InvalidArgumentException.of("limit", limit, "it must be a finite number");
        }
    }

    /**
     * Reads an assertion.
     *
     * @throws IllegalArgumentException if it has not this form or names no number
     */
    public static Assertion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            for (Relation relation : Relation.values()) {
                if (relation.sign.equals(matcher.group(2))) {
                    return new Assertion(
                            MeasuredNumber.named("assert", matcher.group(1)), relation, number(text, matcher.group(3)));
                }
            }
        }
        throw malformed(text);
    }

    private static double number(String text, String written) {
        try {
            double value = Double.parseDouble(written);
            if (Double.isFinite(value) && !written.matches(".*[dDfF]")) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
        throw malformed(text);
    }

    private static IllegalArgumentException malformed(String text) {
        return InvalidArgumentException.of(
                "assert",
                "'" + text + "'",
                "it must be a statistic, one of < <= > >=, and a number, as in largest<200");
    }

    /**
     * Holds the assertion against a result.
     *
     * @throws IllegalArgumentException if the result has no such number, so that nothing could be judged
     */
    public GateOutcome judge(SpectrumResult result) {
        Double value = number.of(result);
        if (value == null) {
            throw InvalidArgumentException.of(
                    "assert",
                    "'" + written() + "'",
                    "this result has no " + number.key() + ", so it cannot be judged",
                    "leave it out, or choose a matrix, labels or a method that give one");
        }
        boolean holds = relation.holds(value, limit);
        String found = Numbers.significant(value, 6);
        String shown = Double.parseDouble(found) == limit && !holds ? Double.toString(value) : found;
        return new GateOutcome(
                "assert",
                written(),
                holds ? Status.PASSED : Status.FAILED,
                "%s is %s, %s %s %s"
                        .formatted(number.key(), shown, holds ? "as asserted" : "but must be", relation.sign, limit()));
    }

    /** Returns the assertion as it is written. */
    public String written() {
        return String.format(Locale.ROOT, "%s%s%s", number.key(), relation.sign, limit);
    }
}
