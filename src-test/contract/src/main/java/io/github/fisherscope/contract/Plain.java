package io.github.fisherscope.contract;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A matrix in a plain array whose entries the precision under test represents exactly. */
final class Plain {
    final int rows;
    final int columns;
    private final double[] entries;

    Plain(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.entries = new double[rows * columns];
    }

    static Plain random(int rows, int columns, long seed, Precision precision) {
        SplittableRandom random = new SplittableRandom(seed);
        Plain m = new Plain(rows, columns);
        for (int i = 0; i < m.entries.length; i++) {
            m.entries[i] = rounded(2 * random.nextDouble() - 1, precision);
        }
        return m;
    }

    static double rounded(double x, Precision precision) {
        return precision == Precision.SINGLE ? (float) x : x;
    }

    static Plain of(Matrix m) {
        Plain copy = new Plain((int) m.rows(), (int) m.columns());
        for (int i = 0; i < copy.rows; i++) {
            m.read(i, 0, copy.entries, i * copy.columns, copy.columns);
        }
        return copy;
    }

    double get(int i, int j) {
        return entries[i * columns + j];
    }

    void set(int i, int j, double value) {
        entries[i * columns + j] = value;
    }

    Plain transposed() {
        Plain t = new Plain(columns, rows);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t.set(j, i, get(i, j));
            }
        }
        return t;
    }

    /** Returns rows t, t + count, t + 2 count, …. */
    Plain everyRow(int t, int count) {
        Plain part = new Plain(rows / count, columns);
        for (int i = 0; i < part.rows; i++) {
            System.arraycopy(entries, (i * count + t) * columns, part.entries, i * columns, columns);
        }
        return part;
    }

    boolean finite() {
        return Arrays.stream(entries).allMatch(Double::isFinite);
    }

    void writeTo(Matrix m) {
        for (int i = 0; i < rows; i++) {
            m.write(i, 0, entries, i * columns, columns);
        }
    }

    /** Returns a new matrix of the backend with these entries. */
    Matrix on(Backend backend) {
        Matrix m = backend.allocate(rows, columns);
        writeTo(m);
        return m;
    }

    long[] bits() {
        long[] bits = new long[entries.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToRawLongBits(entries[i]);
        }
        return bits;
    }
}
