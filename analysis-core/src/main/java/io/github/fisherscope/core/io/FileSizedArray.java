package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Remedy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Allocates arrays whose size a file dictates, so that a file too large for the heap is refused in words. */
final class FileSizedArray {
    /** The longest array that the usual virtual machines allocate. */
    static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private static final Remedy REMEDY =
            Remedy.of("give Java more memory (-Xmx) or read fewer samples").by("limit");

    private FileSizedArray() {}

    static double[] ofDoubles(Path file, long count) {
        check(file, count);
        try {
            return new double[(int) count];
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, count);
        }
    }

    /** Returns a copy with room for {@code count} numbers. */
    static double[] grow(Path file, double[] old, long count) {
        check(file, count);
        try {
            return Arrays.copyOf(old, (int) count);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, count);
        }
    }

    private static void check(Path file, long count) {
        if (count > MAX_ELEMENTS) {
            throw InputFileException.format(
                    file,
                    Remedy.of("split it or read fewer samples").by("limit"),
                    "holds %d numbers; one array holds at most %d",
                    count,
                    MAX_ELEMENTS);
        }
        if (count * Double.BYTES > Runtime.getRuntime().maxMemory()) {
            throw tooLarge(file, count);
        }
    }

    private static InputFileException tooLarge(Path file, long count) {
        return InputFileException.tooLarge(
                file,
                String.format(
                        Locale.ROOT,
                        "needs %.1f MiB for %d numbers, which the heap of %.0f MiB has no room for",
                        count * 8.0 / (1 << 20),
                        count,
                        Runtime.getRuntime().maxMemory() / (double) (1 << 20)),
                REMEDY);
    }
}
