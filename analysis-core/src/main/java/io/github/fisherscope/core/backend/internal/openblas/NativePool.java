package io.github.fisherscope.core.backend.internal.openblas;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Native memory, some of which is kept when a matrix gives it back and serves the next one of about its size. The system
 * hands out fresh memory page by page at the first touch, which on a virtual machine costs as much as the arithmetic of
 * a product that fills it: on such a machine the backward pass took twice as long without this.
 *
 * <p>The process never grows for it: what is kept and what is in use together stay below the most that was in use at
 * any time, and {@link #MOST_KEPT} is kept at most. Safe for use from several threads.
 */
final class NativePool {
    /** Smaller blocks are left to the C allocator, which keeps them itself. */
    static final long SMALLEST_KEPT = 1L << 17;

    static final long MOST_KEPT = 1L << 30;

    /** The pool of this process. */
    static final NativePool SHARED = new NativePool(new Allocator() {
        @Override
        public @Nullable Pointer zeros(long bytes) {
            Pointer block = Pointer.calloc(bytes, 1);
            return block == null || block.isNull() ? null : block;
        }

        @Override
        public void free(Pointer block) {
            Pointer.free(block);
        }
    });

    private final Allocator allocator;
    private final TreeMap<Long, Deque<Pointer>> kept = new TreeMap<>();
    private long keptBytes;
    private long bytesInUse;
    private long mostInUse;

    NativePool(Allocator allocator) {
        this.allocator = allocator;
    }

    /** Where memory comes from. */
    interface Allocator {
        /** Returns zeros, or null if there is no room. */
        @Nullable Pointer zeros(long bytes);

        void free(Pointer block);
    }

    /**
     * A block of memory.
     *
     * @param zero whether it holds zeros and not what its last user left
     */
    record Block(Pointer start, long bytes, boolean zero) {}

    /** Returns at least {@code bytes} bytes, or null if the system has none. */
    synchronized @Nullable Block take(long bytes) {
        Block block = reuse(bytes);
        if (block == null) {
            block = fresh(bytes);
        }
        if (block != null) {
            bytesInUse += block.bytes;
            mostInUse = Math.max(mostInUse, bytesInUse);
        }
        return block;
    }

    /** A kept block may be an eighth larger than what is asked for. */
    private @Nullable Block reuse(long bytes) {
        Map.Entry<Long, Deque<Pointer>> fitting = kept.ceilingEntry(bytes);
        if (fitting == null || fitting.getKey() - bytes > bytes / 8) {
            return null;
        }
        return new Block(remove(fitting), fitting.getKey(), false);
    }

    private @Nullable Block fresh(long bytes) {
        shrink(Math.max(0, mostInUse - bytesInUse - bytes));
        Pointer start = allocator.zeros(bytes);
        if (start == null) {
            shrink(0);
            start = allocator.zeros(bytes);
        }
        return start == null ? null : new Block(start, bytes, true);
    }

    synchronized void giveBack(Block block) {
        bytesInUse -= block.bytes;
        if (block.bytes < SMALLEST_KEPT || block.bytes > MOST_KEPT) {
            allocator.free(block.start);
            return;
        }
        kept.computeIfAbsent(block.bytes, size -> new ArrayDeque<>()).push(block.start);
        keptBytes += block.bytes;
        shrink(Math.min(MOST_KEPT, mostInUse - bytesInUse));
    }

    /** Frees the largest blocks until no more than {@code bytes} are kept. */
    private void shrink(long bytes) {
        while (keptBytes > bytes) {
            allocator.free(remove(kept.lastEntry()));
        }
    }

    private Pointer remove(Map.Entry<Long, Deque<Pointer>> entry) {
        Pointer start = entry.getValue().pop();
        if (entry.getValue().isEmpty()) {
            kept.remove(entry.getKey());
        }
        keptBytes -= entry.getKey();
        return start;
    }
}
