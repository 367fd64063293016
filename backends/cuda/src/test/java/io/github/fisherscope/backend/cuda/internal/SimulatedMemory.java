package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Blocks at addresses far apart, so that an address outside of one is outside of all. */
final class SimulatedMemory {
    private static final int GAP_BITS = 40;
    private static final int RUBBISH = 0x7f; // as a number of either format: large or NaN

    private final long capacity;
    private final List<@Nullable ByteBuffer> blocks = new ArrayList<>();
    private long used;

    SimulatedMemory(long capacity) {
        this.capacity = capacity;
    }

    long capacity() {
        return capacity;
    }

    long free() {
        return capacity - used;
    }

    long allocate(long bytes) {
        if (bytes > free()) {
            throw new CudaCallException(
                    "cudaMalloc", "cudaErrorMemoryAllocation (out of memory)", CudaCallException.Kind.OUT_OF_MEMORY);
        }
        ByteBuffer block = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
        for (int i = 0; i < block.capacity(); i += 97) {
            block.put(i, (byte) RUBBISH);
        }
        used += bytes;
        blocks.add(block);
        return (long) blocks.size() << GAP_BITS;
    }

    void free(long address) {
        used -= block(address, 1).capacity();
        blocks.set((int) (address >> GAP_BITS) - 1, null);
    }

    private static int position(long address) {
        return (int) (address & ((1L << GAP_BITS) - 1));
    }

    /** Returns the block in which {@code size} bytes from an address on lie. */
    private ByteBuffer block(long address, long size) {
        long number = (address >> GAP_BITS) - 1;
        ByteBuffer block = number < 0 || number >= blocks.size() ? null : blocks.get((int) number);
        long position = address & ((1L << GAP_BITS) - 1);
        if (block == null || position + size > block.capacity()) {
            throw new CudaCallException(
                    "a kernel",
                    String.format(Locale.ROOT, "cudaErrorIllegalAddress (%x, %d bytes)", address, size),
                    CudaCallException.Kind.CONTEXT_LOST);
        }
        return block;
    }

    void clear(long address, long bytes) {
        byte[] zeros = new byte[Math.toIntExact(bytes)];
        block(address, bytes).put(position(address), zeros);
    }

    double getDouble(long address) {
        return block(address, 8).getDouble(position(address));
    }

    void putDouble(long address, double value) {
        block(address, 8).putDouble(position(address), value);
    }

    float getFloat(long address) {
        return block(address, 4).getFloat(position(address));
    }

    void putFloat(long address, float value) {
        block(address, 4).putFloat(position(address), value);
    }

    double get(Precision precision, long address, long index) {
        return precision == Precision.DOUBLE ? getDouble(address + 8 * index) : getFloat(address + 4 * index);
    }

    void put(Precision precision, long address, long index, double value) {
        if (precision == Precision.DOUBLE) {
            putDouble(address + 8 * index, value);
        } else {
            putFloat(address + 4 * index, (float) value);
        }
    }
}
