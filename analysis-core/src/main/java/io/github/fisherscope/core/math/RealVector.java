package io.github.fisherscope.core.math;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * An immutable vector of real numbers with value semantics, so that records may hold one. Reading an entry costs no
 * copy; {@link #toArray()} copies.
 */
public final class RealVector implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final RealVector EMPTY = new RealVector(new double[0]);

    private final double[] values;

    private RealVector(double[] values) {
        this.values = values;
    }

    /** Returns a vector with a copy of the given entries. */
    public static RealVector of(double... values) {
        return values.length == 0 ? EMPTY : new RealVector(values.clone());
    }

    /** Returns a vector that takes the array over without a copy: the caller gives it up. */
    public static RealVector takingOver(double[] values) {
        return values.length == 0 ? EMPTY : new RealVector(values);
    }

    /** Returns the vector without entries. */
    public static RealVector empty() {
        return EMPTY;
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** Returns entry {@code i}, counted from 0. */
    public double get(int i) {
        return values[Objects.checkIndex(i, values.length)];
    }

    /** Returns the entries {@code from} (inclusive) to {@code to} (exclusive). */
    public RealVector slice(int from, int to) {
        Objects.checkFromToIndex(from, to, values.length);
        return new RealVector(Arrays.copyOfRange(values, from, to));
    }

    /** Copies the {@code count} entries from number {@code from} on into {@code target}, starting at {@code position}. */
    public void copyTo(int from, double[] target, int position, int count) {
        System.arraycopy(values, from, target, position, count);
    }

    /** Returns the sum of the entries with compensated (Neumaier) summation. */
    public double sum() {
        double sum = 0;
        double correction = 0;
        for (double v : values) {
            double t = sum + v;
            correction += Math.abs(sum) >= Math.abs(v) ? (sum - t) + v : (v - t) + sum;
            sum = t;
        }
        return sum + correction;
    }

    /** Returns the mean of the entries, NaN without entries. */
    public double mean() {
        return sum() / values.length;
    }

    /** Returns the standard error of the mean of independent values, s/√n, in two passes; NaN for fewer than two. */
    public double standardError() {
        int n = values.length;
        if (n < 2) {
            return Double.NaN;
        }
        double mean = mean();
        double squares = stream().map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (n - 1) / n);
    }

    public DoubleStream stream() {
        return Arrays.stream(values);
    }

    /** Returns a copy of the entries. */
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RealVector v && Arrays.equals(values, v.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        if (values.length <= 8) {
            return Arrays.toString(values);
        }
        return String.format(Locale.ROOT, "[%s, %s, %s, … %d entries]", values[0], values[1], values[2], values.length);
    }
}
