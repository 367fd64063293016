package io.github.fisherscope.core.check;

import java.util.Locale;

/**
 * Checks of arguments. Every comparison is written so that NaN fails it, and every message names the argument, its
 * value and what is allowed.
 */
public final class Args {
    private Args() {}

    /** Returns {@code value} if it is finite and greater than zero. */
    public static double requirePositive(String name, double value) {
        if (value > 0 && value < Double.POSITIVE_INFINITY) {
            return value;
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "%s is %s; it must be a finite number greater than 0", name, value));
    }

    /** Returns {@code value} if it is finite and not negative. */
    public static double requireNonNegative(String name, double value) {
        if (value >= 0 && value < Double.POSITIVE_INFINITY) {
            return value;
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "%s is %s; it must be a finite number, 0 or greater", name, value));
    }

    /** Returns {@code value} if it is neither NaN nor infinite. */
    public static double requireFinite(String name, double value) {
        if (Double.isFinite(value)) {
            return value;
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "%s is %s; it must be a finite number", name, value));
    }

    /** Returns {@code value} if it lies in the closed range {@code [low, high]}. */
    public static int requireInRange(String name, int value, int low, int high) {
        if (low <= value && value <= high) {
            return value;
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "%s is %d; it must lie between %d and %d", name, value, low, high));
    }

    /** Returns {@code value} if it lies in the closed range {@code [low, high]}. */
    public static long requireInRange(String name, long value, long low, long high) {
        if (low <= value && value <= high) {
            return value;
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "%s is %d; it must lie between %d and %d", name, value, low, high));
    }

    /** Returns {@code value} if it lies in the closed range {@code [low, high]}. */
    public static double requireInRange(String name, double value, double low, double high) {
        if (low <= value && value <= high) {
            return value;
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "%s is %s; it must lie between %s and %s", name, value, low, high));
    }

    /** Throws unless the two dimensions agree; {@code remedy} is a sentence that says what to change. */
    public static void requireSame(String what, long actual, long expected, String remedy) {
        if (actual != expected) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is %d but must be %d; %s", what, actual, expected, remedy));
        }
    }

    /** Throws with {@code message} unless {@code condition} holds. */
    public static void require(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
        }
    }
}
