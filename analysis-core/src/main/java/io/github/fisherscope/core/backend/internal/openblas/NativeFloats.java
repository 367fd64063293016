package io.github.fisherscope.core.backend.internal.openblas;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Native memory of float32 numbers. */
final class NativeFloats extends NativeStorage {
    private static final int STEP = 1024;

    private final FloatPointer base;
    private final FloatBuffer[] pages;
    private final ThreadLocal<float[]> scratch = ThreadLocal.withInitial(() -> new float[STEP]);

    NativeFloats(NativePool.Block block, long entries) {
        super(block);
        this.base = new FloatPointer(block.start());
        this.pages = new FloatBuffer[pages(entries)];
        for (int i = 0; i < pages.length; i++) {
            long first = (long) i << PAGE_BITS;
            // an address of its own: JavaCPP cuts positions beyond 2³¹ bytes
            pages[i] = base.getPointer(first).capacity(pageLength(entries, i)).asBuffer();
        }
    }

    /** Returns the address of an entry for native code. */
    FloatPointer at(long index) {
        return new Address(base.address() + index * Float.BYTES);
    }

    /** An address without an owner; {@code getPointer} does the same by reflection, which small products feel. */
    private static final class Address extends FloatPointer {
        Address(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }

    @Override
    void load(int page, int start, double[] target, int to, int count) {
        float[] line = scratch.get();
        for (int done = 0; done < count; done += STEP) {
            int n = Math.min(STEP, count - done);
            pages[page].get(start + done, line, 0, n);
            widen(line, target, to + done, n);
        }
    }

    @Override
    void load(int page, int start, float[] target, int to, int count) {
        pages[page].get(start, target, to, count);
    }

    private static void widen(float[] line, double[] target, int to, int n) {
        for (int k = 0; k < n; k++) {
            target[to + k] = line[k];
        }
    }

    @Override
    void store(double[] source, int from, int page, int start, int count) {
        float[] line = scratch.get();
        for (int done = 0; done < count; done += STEP) {
            int n = Math.min(STEP, count - done);
            narrow(source, from + done, line, n);
            pages[page].put(start + done, line, 0, n);
        }
    }

    private static void narrow(double[] source, int from, float[] line, int n) {
        for (int k = 0; k < n; k++) {
            line[k] = (float) source[from + k];
        }
    }

    @Override
    void store(float[] source, int from, int page, int start, int count) {
        pages[page].put(start, source, from, count);
    }

    @Override
    public boolean single() {
        return true;
    }
}
