package io.github.fisherscope.core.backend.internal.shared;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import java.util.Objects;

/**
 * A row-major block of a {@link Storage}: entry (i, j) lies at {@code offset + i·stride + j}. A view shares the storage
 * and the stride of the matrix it was taken from.
 */
public final class StridedMatrix implements Matrix {
    private final Object owner;
    private final Storage storage;
    private final boolean root;
    private final long offset;
    private final long stride;
    private final long rows;
    private final long columns;

    private StridedMatrix(
            Object owner, Storage storage, boolean root, long offset, long stride, long rows, long columns) {
        this.owner = owner;
        this.storage = storage;
        this.root = root;
        this.offset = offset;
        this.stride = stride;
        this.rows = rows;
        this.columns = columns;
    }

    /** Returns the matrix that owns {@code storage}. */
    static StridedMatrix root(Object owner, Storage storage, long rows, long columns) {
        return new StridedMatrix(owner, storage, true, 0, columns, rows, columns);
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long columns() {
        return columns;
    }

    public Storage storage() {
        return storage;
    }

    /** Returns the index of entry (0, 0) in the storage. */
    public long offset() {
        return offset;
    }

    /** Returns the distance in the storage between neighbours in a column. */
    public long stride() {
        return stride;
    }

    boolean ownedBy(Object candidate) {
        return owner == candidate;
    }

    @Override
    public StridedMatrix view(long row, long column, long viewRows, long viewColumns) {
        Objects.checkFromIndexSize(row, viewRows, rows);
        Objects.checkFromIndexSize(column, viewColumns, columns);
        return block(row, column, viewRows, viewColumns);
    }

    /** Returns a view without checking that it lies within this matrix. */
    public StridedMatrix block(long row, long column, long blockRows, long blockColumns) {
        return new StridedMatrix(
                owner, storage, false, offset + row * stride + column, stride, blockRows, blockColumns);
    }

    @Override
    public StridedMatrix reshaped(long newRows, long newColumns) {
        Args.requireInRange("rows", newRows, 0, Long.MAX_VALUE);
        Args.requireInRange("columns", newColumns, 0, Long.MAX_VALUE);
        Args.require(
                newColumns == 0
                        ? isEmpty()
                        : newRows == rows * columns / newColumns && rows * columns % newColumns == 0,
                "the shape %d × %d is not that of the entries of a matrix of %s; give as many",
                newRows,
                newColumns,
                this);
        Args.require(contiguous(), "the rows of this view of %s lie apart; reshape the matrix or one row", this);
        return new StridedMatrix(owner, storage, false, offset, newColumns, newRows, newColumns);
    }

    /** Returns the matrix of rows t, t + count, t + 2 count, …; count divides the number of rows. */
    StridedMatrix interleaved(int t, int count) {
        return new StridedMatrix(owner, storage, false, offset + t * stride, stride * count, rows / count, columns);
    }

    @Override
    public void write(long row, long column, double[] source, int from, int count) {
        Objects.checkIndex(row, rows);
        Objects.checkFromIndexSize(column, count, columns);
        Objects.checkFromIndexSize(from, count, source.length);
        storage.requireOpen();
        put(row, column, source, from, count);
    }

    @Override
    public void read(long row, long column, double[] target, int from, int count) {
        Objects.checkIndex(row, rows);
        Objects.checkFromIndexSize(column, count, columns);
        Objects.checkFromIndexSize(from, count, target.length);
        storage.requireOpen();
        get(row, column, target, from, count);
    }

    /** Reads a run of one row, unchecked. */
    public void get(long row, long column, double[] target, int from, int count) {
        storage.get(offset + row * stride + column, target, from, count);
    }

    /** Reads a run of one row in float32, unchecked. */
    public void get(long row, long column, float[] target, int from, int count) {
        storage.get(offset + row * stride + column, target, from, count);
    }

    /** Writes a run of one row, unchecked. */
    public void put(long row, long column, double[] source, int from, int count) {
        storage.put(offset + row * stride + column, source, from, count);
    }

    /** Writes a run of one row from float32, unchecked. */
    public void put(long row, long column, float[] source, int from, int count) {
        storage.put(offset + row * stride + column, source, from, count);
    }

    /** Returns whether the rows follow each other without gaps. */
    boolean contiguous() {
        return stride == columns || rows <= 1;
    }

    /** Returns all entries as one row; needs {@link #contiguous()}. */
    StridedMatrix asRow() {
        return new StridedMatrix(owner, storage, false, offset, rows * columns, 1, rows * columns);
    }

    boolean sameShape(StridedMatrix other) {
        return rows == other.rows && columns == other.columns;
    }

    /** Returns whether both are the same entries in the same order. */
    boolean sameEntries(StridedMatrix other) {
        return storage == other.storage && offset == other.offset && stride == other.stride && sameShape(other);
    }

    /** Returns whether the two share an entry, or might: of reshaped ones only first and last entry are looked at. */
    boolean overlaps(StridedMatrix other) {
        if (storage != other.storage || isEmpty() || other.isEmpty()) {
            return false;
        }
        if (stride != other.stride || wraps() || other.wraps()) {
            return offset <= other.last() && other.offset <= last();
        }
        long row = offset / stride;
        long column = offset % stride;
        long otherRow = other.offset / stride;
        long otherColumn = other.offset % stride;
        return row < otherRow + other.rows
                && otherRow < row + rows
                && column < otherColumn + other.columns
                && otherColumn < column + columns;
    }

    /** Returns whether rows run on past the end of a line of the storage, of which each has as many entries as the stride. */
    private boolean wraps() {
        return offset % stride + columns > stride;
    }

    private long last() {
        return offset + (rows - 1) * stride + columns - 1;
    }

    public boolean isEmpty() {
        return rows == 0 || columns == 0;
    }

    @Override
    public void close() {
        if (root) {
            storage.close();
        }
    }

    @Override
    public String toString() {
        return rows + " × " + columns;
    }
}
