package io.github.fisherscope.studies.plan;

/** Sizes of memory as messages and tables give them. */
public final class MemorySize {
    private MemorySize() {}

    /** Returns the size as the option for memory takes it, rounded up: in MiB below ten GiB, in GiB above. */
    public static String of(long bytes) {
        boolean small = bytes < 10L << 30 && bytes % (1L << 30) != 0;
        return small ? ceiling(bytes, 20) + "m" : ceiling(bytes, 30) + "g";
    }

    private static long ceiling(long bytes, int exponent) {
        return Math.max(1, (bytes + (1L << exponent) - 1) >> exponent);
    }
}
