package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the idx format of MNIST and its kin, plain or gzip-compressed: two zero bytes, a type code, the number of
 * dimensions, each dimension as a big-endian 32-bit integer, then the numbers, big-endian, last index fastest. Unsigned
 * bytes stay whole numbers 0 to 255.
 */
public final class IdxFile {
    private static final int MAX_DIMENSIONS = 16;
    private static final int GZIP_BUFFER = 1 << 16;

    /** Deflate shrinks by a factor of at most 1032. */
    private static final long MAX_RATIO = 1032;

    private static final String REWRITE = "copy or download it again";

    private IdxFile() {}

    /** Returns whether a file that starts with these bytes can be idx, plain or compressed. */
    public static boolean startsLikeIdx(byte[] start) {
        return isGzip(start)
                || (start.length >= 4 && start[0] == 0 && start[1] == 0 && type(start[2]) != null && start[3] > 0);
    }

    private static boolean isGzip(byte[] start) {
        return start.length >= 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    }

    /**
     * Reads the entries whose first index is below {@code limit}; all if there are fewer. What a compressed file holds
     * behind the limit is not looked at; a file read to its end must end where its header says.
     *
     * @throws InputFileException if the file is not a sound idx file or does not fit in memory
     */
    public static StoredArray read(Path file, int limit) {
        Args.requireInRange("limit", limit, 0, Integer.MAX_VALUE);
        long length = RegularFile.length(file);
        boolean gzip = isGzip(RegularFile.start(file, 2));
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = gzip ? new GZIPInputStream(raw, GZIP_BUFFER) : raw) {
            Head head = head(file, in, length, gzip);
            ElementType type = head.type();
            List<Integer> shape = head.shape();
            int[] kept = shape.stream().mapToInt(Integer::intValue).toArray();
            kept[0] = Math.min(kept[0], limit);
            long count = 1;
            for (int n : kept) {
                count *= n; // no overflow: checkLength multiplied no smaller numbers
            }
            double[] data = FileSizedArray.ofDoubles(file, count);
            new ElementStream(file, in, type).read(data, 0, data.length);
            if (kept[0] == shape.get(0) && in.read() >= 0) {
                throw InputFileException.of(file, "goes on behind the numbers that its header announces", REWRITE);
            }
            return new StoredArray(NpyArray.owning(data, kept), shape, type.integral());
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    /**
     * Reads what stands before the numbers.
     *
     * @throws InputFileException if it is not sound, or cannot be true of a file of that length
     */
    public static ArrayHeader header(Path file) {
        long length = RegularFile.length(file);
        boolean gzip = isGzip(RegularFile.start(file, 2));
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = gzip ? new GZIPInputStream(raw, GZIP_BUFFER) : raw) {
            Head head = head(file, in, length, gzip);
            return new ArrayHeader(head.shape(), head.type().integral());
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    private record Head(ElementType type, List<Integer> shape) {}

    private static Head head(Path file, InputStream in, long length, boolean gzip) throws IOException {
        byte[] start = exactly(in, 4);
        ElementType type = start[0] == 0 && start[1] == 0 ? type(start[2]) : null;
        if (type == null || start[3] < 1 || start[3] > MAX_DIMENSIONS) {
            throw InputFileException.format(
                    file,
                    "give an idx file as MNIST ships it" + (gzip ? "; unpack other compressed files first" : ""),
                    "starts with the bytes %02x %02x %02x %02x, not with 00 00, an idx type code (08 09 0b 0c 0d 0e)"
                            + " and a number of dimensions up to %d",
                    start[0],
                    start[1],
                    start[2],
                    start[3],
                    MAX_DIMENSIONS);
        }
        List<Integer> shape = shape(file, in, start[3]);
        checkLength(file, type, shape, length, 4 + 4 * shape.size(), gzip);
        return new Head(type, shape);
    }

    private static List<Integer> shape(Path file, InputStream in, int dimensions) throws IOException {
        ByteBuffer sizes = ByteBuffer.wrap(exactly(in, 4 * dimensions));
        List<Integer> shape = new ArrayList<>();
        for (int d = 0; d < dimensions; d++) {
            int size = sizes.getInt();
            if (size < 1) {
                throw InputFileException.format(
                        file, REWRITE, "claims %d as its dimension %d; it must be at least 1", size, d + 1);
            }
            shape.add(size);
        }
        return shape;
    }

    private static void checkLength(
            Path file, ElementType type, List<Integer> shape, long length, int header, boolean gzip) {
        long needed = type.bytes();
        try {
            for (int n : shape) {
                needed = Math.multiplyExact(needed, (long) n);
            }
            needed = Math.addExact(needed, header);
        } catch (ArithmeticException e) {
            throw InputFileException.of(
                    file, "claims the shape " + NpyHeader.shapeText(shape) + ", whose size overflows", REWRITE);
        }
        if (gzip ? needed / MAX_RATIO > length : needed != length) {
            throw InputFileException.format(
                    file,
                    length < needed ? "it was cut off: " + REWRITE : REWRITE,
                    "has shape %s, which needs %d bytes, but has %d%s",
                    NpyHeader.shapeText(shape),
                    needed,
                    length,
                    gzip ? " compressed ones, too few" : "");
        }
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    private static @Nullable ElementType type(byte code) {
        return switch (code) {
            case 0x08 -> bigEndian(ElementType.Kind.UNSIGNED, 1);
            case 0x09 -> bigEndian(ElementType.Kind.SIGNED, 1);
            case 0x0b -> bigEndian(ElementType.Kind.SIGNED, 2);
            case 0x0c -> bigEndian(ElementType.Kind.SIGNED, 4);
            case 0x0d -> bigEndian(ElementType.Kind.FLOAT, 4);
            case 0x0e -> bigEndian(ElementType.Kind.FLOAT, 8);
            default -> null;
        };
    }

    private static ElementType bigEndian(ElementType.Kind kind, int bytes) {
        return new ElementType(kind, bytes, ByteOrder.BIG_ENDIAN);
    }
}
