package io.github.fisherscope.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** Files byte by byte, sound and unsound. */
final class Bytes {
    static final String HEADER = "{'descr': '<f8', 'fortran_order': False, 'shape': (6, 3), }";

    private Bytes() {}

    /** Returns a .npy file with a header of any text in front of numbers. */
    static byte[] npy(String header, byte[] numbers) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length + numbers.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .put(numbers)
                .array();
    }

    /** Returns a sound matrix of 6 × 3 numbers, in which one may be replaced. */
    static byte[] npy(double first) {
        return npy(HEADER, doubles(18, first));
    }

    /** Returns a matrix of ordinary numbers. */
    static byte[] matrix(int rows, int columns) {
        return npy(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }",
                doubles(rows * columns, 0.25));
    }

    static byte[] doubles(int count, double first) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putDouble(i == 0 ? first : Math.sin(1.0 + 3 * i));
        }
        return buffer.array();
    }

    static byte[] idx(int type, int... dimensions) {
        int size = 1;
        for (int d : dimensions) {
            size *= d;
        }
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + size);
        buffer.put((byte) 0).put((byte) 0).put((byte) type).put((byte) dimensions.length);
        for (int d : dimensions) {
            buffer.putInt(d);
        }
        for (int i = 0; i < size; i++) {
            buffer.put((byte) (7 * i));
        }
        return buffer.array();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** An entry of an archive that may lie about everything. */
    static final class Entry {
        private final String name;
        private final byte[] content;
        private final int method;
        private final int flags;
        private final int crcChange;
        private final long claimedSize;

        Entry(String name, byte[] content, int method, int flags, int crcChange, long claimedSize) {
            this.name = name;
            this.content = content.clone();
            this.method = method;
            this.flags = flags;
            this.crcChange = crcChange;
            this.claimedSize = claimedSize;
        }

        static Entry of(String name, byte[] content) {
            return new Entry(name, content, 0, 0x800, 0, content.length);
        }

        /** Returns an entry that tells the same lies under another name. */
        Entry named(String other) {
            return new Entry(other, content, method, flags, crcChange, claimedSize);
        }
    }

    /** Returns an archive of stored entries. */
    static byte[] zip(Entry... entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry e : entries) {
            byte[] name = e.name.getBytes(StandardCharsets.UTF_8);
            CRC32 crc = new CRC32();
            crc.update(e.content);
            int offset = out.size();
            ByteBuffer local = little(30).putInt(0x04034b50).putShort((short) 20);
            describe(local, e, crc, name).putShort((short) 0);
            out.writeBytes(bytes(local));
            out.writeBytes(name);
            out.writeBytes(e.content);
            ByteBuffer central =
                    little(46).putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
            describe(central, e, crc, name);
            central.position(42);
            central.putInt(offset);
            directory.writeBytes(bytes(central));
            directory.writeBytes(name);
        }
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries.length)
                .putShort((short) entries.length)
                .putInt(directory.size())
                .putInt(start)
                .array());
        return out.toByteArray();
    }

    private static ByteBuffer describe(ByteBuffer buffer, Entry e, CRC32 crc, byte[] name) {
        return buffer.putShort((short) e.flags)
                .putShort((short) e.method)
                .putInt(0x00210000)
                .putInt((int) crc.getValue() + e.crcChange)
                .putInt(e.content.length)
                .putInt((int) e.claimedSize)
                .putShort((short) name.length);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
