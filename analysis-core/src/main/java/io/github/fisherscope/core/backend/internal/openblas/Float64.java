package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import java.lang.ref.Reference;
import org.bytedeco.javacpp.DoublePointer;

/**
 * A float64 view or copy of a matrix for LAPACK; closing it frees the copy alone.
 *
 * @param storage where the numbers are
 * @param offset place of the first one
 * @param lead distance of the rows
 * @param copied whether the storage is a copy of its own
 */
record Float64(NativeDoubles storage, long offset, int lead, boolean copied) implements AutoCloseable {
    static Float64 of(StridedMatrix a) {
        if (a.storage() instanceof NativeDoubles own) {
            return new Float64(own, a.offset(), (int) a.stride(), false);
        }
        int columns = (int) a.columns();
        Float64 copy = zeros(a.rows() * columns);
        double[] line = new double[columns];
        for (int i = 0; i < a.rows(); i++) {
            a.get(i, 0, line, 0, columns);
            copy.storage.put((long) i * columns, line, 0, columns);
        }
        return new Float64(copy.storage, 0, columns, true);
    }

    /** Writes the numbers back to the matrix that they are a copy of, if they are one. */
    void writeTo(StridedMatrix a) {
        if (!copied) {
            return;
        }
        double[] line = new double[lead];
        for (int i = 0; i < a.rows(); i++) {
            storage.get(offset + (long) i * lead, line, 0, lead);
            a.put(i, 0, line, 0, lead);
        }
    }

    static Float64 zeros(long entries) {
        return new Float64((NativeDoubles) NativeStorage.of(entries, Precision.DOUBLE), 0, 1, true);
    }

    /** Returns whether squares of the lower triangle's entries can neither overflow nor vanish together. */
    boolean wellScaled(int n) {
        double[] line = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            storage.get(offset + (long) i * lead, line, 0, i + 1);
            for (int j = 0; j <= i; j++) {
                largest = Math.max(largest, Math.abs(line[j]));
            }
        }
        return largest == 0 || (1e-100 < largest && largest < 1e100);
    }

    DoublePointer pointer() {
        return storage.at(offset);
    }

    double[] toArray(int count) {
        double[] values = new double[count];
        storage.get(0, values, 0, count);
        return values;
    }

    @Override
    public void close() {
        try {
            if (copied) {
                storage.close();
            }
        } finally {
            Reference.reachabilityFence(storage); // until here native code may use it
        }
    }
}
