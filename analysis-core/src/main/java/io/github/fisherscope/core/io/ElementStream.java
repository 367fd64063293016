package io.github.fisherscope.core.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Decodes a run of numbers from a stream through a buffer of bounded size. */
final class ElementStream {
    private static final int MAX_CHUNK = 1 << 17;

    private final Path file;
    private final InputStream in;
    private final ElementType type;
    private byte[] chunk = new byte[0];
    private long position;

    /** The stream should be buffered: short runs are read one by one. */
    ElementStream(Path file, InputStream in, ElementType type) {
        this.file = file;
        this.in = in;
        this.type = type;
    }

    /** Decodes the next {@code count} numbers into {@code target}. */
    void read(double[] target, int offset, int count) throws IOException {
        int capacity = (int) Math.min(MAX_CHUNK, (long) count * type.bytes());
        if (chunk.length < capacity) {
            chunk = new byte[capacity];
        }
        ByteBuffer view = ByteBuffer.wrap(chunk);
        int perChunk = Math.max(1, capacity / type.bytes());
        for (int done = 0; done < count; ) {
            int n = Math.min(perChunk, count - done);
            if (in.readNBytes(chunk, 0, n * type.bytes()) < n * type.bytes()) {
                throw new EOFException();
            }
            int inexact = type.decode(view.clear(), target, offset + done, n);
            if (inexact >= 0) {
                throw InputFileException.format(
                        file,
                        "store it as float64, for example with .astype('float64')",
                        "element %d (in stored order, from 0) is the integer %s, which float64 cannot hold exactly",
                        position + inexact,
                        type.integerText(view, inexact));
            }
            done += n;
            position += n;
        }
    }

    /**
     * Decodes numbers stored with the first index running fastest and puts those whose first index is below
     * {@code rows} in row-major order.
     */
    void readColumnMajor(int[] shape, int rows, double[] target) throws IOException {
        int leading = shape[0];
        int columns = rows == 0 ? 0 : target.length / rows;
        int[] index = new int[shape.length];
        double[] run = new double[Math.min(leading, MAX_CHUNK / Double.BYTES)];
        for (int column = 0; column < columns; column++) {
            int base = 0;
            for (int d = 1; d < shape.length; d++) {
                base = base * shape[d] + index[d];
            }
            for (int row = 0; row < leading; ) {
                int n = Math.min(run.length, leading - row);
                read(run, 0, n);
                for (int i = 0; i < n && row + i < rows; i++) {
                    target[(row + i) * columns + base] = run[i];
                }
                row += n;
            }
            for (int d = 1; d < shape.length && ++index[d] == shape[d]; d++) {
                index[d] = 0;
            }
        }
    }
}
