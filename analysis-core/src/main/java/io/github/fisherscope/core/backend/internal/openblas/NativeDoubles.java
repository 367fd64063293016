package io.github.fisherscope.core.backend.internal.openblas;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;

/** Native memory of float64 numbers. */
final class NativeDoubles extends NativeStorage {
    private final DoublePointer base;
    private final DoubleBuffer[] pages;

    NativeDoubles(NativePool.Block block, long entries) {
        super(block);
        this.base = new DoublePointer(block.start());
        this.pages = new DoubleBuffer[pages(entries)];
        for (int i = 0; i < pages.length; i++) {
            long first = (long) i << PAGE_BITS;
            // an address of its own: JavaCPP cuts positions beyond 2³¹ bytes
            pages[i] = base.getPointer(first).capacity(pageLength(entries, i)).asBuffer();
        }
    }

    /** Returns the address of an entry for native code. */
    DoublePointer at(long index) {
        return new Address(base.address() + index * Double.BYTES);
    }

    /** An address without an owner; {@code getPointer} does the same by reflection, which small products feel. */
    private static final class Address extends DoublePointer {
        Address(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }

    @Override
    void load(int page, int start, double[] target, int to, int count) {
        pages[page].get(start, target, to, count);
    }

    @Override
    void load(int page, int start, float[] target, int to, int count) {
        for (int k = 0; k < count; k++) {
            target[to + k] = (float) pages[page].get(start + k);
        }
    }

    @Override
    void store(double[] source, int from, int page, int start, int count) {
        pages[page].put(start, source, from, count);
    }

    @Override
    void store(float[] source, int from, int page, int start, int count) {
        for (int k = 0; k < count; k++) {
            pages[page].put(start + k, source[from + k]);
        }
    }

    @Override
    public boolean single() {
        return false;
    }
}
