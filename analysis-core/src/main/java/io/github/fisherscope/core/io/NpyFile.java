package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Reads and writes NumPy's .npy format (NumPy Enhancement Proposal 1): versions 1.0, 2.0 and 3.0, floats of 2, 4 and 8
 * bytes, signed and unsigned integers of 1 to 8 bytes and booleans in either byte order and either index order. Numbers
 * are converted to float64, which is exact: 64-bit integers that float64 cannot hold are refused. Stricter than NumPy in
 * one point: bytes behind the array are an error.
 */
public final class NpyFile {
    private static final int CHUNK = 1 << 13;

    private NpyFile() {}

    /**
     * Reads a whole array. Memory: 8 bytes per number and a buffer.
     *
     * @throws InputFileException if the file is not a complete .npy array of numbers or does not fit in memory
     */
    public static NpyArray read(Path file) {
        return readRows(file, Integer.MAX_VALUE);
    }

    /**
     * Reads the part of an array whose first index is below {@code limit}; all of it if it is shorter.
     *
     * @throws InputFileException as {@link #read}
     */
    public static NpyArray readRows(Path file, int limit) {
        return readTable(file, limit).kept();
    }

    /**
     * Reads the part of an array whose first index lies from {@code from} to {@code to} (exclusive). What lies before is
     * skipped where rows are stored one after the other, and read and dropped where columns are.
     *
     * @throws InputFileException as {@link #read}, and if the array is shorter
     */
    public static NpyArray readRange(Path file, int from, int to) {
        Objects.checkFromToIndex(from, to, Integer.MAX_VALUE);
        long length = RegularFile.length(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            NpyHeader header = NpyHeader.read(file, "", in, length);
            int rows = header.shape().isEmpty() ? 0 : header.shape().get(0);
            if (rows < to) {
                throw InputFileException.format(
                        file, "give the file that was described", "has %d rows and must have %d", rows, to);
            }
            if (header.fortranOrder()) {
                return header.readRows(file, in, to).range(from, to);
            }
            in.skipNBytes((length - header.offset()) / rows * from);
            return header.readRows(file, in, to - from);
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    /** As {@link #readRows}, with what the header says of the whole array. */
    public static StoredArray readTable(Path file, int limit) {
        Args.requireInRange("limit", limit, 0, Integer.MAX_VALUE);
        long length = RegularFile.length(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            NpyHeader header = NpyHeader.read(file, "", in, length);
            return new StoredArray(
                    header.readRows(file, in, limit),
                    header.shape(),
                    header.type().integral());
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    /**
     * Reads an array of any kind: numbers (bfloat16, too), text, or Python lists and dictionaries of arrays.
     *
     * @throws InputFileException as {@link #read}, and if the array holds other Python objects
     */
    public static StoredValue readStored(Path file) {
        long length = RegularFile.length(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            NpyHeader header = NpyHeader.readStored(file, "", in, length);
            return new StoredContent(file, "", header).read(in, length - header.offset());
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    /**
     * Reads the header alone and holds it against the length of the file; costs a few hundred bytes whatever the array.
     *
     * @throws InputFileException if the file is not a complete .npy array of numbers
     */
    public static ArrayHeader header(Path file) {
        long length = RegularFile.length(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return NpyHeader.read(file, "", in, length).summary();
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    /** Writes an array as little-endian float64, format version 1.0; see {@link AtomicFile} for how. */
    public static void write(Path file, NpyArray array) {
        AtomicFile.write(file, out -> writeTo(out, array));
    }

    /**
     * Writes an array as little-endian float64, format version 1.0.
     *
     * @param data the elements in row-major order
     * @param shape length of each dimension
     * @throws IllegalArgumentException if shape and data disagree
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, double[] data, int... shape) {
        write(file, NpyArray.owning(data, shape));
    }

    /** Returns the file of an array as {@link #write(Path, double[], int...)} writes it. */
    public static byte[] bytes(double[] data, int... shape) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.multiplyExact(data.length, Double.BYTES) + 256);
        try {
            writeTo(out, NpyArray.owning(data, shape));
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return out.toByteArray();
    }

    /** Returns the file of a matrix with one vector for each row, all of one length. */
    public static byte[] rows(List<RealVector> rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        byte[] header = NpyHeader.bytes("<f8", rows.size(), columns);
        long size = header.length + (long) Double.BYTES * rows.size() * columns;
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(header);
        for (RealVector row : rows) {
            Args.requireSame("the length of a row", row.size(), columns, "all rows must have one length");
            for (int j = 0; j < columns; j++) {
                file.putDouble(row.get(j));
            }
        }
        return file.array();
    }

    /**
     * Writes a matrix row by row; memory is one row, so the matrix may be larger than memory.
     *
     * @param rows number of rows ≥ 0
     * @param columns number of columns ≥ 0
     */
    public static void writeRows(Path file, int rows, int columns, RowFiller filler) {
        Args.requireInRange("rows", rows, 0, Integer.MAX_VALUE);
        Args.requireInRange("columns", columns, 0, FileSizedArray.MAX_ELEMENTS);
        AtomicFile.write(file, out -> {
            out.write(NpyHeader.bytes("<f8", rows, columns));
            double[] row = new double[columns];
            for (int i = 0; i < rows; i++) {
                filler.fill(i, row);
                writeNumbers(out, DoubleBuffer.wrap(row));
            }
        });
    }

    static void writeTo(OutputStream out, NpyArray array) throws IOException {
        out.write(NpyHeader.bytes(
                "<f8", array.shape().stream().mapToInt(Integer::intValue).toArray()));
        writeNumbers(out, array.buffer());
    }

    static void writeTo(OutputStream out, StoredValue value) throws IOException {
        if (value instanceof StoredValue.Numbers numbers) {
            writeTo(out, numbers.array());
        } else if (value instanceof StoredValue.Text text) {
            writeTexts(out, List.of(text));
        } else if (value instanceof StoredValue.Items items) {
            writeTexts(out, items.items(), items.items().size());
        } else {
            throw new IllegalArgumentException("only numbers, texts and lists of texts are written");
        }
    }

    /** Writes NumPy's characters of fixed width. */
    private static void writeTexts(OutputStream out, List<? extends StoredValue> values, int... shape)
            throws IOException {
        int width = 1;
        for (StoredValue value : values) {
            width = Math.max(width, (int) text(value).codePoints().count());
        }
        out.write(NpyHeader.bytes("<U" + width, shape));
        for (StoredValue value : values) {
            ByteBuffer points = ByteBuffer.allocate(width * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            text(value).codePoints().forEach(points::putInt);
            out.write(points.array());
        }
    }

    private static String text(StoredValue value) {
        if (value instanceof StoredValue.Text text) {
            return text.text();
        }
        throw new IllegalArgumentException("a list of anything but texts is not written");
    }

    private static void writeNumbers(OutputStream out, DoubleBuffer numbers) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK, numbers.remaining()) * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.hasRemaining()) {
            int n = Math.min(CHUNK, numbers.remaining());
            chunk.clear().asDoubleBuffer().put(numbers.slice(numbers.position(), n));
            numbers.position(numbers.position() + n);
            out.write(chunk.array(), 0, n * Double.BYTES);
        }
    }
}
