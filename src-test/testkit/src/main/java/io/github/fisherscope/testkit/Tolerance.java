package io.github.fisherscope.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How far a computed number may lie from the expected one, with a name that says so in a failure. Tolerances combine
 * with {@link #or} and {@link #and}; NaN and infinities agree with nothing, not even with themselves. Immutable.
 */
public final class Tolerance {
    private final String name;
    private final Test test;

    private Tolerance(String name, Test test) {
        this.name = name;
        this.test = test;
    }

    /** Returns the tolerance |actual − expected| ≤ {@code bound}. */
    public static Tolerance absolute(double bound) {
        requireBound(bound);
        return new Tolerance(text("absolute %.3g", bound), (e, a) -> Math.abs(a - e) <= bound);
    }

    /** Returns the tolerance |actual − expected| ≤ {@code bound} · |expected|; zero agrees with zero only. */
    public static Tolerance relative(double bound) {
        requireBound(bound);
        return new Tolerance(text("relative %.3g", bound), (e, a) -> Math.abs(a - e) <= bound * Math.abs(e));
    }

    /** Returns the tolerance of {@code count} spacings of doubles at the expected number. */
    public static Tolerance ulps(int count) {
        requireBound(count);
        return new Tolerance(count + " ulp", (e, a) -> Math.abs(a - e) <= count * Math.ulp(e));
    }

    /** Returns a tolerance that holds where this one or the other does. */
    public Tolerance or(Tolerance other) {
        return new Tolerance(name + " or " + other.name, (e, a) -> test.holds(e, a) || other.test.holds(e, a));
    }

    /** Returns a tolerance that holds where this one and the other do. */
    public Tolerance and(Tolerance other) {
        return new Tolerance(name + " and " + other.name, (e, a) -> test.holds(e, a) && other.test.holds(e, a));
    }

    /** Returns the same tolerance with the reason for its size, which a failure quotes. */
    public Tolerance because(String reason) {
        return new Tolerance(name + " (" + Objects.requireNonNull(reason, "reason") + ")", test);
    }

    /** Returns whether the two finite numbers agree. */
    public boolean holds(double expected, double actual) {
        return Double.isFinite(expected) && Double.isFinite(actual) && test.holds(expected, actual);
    }

    /**
     * Fails when the two numbers do not agree.
     *
     * @param what what the number is, for the message
     * @throws AssertionError with both numbers and their absolute, relative and ulp distance
     */
    public void check(String what, double expected, double actual) {
        if (!holds(expected, actual)) {
            throw new AssertionError(text(
                    "%s: expected %s, was %s; off by %.3g absolute, %.3g relative, %.3g ulp; allowed %s",
                    what,
                    Double.toString(expected),
                    Double.toString(actual),
                    Math.abs(actual - expected),
                    Math.abs(actual - expected) / Math.abs(expected),
                    Math.abs(actual - expected) / Math.ulp(expected),
                    name));
        }
    }

    /**
     * Fails when the vectors differ in length or in an entry; the message names the first entry that differs and says
     * how many do.
     */
    public void check(String what, double[] expected, double[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError(text("%s: expected %d entries, was %d", what, expected.length, actual.length));
        }
        int first = -1;
        int wrong = 0;
        for (int i = 0; i < expected.length; i++) {
            if (!holds(expected[i], actual[i])) {
                first = first < 0 ? i : first;
                wrong++;
            }
        }
        if (wrong > 0) {
            String entry = text("%s[%d] (%d of %d entries differ)", what, first, wrong, expected.length);
            check(entry, expected[first], actual[first]);
        }
    }

    /** Does the same for lists, which is what an immutable result hands out. */
    public void check(String what, List<Double> expected, List<Double> actual) {
        check(what, toArray(expected), toArray(actual));
    }

    @Override
    public String toString() {
        return name;
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void requireBound(double bound) {
        if (!(bound >= 0 && bound < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("bound must be a number ≥ 0, was " + bound);
        }
    }

    private static String text(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }

    /** The comparison itself, on finite numbers. */
    private interface Test {
        boolean holds(double expected, double actual);
    }
}
