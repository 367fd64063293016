package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.Storage;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import java.util.Set;

/** Numbers in the memory of the device; they cross to the host when they are read or written, and never otherwise. */
public final class CudaStorage extends Storage {
    private static final int STEP = 1 << 16;

    private final CudaSession session;
    private final Set<CudaStorage> open;
    private final long address;
    private final Precision precision;

    private CudaStorage(CudaSession session, Set<CudaStorage> open, long address, Precision precision) {
        this.session = session;
        this.open = open;
        this.address = address;
        this.precision = precision;
    }

    /**
     * Returns zeros.
     *
     * @param open where the storage is kept until it is closed
     */
    static CudaStorage of(CudaSession session, Set<CudaStorage> open, long entries, Precision precision) {
        CudaStorage made = new CudaStorage(session, open, session.allocateZeros(entries, precision), precision);
        open.add(made);
        return made;
    }

    /** Returns the address of entry (0, 0) of a matrix of this backend. */
    static long address(StridedMatrix m) {
        if (m.storage() instanceof CudaStorage own) {
            return own.at(m.offset());
        }
        throw new IllegalArgumentException("the matrix belongs to another backend; use one that the cuda backend made");
    }

    private long at(long index) {
        return address + index * precision.bytes();
    }

    @Override
    public void get(long index, double[] target, int offset, int count) {
        if (!single()) {
            session.copyOut(at(index), target, offset, count);
            return;
        }
        float[] line = new float[Math.min(STEP, count)];
        for (int done = 0; done < count; done += STEP) {
            int n = Math.min(STEP, count - done);
            session.copyOut(at(index + done), line, 0, n);
            for (int k = 0; k < n; k++) {
                target[offset + done + k] = line[k];
            }
        }
    }

    @Override
    public void get(long index, float[] target, int offset, int count) {
        if (single()) {
            session.copyOut(at(index), target, offset, count);
            return;
        }
        double[] line = new double[Math.min(STEP, count)];
        for (int done = 0; done < count; done += STEP) {
            int n = Math.min(STEP, count - done);
            session.copyOut(at(index + done), line, 0, n);
            for (int k = 0; k < n; k++) {
                target[offset + done + k] = (float) line[k];
            }
        }
    }

    @Override
    public void put(long index, double[] source, int offset, int count) {
        if (!single()) {
            session.copyIn(source, offset, count, at(index));
            return;
        }
        float[] line = new float[Math.min(STEP, count)];
        for (int done = 0; done < count; done += STEP) {
            int n = Math.min(STEP, count - done);
            for (int k = 0; k < n; k++) {
                line[k] = (float) source[offset + done + k];
            }
            session.copyIn(line, 0, n, at(index + done));
        }
    }

    @Override
    public void put(long index, float[] source, int offset, int count) {
        if (single()) {
            session.copyIn(source, offset, count, at(index));
            return;
        }
        double[] line = new double[Math.min(STEP, count)];
        for (int done = 0; done < count; done += STEP) {
            int n = Math.min(STEP, count - done);
            for (int k = 0; k < n; k++) {
                line[k] = source[offset + done + k];
            }
            session.copyIn(line, 0, n, at(index + done));
        }
    }

    @Override
    public boolean single() {
        return precision == Precision.SINGLE;
    }

    @Override
    protected void release() {
        open.remove(this);
        session.release(address);
    }
}
