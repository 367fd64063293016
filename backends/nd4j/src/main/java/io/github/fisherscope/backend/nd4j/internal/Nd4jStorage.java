package io.github.fisherscope.backend.nd4j.internal;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.Storage;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import java.lang.ref.Reference;
import java.util.Locale;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers in one ND4J buffer, outside any workspace. Reading and writing go through the host's copy; ND4J is told, so
 * that on an accelerator the two copies stay equal.
 */
public final class Nd4jStorage extends Storage {
    private static final int STEP = 1024;

    private final INDArray flat;
    private final boolean single;
    private final DoublePointer doubles;
    private final FloatPointer floats;

    private Nd4jStorage(INDArray flat, boolean single) {
        this.flat = flat;
        this.single = single;
        this.doubles =
                single ? new DoublePointer() : new DoublePointer(flat.data().pointer());
        this.floats = single ? new FloatPointer(flat.data().pointer()) : new FloatPointer();
    }

    static Nd4jStorage of(long entries, Precision precision) {
        MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            INDArray flat = Nd4j.create(type(precision), Math.max(1, entries));
            return new Nd4jStorage(flat, precision == Precision.SINGLE);
        } catch (OutOfMemoryError | RuntimeException e) { // ND4J reports a refused allocation as either
            OutOfMemoryError described = new OutOfMemoryError(String.format(
                    Locale.ROOT,
                    "ND4J has no room for %d numbers of %d bytes; use smaller tiles (%s)",
                    entries,
                    precision.bytes(),
                    e.getMessage()));
            described.initCause(e);
            throw described;
        } finally {
            outside.close();
        }
    }

    private static DataType type(Precision precision) {
        return precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** Returns the block as an ND4J array of the same shape that shares its memory and keeps it alive. */
    public static INDArray view(StridedMatrix m) {
        return Nd4j.create(
                of(m).flat.data(), new long[] {m.rows(), m.columns()}, new long[] {m.stride(), 1}, m.offset(), 'c');
    }

    /** Returns the transpose of the block, which is column-major, as an ND4J array that shares its memory. */
    static INDArray transposedView(StridedMatrix m) {
        return Nd4j.create(
                of(m).flat.data(), new long[] {m.columns(), m.rows()}, new long[] {1, m.stride()}, m.offset(), 'f');
    }

    private static Nd4jStorage of(StridedMatrix m) {
        if (m.storage() instanceof Nd4jStorage own) {
            return own;
        }
        throw new IllegalArgumentException("the matrix belongs to another backend; use one that the nd4j backend made");
    }

    private void toHost() {
        Nd4j.getAffinityManager().ensureLocation(flat, AffinityManager.Location.HOST);
    }

    private void changedOnHost() {
        Nd4j.getAffinityManager().tagLocation(flat, AffinityManager.Location.HOST);
    }

    @Override
    public void get(long index, double[] target, int offset, int count) {
        toHost();
        try {
            if (!single) {
                doubles.getPointer(index).get(target, offset, count);
                return;
            }
            float[] line = new float[Math.min(STEP, count)];
            for (int done = 0; done < count; done += STEP) {
                int n = Math.min(STEP, count - done);
                floats.getPointer(index + done).get(line, 0, n);
                for (int k = 0; k < n; k++) {
                    target[offset + done + k] = line[k];
                }
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void get(long index, float[] target, int offset, int count) {
        toHost();
        try {
            if (single) {
                floats.getPointer(index).get(target, offset, count);
                return;
            }
            for (int k = 0; k < count; k++) {
                target[offset + k] = (float) doubles.get(index + k);
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void put(long index, double[] source, int offset, int count) {
        toHost();
        try {
            if (single) {
                putRounded(index, source, offset, count);
            } else {
                doubles.getPointer(index).put(source, offset, count);
            }
            changedOnHost();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private void putRounded(long index, double[] source, int offset, int count) {
        float[] line = new float[Math.min(STEP, count)];
        for (int done = 0; done < count; done += STEP) {
            int n = Math.min(STEP, count - done);
            for (int k = 0; k < n; k++) {
                line[k] = (float) source[offset + done + k];
            }
            floats.getPointer(index + done).put(line, 0, n);
        }
    }

    @Override
    public void put(long index, float[] source, int offset, int count) {
        toHost();
        try {
            if (single) {
                floats.getPointer(index).put(source, offset, count);
            } else {
                for (int k = 0; k < count; k++) {
                    doubles.put(index + k, source[offset + k]);
                }
            }
            changedOnHost();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public boolean single() {
        return single;
    }

    @Override
    protected void release() {
        flat.close();
    }
}
