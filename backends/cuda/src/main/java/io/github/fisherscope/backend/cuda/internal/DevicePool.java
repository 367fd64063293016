package io.github.fisherscope.backend.cuda.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Device memory that is given out again instead of being given back: asking CUDA for memory waits for everything that
 * runs. All work is in one order, so a block may be reused while what used it before is still queued. When nothing is
 * in use any more, or when memory runs short, what is kept goes back to the device.
 */
final class DevicePool {
    private static final long SMALL = 512;
    private static final long LARGE = 2L << 20;

    private final CudaDevice device;
    private final TreeMap<Long, Deque<Long>> kept = new TreeMap<>();
    private final Map<Long, Long> inUse = new HashMap<>();

    DevicePool(CudaDevice device) {
        this.device = device;
    }

    /**
     * Returns the address of at least {@code bytes} bytes with any content.
     *
     * @throws CudaCallException if there is no room even after everything kept has gone back
     */
    long acquire(long bytes) {
        long size = rounded(bytes);
        Map.Entry<Long, Deque<Long>> fitting = kept.ceilingEntry(size);
        if (fitting != null && fitting.getKey() - size <= size / 4) {
            long address = fitting.getValue().pop();
            if (fitting.getValue().isEmpty()) {
                kept.remove(fitting.getKey());
            }
            inUse.put(address, fitting.getKey());
            return address;
        }
        long address = fresh(size);
        inUse.put(address, size);
        return address;
    }

    private long fresh(long size) {
        try {
            return device.allocate(size);
        } catch (CudaCallException e) {
            if (!e.outOfMemory() || kept.isEmpty()) {
                throw e;
            }
            giveBackKept();
            return device.allocate(size);
        }
    }

    void release(long address) {
        Long size = inUse.remove(address);
        if (size == null) {
            throw new IllegalStateException(String.format(Locale.ROOT, "address %x is not in use", address));
        }
        kept.computeIfAbsent(size, s -> new ArrayDeque<>()).push(address);
        if (inUse.isEmpty()) {
            giveBackKept();
        }
    }

    void giveBackKept() {
        for (Deque<Long> addresses : kept.values()) {
            addresses.forEach(device::free);
        }
        kept.clear();
    }

    /** Returns the bytes that are in use. */
    long bytesInUse() {
        return inUse.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the bytes that are kept and not in use. */
    long bytesKept() {
        return kept.entrySet().stream()
                .mapToLong(blocks -> blocks.getKey() * blocks.getValue().size())
                .sum();
    }

    private static long rounded(long bytes) {
        long step = bytes < LARGE ? SMALL : LARGE;
        return Math.max(1, (bytes + step - 1) / step) * step;
    }
}
