package io.github.fisherscope.formats.onnx.value;

import io.github.fisherscope.core.check.Args;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Known numbers of a graph with a shape: whole ones, which stay 64-bit integers, or floating-point ones. Immutable. */
public final class KnownNumbers {
    private final List<Integer> dims;
    private final double @Nullable [] reals;
    private final long @Nullable [] integers;

    private KnownNumbers(List<Integer> dims, double @Nullable [] reals, long @Nullable [] integers) {
        this.dims = List.copyOf(dims);
        this.reals = reals;
        this.integers = integers;
    }

    /** Returns floating-point numbers of an array that the caller gives up. */
    public static KnownNumbers reals(List<Integer> dims, double[] values) {
        Args.requireSame("the number of entries", values.length, Dims.size(dims), "the shape is " + dims);
        return new KnownNumbers(dims, values, null);
    }

    /** Returns whole numbers of an array that the caller gives up. */
    public static KnownNumbers integers(List<Integer> dims, long[] values) {
        Args.requireSame("the number of entries", values.length, Dims.size(dims), "the shape is " + dims);
        return new KnownNumbers(dims, null, values);
    }

    /** Returns a vector of whole numbers. */
    public static KnownNumbers vector(List<Integer> values) {
        return integers(
                List.of(values.size()),
                values.stream().mapToLong(Integer::longValue).toArray());
    }

    public List<Integer> dims() {
        return dims;
    }

    /** Returns the number of entries. */
    public int size() {
        return reals != null ? reals.length : whole().length;
    }

    public boolean integral() {
        return integers != null;
    }

    private long[] whole() {
        if (integers == null) {
            throw new IllegalStateException("the numbers are not whole");
        }
        return integers;
    }

    /** Returns entry {@code i} as a floating-point number. */
    public double real(int i) {
        return reals != null ? reals[i] : whole()[i];
    }

    /** Returns entry {@code i} as a whole number; fractions are cut off. */
    public long integer(int i) {
        return reals != null ? (long) reals[i] : whole()[i];
    }

    /** Returns a copy of all entries as floating-point numbers. */
    public double[] toReals() {
        return reals != null
                ? reals.clone()
                : LongStream.of(whole()).asDoubleStream().toArray();
    }

    /** Returns all entries as integers. */
    public List<Integer> toIntegers() {
        return IntStream.range(0, size())
                .mapToObj(i -> Math.toIntExact(clamped(integer(i))))
                .toList();
    }

    /** Files write the largest 64-bit number where they mean "to the end". */
    private static long clamped(long value) {
        return Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    /** Returns the same numbers with another shape. */
    public KnownNumbers reshaped(List<Integer> newDims) {
        Args.requireSame("the number of entries", size(), Dims.size(newDims), "the new shape is " + newDims);
        return new KnownNumbers(newDims, reals, integers);
    }

    /** Returns these numbers as a table moves them; entries −1 become {@code fill}. */
    public KnownNumbers moved(Rearrangement moves, double fill) {
        int[] table = moves.table();
        if (integral()) {
            long[] moved = new long[table.length];
            Arrays.setAll(moved, i -> table[i] < 0 ? (long) fill : integer(table[i]));
            return integers(moves.dims(), moved);
        }
        double[] moved = new double[table.length];
        Arrays.setAll(moved, i -> table[i] < 0 ? fill : real(table[i]));
        return reals(moves.dims(), moved);
    }

    /** Returns these numbers stretched to a shape. */
    public KnownNumbers expanded(List<Integer> newDims) {
        return dims.equals(newDims) ? this : moved(Rearrangement.expand(dims, newDims), 0);
    }

    /** What becomes of two whole numbers. */
    @FunctionalInterface
    public interface Whole {
        long of(long a, long b);
    }

    /** What becomes of two floating-point numbers. */
    @FunctionalInterface
    public interface Real {
        double of(double a, double b);
    }

    /** Returns what becomes of two arrays of one shape: whole numbers if both are whole. */
    public static KnownNumbers combined(KnownNumbers a, KnownNumbers b, Whole whole, Real real) {
        if (a.integral() && b.integral()) {
            long[] result = new long[a.size()];
            Arrays.setAll(result, i -> whole.of(a.integer(i), b.integer(i)));
            return integers(a.dims(), result);
        }
        double[] result = new double[a.size()];
        Arrays.setAll(result, i -> real.of(a.real(i), b.real(i)));
        return reals(a.dims(), result);
    }

    /** Returns the floating-point numbers that a function makes of these. */
    public KnownNumbers mapped(DoubleUnaryOperator function) {
        double[] result = new double[size()];
        Arrays.setAll(result, i -> function.applyAsDouble(real(i)));
        return reals(dims, result);
    }

    /** Returns these numbers as whole ones, fractions cut off. */
    public KnownNumbers toWhole() {
        long[] result = new long[size()];
        Arrays.setAll(result, this::integer);
        return integers(dims, result);
    }

    /** Returns the shape and at most eight entries. */
    @Override
    public String toString() {
        return dims
                + Arrays.toString(IntStream.range(0, Math.min(8, size()))
                        .mapToDouble(this::real)
                        .toArray());
    }
}
