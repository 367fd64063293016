package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * An immutable array of float64 numbers with a shape, in row-major order whatever the order in the file. At most 2³¹ − 9
 * elements; a shape without entries is a single number.
 */
public final class NpyArray {
    private final int[] shape;
    private final double[] data;

    private NpyArray(int[] shape, double[] data) {
        this.shape = shape;
        this.data = data;
    }

    /**
     * Returns an array with a copy of the data.
     *
     * @param data the elements in row-major order
     * @param shape length of each dimension, none negative
     * @throws IllegalArgumentException if the shape does not describe as many elements as there are
     */
    public static NpyArray of(double[] data, int... shape) {
        return owning(data.clone(), shape);
    }

    /**
     * Returns a matrix whose rows are asked for one after the other; needs no second copy of the matrix.
     *
     * @param rows number of rows ≥ 0
     * @param columns number of columns ≥ 0
     */
    public static NpyArray ofRows(int rows, int columns, RowFiller filler) {
        double[] data = new double[(int) elements(rows, columns)];
        double[] row = new double[columns];
        for (int i = 0; i < rows; i++) {
            filler.fill(i, row);
            System.arraycopy(row, 0, data, i * columns, columns);
        }
        return new NpyArray(new int[] {rows, columns}, data);
    }

    /** Returns an array that keeps {@code data} itself; the caller must give it up. */
    static NpyArray owning(double[] data, int... shape) {
        int[] own = shape.clone();
        long elements = elements(own);
        Args.require(
                elements == data.length,
                "shape %s describes %d elements but data has %d; make them agree",
                Arrays.toString(own),
                elements,
                data.length);
        return new NpyArray(own, data);
    }

    private static long elements(int... shape) {
        boolean empty = false;
        for (int d = 0; d < shape.length; d++) {
            Args.requireInRange("shape[" + d + "]", shape[d], 0, Integer.MAX_VALUE);
            empty |= shape[d] == 0;
        }
        long elements = empty ? 0 : 1;
        for (int n : shape) {
            elements *= n;
            Args.require(
                    elements <= FileSizedArray.MAX_ELEMENTS,
                    "shape %s has too many elements; one array holds at most %d",
                    Arrays.toString(shape),
                    FileSizedArray.MAX_ELEMENTS);
        }
        return elements;
    }

    /** Returns the length of each dimension. */
    public List<Integer> shape() {
        return IntStream.of(shape).boxed().toList();
    }

    /** Returns the number of dimensions. */
    public int dimensions() {
        return shape.length;
    }

    /** Returns the number of elements. */
    public int size() {
        return data.length;
    }

    /** Returns the number of rows of a matrix, or the number of entries of a vector, which counts as one column. */
    public int rows() {
        requireMatrix();
        return shape[0];
    }

    /** Returns the number of columns of a matrix; 1 for a vector. */
    public int columns() {
        requireMatrix();
        return shape.length == 1 ? 1 : shape[1];
    }

    /**
     * Returns one element.
     *
     * @param index one entry per dimension, each counted from 0
     */
    public double get(int... index) {
        Args.requireSame("number of indices", index.length, shape.length, "give one index per dimension");
        int flat = 0;
        for (int d = 0; d < shape.length; d++) {
            flat = flat * shape[d] + Objects.checkIndex(index[d], shape[d]);
        }
        return data[flat];
    }

    /** Copies row {@code row} of a matrix or vector to the start of {@code target}. */
    public void copyRow(int row, double[] target) {
        int columns = columns();
        System.arraycopy(data, Objects.checkIndex(row, shape[0]) * columns, target, 0, columns);
    }

    /** Returns a read-only view of all elements in row-major order; nothing is copied. */
    public DoubleBuffer buffer() {
        return DoubleBuffer.wrap(data).asReadOnlyBuffer();
    }

    /** Returns a copy of all elements in row-major order. */
    public double[] toArray() {
        return data.clone();
    }

    /** Returns the same elements with another shape; nothing is copied. */
    public NpyArray reshape(int... newShape) {
        return owning(data, newShape);
    }

    private void requireMatrix() {
        if (shape.length != 1 && shape.length != 2) {
            throw new IllegalStateException(
                    "an array of shape " + Arrays.toString(shape) + " has no rows; only vectors and matrices do");
        }
    }

    /** Returns a copy of rows {@code from} to {@code to} (exclusive) of a matrix. */
    public NpyArray rowRange(int from, int to) {
        Objects.checkFromToIndex(from, to, rows());
        return ofRows(to - from, columns(), (row, target) -> copyRow(from + row, target));
    }

    /** Returns a copy of the part whose first index lies from {@code from} to {@code to} (exclusive), of any rank but 0. */
    NpyArray range(int from, int to) {
        int each = shape[0] == 0 ? 0 : data.length / shape[0];
        int[] part = shape.clone();
        Objects.checkFromToIndex(from, to, shape[0]);
        part[0] = to - from;
        return owning(Arrays.copyOfRange(data, from * each, to * each), part);
    }

    /** Arrays are equal if their shapes are and their elements are, bit for bit except that every NaN is the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NpyArray a && Arrays.equals(shape, a.shape) && Arrays.equals(data, a.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "NpyArray" + Arrays.toString(shape);
    }
}
