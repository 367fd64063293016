package io.github.fisherscope.core.check;

import java.util.Locale;

/**
 * Checks of arguments. Every comparison is written so that NaN fails it. What fails is an {@link
 * InvalidArgumentException} with the argument, its value and what is allowed.
 */
public final class Args {
    private Args() {}

    /** Returns {@code value} if it is finite and greater than zero. */
    public static double requirePositive(String name, double value) {
        if (value > 0 && value < Double.POSITIVE_INFINITY) {
            return value;
        }
        throw InvalidArgumentException.of(name, value, "it must be a finite number greater than 0");
    }

    /** Returns {@code value} if it is finite and not negative. */
    public static double requireNonNegative(String name, double value) {
        if (value >= 0 && value < Double.POSITIVE_INFINITY) {
            return value;
        }
        throw InvalidArgumentException.of(name, value, "it must be a finite number, 0 or greater");
    }

    /** Returns {@code value} if it is neither NaN nor infinite. */
    public static double requireFinite(String name, double value) {
        if (Double.isFinite(value)) {
            return value;
        }
        throw InvalidArgumentException.of(name, value, "it must be a finite number");
    }

    /** Returns {@code value} if it lies in the closed range {@code [low, high]}. */
    public static int requireInRange(String name, int value, int low, int high) {
        return (int) requireInRange(name, (long) value, low, high);
    }

    /** Returns {@code value} if it lies in the closed range {@code [low, high]}. */
    public static long requireInRange(String name, long value, long low, long high) {
        if (low <= value && value <= high) {
            return value;
        }
        throw InvalidArgumentException.of(name, value, between(low, high));
    }

    /** Returns {@code value} if it lies in the closed range {@code [low, high]}. */
    public static double requireInRange(String name, double value, double low, double high) {
        if (low <= value && value <= high) {
            return value;
        }
        throw InvalidArgumentException.of(name, value, between(low, high));
    }

    /** Throws unless the two dimensions agree; {@code remedy} is a sentence that says what to change. */
    public static void requireSame(String what, long actual, long expected, String remedy) {
        if (actual != expected) {
            throw InvalidArgumentException.of(what, actual, "but must be " + expected, remedy);
        }
    }

    /**
     * Throws unless {@code condition} holds for the value of an argument.
     *
     * @param name name of the argument
     * @param value its value
     * @param allowed what is allowed, as in {@code it must lie strictly between 0 and 1}
     */
    public static void requireThat(boolean condition, String name, Object value, String allowed) {
        if (!condition) {
            throw InvalidArgumentException.of(name, value, allowed);
        }
    }

    /** Throws unless {@code condition} holds for the value of an argument; {@code remedy} says what to change. */
    public static void requireThat(boolean condition, String name, Object value, String problem, String remedy) {
        if (!condition) {
            throw InvalidArgumentException.of(name, value, problem, remedy);
        }
    }

    /** Throws unless {@code condition} holds; {@code remedy} says what to change and which arguments change it. */
    public static void requireThat(boolean condition, String name, Object value, String problem, Remedy remedy) {
        if (!condition) {
            throw InvalidArgumentException.of(name, value, problem, remedy);
        }
    }

    /**
     * Throws with {@code message} unless {@code condition} holds. For what concerns several arguments at once, or none;
     * what is said about one argument belongs to {@link #requireThat}.
     */
    public static void require(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
        }
    }

    private static String between(Object low, Object high) {
        return "it must lie between " + low + " and " + high;
    }
}
