package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.Storage;
import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Locale;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Zeros from {@link NativePool}, outside the Java heap and outside JavaCPP's own limits (which count only what its
 * constructors allocate). The memory goes back when the storage is closed, or, should its owner forget, when the
 * garbage collector finds it. Entries are moved through buffers of {@value #PAGE_ENTRIES} entries, because a buffer
 * cannot be larger than 2³¹ bytes; native code sees one run of memory.
 */
abstract class NativeStorage extends Storage {
    static final int PAGE_BITS = 27;
    static final long PAGE_ENTRIES = 1L << PAGE_BITS;
    static final long PAGE_MASK = PAGE_ENTRIES - 1;

    private static final long CLEARED_AT_ONCE = 1L << 22;

    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable memory;

    NativeStorage(NativePool.Block block) {
        this.memory = CLEANER.register(this, () -> NativePool.SHARED.giveBack(block));
    }

    /** Returns zeros. */
    static NativeStorage of(long entries, Precision precision) {
        return of(entries, precision, NativeStorage::clear);
    }

    /** Returns zeros; memory that was used before is cleared by the crew. */
    static NativeStorage of(long entries, Precision precision, WorkCrew crew) {
        return of(entries, precision, block -> clear(block, crew));
    }

    private static NativeStorage of(long entries, Precision precision, Consumer<NativePool.Block> cleaner) {
        NativePool.Block block = NativePool.SHARED.take(Math.max(1, entries) * precision.bytes());
        if (block == null) {
            throw new OutOfMemoryError(String.format(
                    Locale.ROOT,
                    "the system refused %d MiB for %d numbers of %d bytes; use smaller tiles",
                    (entries * precision.bytes()) >> 20,
                    entries,
                    precision.bytes()));
        }
        if (!block.zero()) {
            cleaner.accept(block);
        }
        return precision == Precision.DOUBLE ? new NativeDoubles(block, entries) : new NativeFloats(block, entries);
    }

    private static void clear(NativePool.Block block) {
        Pointer.memset(block.start(), 0, block.bytes());
    }

    private static void clear(NativePool.Block block, WorkCrew crew) {
        BytePointer bytes = new BytePointer(block.start());
        int pieces = Math.toIntExact((block.bytes() + CLEARED_AT_ONCE - 1) / CLEARED_AT_ONCE);
        crew.run(pieces, piece -> {
            long from = piece * CLEARED_AT_ONCE;
            BytePointer first = bytes.getPointer(from);
            Pointer.memset(first, 0, Math.min(CLEARED_AT_ONCE, block.bytes() - from));
        });
    }

    static int pages(long entries) {
        return Math.toIntExact((entries + PAGE_MASK) >> PAGE_BITS);
    }

    static int pageLength(long entries, int page) {
        return (int) Math.min(PAGE_ENTRIES, entries - ((long) page << PAGE_BITS));
    }

    @Override
    public final void get(long index, double[] target, int offset, int count) {
        long at = index;
        int to = offset;
        int left = count;
        try {
            while (left > 0) {
                int start = (int) (at & PAGE_MASK);
                int piece = (int) Math.min(left, PAGE_ENTRIES - start);
                load((int) (at >> PAGE_BITS), start, target, to, piece);
                at += piece;
                to += piece;
                left -= piece;
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public final void get(long index, float[] target, int offset, int count) {
        long at = index;
        int to = offset;
        int left = count;
        try {
            while (left > 0) {
                int start = (int) (at & PAGE_MASK);
                int piece = (int) Math.min(left, PAGE_ENTRIES - start);
                load((int) (at >> PAGE_BITS), start, target, to, piece);
                at += piece;
                to += piece;
                left -= piece;
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public final void put(long index, double[] source, int offset, int count) {
        long at = index;
        int from = offset;
        int left = count;
        try {
            while (left > 0) {
                int start = (int) (at & PAGE_MASK);
                int piece = (int) Math.min(left, PAGE_ENTRIES - start);
                store(source, from, (int) (at >> PAGE_BITS), start, piece);
                at += piece;
                from += piece;
                left -= piece;
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public final void put(long index, float[] source, int offset, int count) {
        long at = index;
        int from = offset;
        int left = count;
        try {
            while (left > 0) {
                int start = (int) (at & PAGE_MASK);
                int piece = (int) Math.min(left, PAGE_ENTRIES - start);
                store(source, from, (int) (at >> PAGE_BITS), start, piece);
                at += piece;
                from += piece;
                left -= piece;
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    abstract void load(int page, int start, double[] target, int to, int count);

    abstract void load(int page, int start, float[] target, int to, int count);

    abstract void store(double[] source, int from, int page, int start, int count);

    abstract void store(float[] source, int from, int page, int start, int count);

    @Override
    protected final void release() {
        memory.clean();
    }
}
