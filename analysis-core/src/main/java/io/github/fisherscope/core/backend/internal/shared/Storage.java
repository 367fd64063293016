package io.github.fisherscope.core.backend.internal.shared;

/**
 * A run of real numbers with long indices, moved in bulk between their home and heap arrays. Indices are not checked:
 * {@link StridedMatrix} has done it.
 */
public abstract class Storage implements AutoCloseable {
    private volatile boolean closed;

    /** Copies {@code count} numbers from {@code index} on into {@code target}. */
    public abstract void get(long index, double[] target, int offset, int count);

    /** Copies {@code count} numbers from {@code index} on into {@code target}, rounding them if they are float64. */
    public abstract void get(long index, float[] target, int offset, int count);

    /** Copies {@code count} numbers from {@code source} to {@code index} on, rounding to the storage's precision. */
    public abstract void put(long index, double[] source, int offset, int count);

    /** Copies {@code count} numbers from {@code source} to {@code index} on. */
    public abstract void put(long index, float[] source, int offset, int count);

    /** Returns whether numbers are kept in float32. */
    public abstract boolean single();

    /** Gives the memory back; called once. */
    protected abstract void release();

    /** Throws if the memory has been given back. */
    public final void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the matrix is closed; its memory has been given back");
        }
    }

    @Override
    public final void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        release();
    }
}
