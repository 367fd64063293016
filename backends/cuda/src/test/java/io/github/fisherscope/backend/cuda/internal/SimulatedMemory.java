package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Blocks at addresses far apart, so that an address outside of one is outside of all. */
final class SimulatedMemory {
    private static final long GAP = 1L << 40;
    private static final int RUBBISH = 0x7f; // as a number of either format: large or NaN

    private final long capacity;
    private final TreeMap<Long, ByteBuffer> blocks = new TreeMap<>();
    private long used;
    private long next = GAP;
    private long lastStart;
    private ByteBuffer last = ByteBuffer.allocate(0);

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
        long address = next;
        next += GAP;
        blocks.put(address, block);
        return address;
    }

    void free(long address) {
        ByteBuffer block = blocks.remove(address);
        if (block == null) {
            throw new CudaCallException(
                    "cudaFree",
                    "address " + Long.toHexString(address) + " is not in use",
                    CudaCallException.Kind.OTHER);
        }
        used -= block.capacity();
        lastStart = 0;
        last = ByteBuffer.allocate(0);
    }

    /** Makes {@link #last} the block of an address and returns the position in it. */
    private int locate(long address, int size) {
        long position = address - lastStart;
        if (position < 0 || position + size > last.capacity()) {
            Map.Entry<Long, ByteBuffer> entry = blocks.floorEntry(address);
            position = entry == null ? -1 : address - entry.getKey();
            if (entry == null || position + size > entry.getValue().capacity()) {
                throw new CudaCallException(
                        "a kernel",
                        "cudaErrorIllegalAddress (%x, %d bytes)".formatted(address, size),
                        CudaCallException.Kind.CONTEXT_LOST);
            }
            lastStart = entry.getKey();
            last = entry.getValue();
        }
        return (int) position;
    }

    void clear(long address, long bytes) {
        int from = locate(address, Math.toIntExact(bytes));
        for (int i = 0; i < bytes; i++) {
            last.put(from + i, (byte) 0);
        }
    }

    double getDouble(long address) {
        int position = locate(address, 8);
        return last.getDouble(position);
    }

    void putDouble(long address, double value) {
        int position = locate(address, 8);
        last.putDouble(position, value);
    }

    float getFloat(long address) {
        int position = locate(address, 4);
        return last.getFloat(position);
    }

    void putFloat(long address, float value) {
        int position = locate(address, 4);
        last.putFloat(position, value);
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
