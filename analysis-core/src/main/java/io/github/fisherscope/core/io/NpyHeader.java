package io.github.fisherscope.core.io;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the header of a .npy file says of the array behind it.
 *
 * @param type how the elements are stored
 * @param descr NumPy's name of that type
 * @param fortranOrder whether the first index runs fastest
 * @param shape length of each dimension
 * @param offset bytes before the first number
 */
record NpyHeader(ElementType type, String descr, boolean fortranOrder, List<Integer> shape, int offset) {
    /** NumPy's own bound is 10 000 characters; a header of plain numbers needs about 100. */
    private static final int MAX_HEADER = 1 << 16;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String REWRITE = "write it again with numpy.save";

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /**
     * Reads the header of an array of numbers and holds it against the length of what follows.
     *
     * @param length bytes from the magic string to the end of the array
     * @param where names the array inside the file, or is empty
     */
    static NpyHeader read(Path file, String where, InputStream in, long length) throws IOException {
        NpyHeader header = readAny(file, where, in, length);
        if (!header.type.numeric()) {
            throw NpyHeaderParser.notRead(file, where, header.descr);
        }
        header.checkLength(file, where, length);
        return header;
    }

    /** As {@link #read}, of an array that may hold text or Python objects, too. */
    static NpyHeader readStored(Path file, String where, InputStream in, long length) throws IOException {
        NpyHeader header = readAny(file, where, in, length);
        if (header.type.kind() != ElementType.Kind.OBJECT) {
            header.checkLength(file, where, length);
        }
        return header;
    }

    private static NpyHeader readAny(Path file, String where, InputStream in, long length) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw InputFileException.of(file, where + "does not start as a .npy array does", REWRITE);
        }
        int major = start[6];
        if (major < 1 || major > 3 || start[7] != 0) {
            throw InputFileException.format(
                    file,
                    "write it with NumPy's format version 1.0, 2.0 or 3.0",
                    "%shas the unknown format version %d.%d",
                    where,
                    Byte.toUnsignedInt(start[6]),
                    Byte.toUnsignedInt(start[7]));
        }
        int prefix = major == 1 ? 10 : 12;
        byte[] lengthBytes = exactly(in, prefix - 8);
        ByteBuffer buffer = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength =
                major == 1 ? Short.toUnsignedInt(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
        if (headerLength > MAX_HEADER || headerLength > length - prefix) {
            throw InputFileException.format(
                    file,
                    "the file is cut off or damaged: " + REWRITE,
                    "%sclaims a header of %d bytes, but at most %d are possible",
                    where,
                    headerLength,
                    Math.min(MAX_HEADER, Math.max(0, length - prefix)));
        }
        byte[] text = exactly(in, (int) headerLength);
        String header = new String(text, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return new NpyHeaderParser(file, where, header).parse(prefix + (int) headerLength);
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    private void checkLength(Path file, String where, long length) {
        long available = length - offset;
        long needed;
        try {
            needed = Math.multiplyExact(elements(), (long) type.bytes());
        } catch (ArithmeticException e) {
            throw InputFileException.format(
                    file, REWRITE, "%shas shape %s, whose number of elements overflows", where, shapeText());
        }
        if (needed != available) {
            throw InputFileException.format(
                    file,
                    (available < needed
                            ? "the file is cut off: copy or write it again"
                            : REWRITE + ", one array per file"),
                    "%shas shape %s, which needs %d bytes of numbers, but %d follow the header",
                    where,
                    shapeText(),
                    needed,
                    available);
        }
    }

    private long elements() {
        long elements = 1;
        for (int n : shape) {
            elements = Math.multiplyExact(elements, (long) n);
        }
        return elements;
    }

    /** Reads the numbers whose first index is below {@code limit}; a single number ignores the limit. */
    NpyArray readRows(Path file, InputStream in, int limit) throws IOException {
        int[] kept = shape.stream().mapToInt(Integer::intValue).toArray();
        if (kept.length > 0) {
            kept[0] = Math.min(kept[0], limit);
        }
        long count = kept.length > 0 && kept[0] == 0 ? 0 : 1;
        for (int n : kept) {
            count *= n; // no overflow: checkLength multiplied no smaller numbers in the same order
        }
        double[] data = FileSizedArray.ofDoubles(file, count);
        ElementStream numbers = new ElementStream(file, in, type);
        if (fortranOrder && kept.length > 1) {
            int[] stored = shape.stream().mapToInt(Integer::intValue).toArray();
            numbers.readColumnMajor(stored, kept[0], data);
        } else {
            numbers.read(data, 0, data.length);
        }
        return NpyArray.owning(data, kept);
    }

    /** Reads an array whose elements, of numbers or text, are all there. */
    StoredValue read(Path file, String where, byte[] elements) {
        checkLength(file, where, elements.length);
        try {
            return new StoredContent(file, where, this).read(new ByteArrayInputStream(elements), elements.length);
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    ArrayHeader summary() {
        return new ArrayHeader(shape, type.integral());
    }

    String shapeText() {
        return shapeText(shape);
    }

    static String shapeText(List<? extends Number> shape) {
        String inner = shape.stream().map(Object::toString).collect(Collectors.joining(", "));
        return shape.size() == 1 ? "(" + inner + ",)" : "(" + inner + ")";
    }

    /** Returns everything before the elements of a version 1.0 file, a multiple of 64 bytes. */
    static byte[] bytes(String descr, int... shape) {
        List<Integer> dimensions = Arrays.stream(shape).boxed().toList();
        String text = String.format(
                Locale.ROOT, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shapeText(dimensions));
        int unpadded = 10 + text.length() + 1;
        int total = (unpadded + 63) / 64 * 64;
        ByteBuffer buffer = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (total - 10));
        buffer.put(text.getBytes(StandardCharsets.ISO_8859_1));
        while (buffer.remaining() > 1) {
            buffer.put((byte) ' ');
        }
        return buffer.put((byte) '\n').array();
    }
}
