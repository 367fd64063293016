package io.github.fisherscope.core.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what follows the header of a .npy array of any kind: numbers, text, or Python objects. */
final class StoredContent {
    private static final int MAX_TEXTS = 100_000;
    private static final int MAX_TEXT_BYTES = 1 << 16;

    private final Path file;
    private final String where;
    private final NpyHeader header;

    StoredContent(Path file, String where, NpyHeader header) {
        this.file = file;
        this.where = where;
        this.header = header;
    }

    /**
     * Reads to the end of the array.
     *
     * @param remaining bytes that follow the header
     */
    StoredValue read(InputStream in, long remaining) throws IOException {
        return switch (header.type().kind()) {
            case CHARACTERS, BYTES -> texts(in);
            case OBJECT -> objects(in, remaining);
            case FLOAT, SIGNED, UNSIGNED, BOOLEAN, BRAIN_FLOAT ->
                new StoredValue.Numbers(header.readRows(file, in, Integer.MAX_VALUE));
        };
    }

    private StoredValue objects(InputStream in, long remaining) throws IOException {
        long room = Runtime.getRuntime().maxMemory() / 3;
        if (remaining > FileSizedArray.MAX_ELEMENTS || remaining > room) {
            throw InputFileException.format(
                    file,
                    "save each matrix under a name of its own with numpy.savez",
                    "%sholds %d bytes of Python objects, which are read at once; at most %d fit into the heap",
                    where,
                    remaining,
                    Math.min(room, FileSizedArray.MAX_ELEMENTS));
        }
        byte[] pickle = in.readNBytes((int) remaining);
        if (pickle.length < remaining) {
            throw new EOFException();
        }
        StoredValue value = new ArrayPickle(file, where, pickle).read();
        return value instanceof StoredValue.Items items
                        && header.shape().isEmpty()
                        && items.items().size() == 1
                ? items.items().get(0)
                : value;
    }

    private StoredValue texts(InputStream in) throws IOException {
        if (header.shape().size() > 1 || header.type().bytes() > MAX_TEXT_BYTES) {
            throw InputFileException.format(
                    file,
                    "save it as one short text or as a list of short texts",
                    "%sholds text of shape %s, each of %d bytes",
                    where,
                    header.shapeText(),
                    header.type().bytes());
        }
        int count = header.shape().isEmpty() ? 1 : header.shape().get(0);
        if (count > MAX_TEXTS) {
            throw InputFileException.format(
                    file, "leave it out", "%sholds %d texts; at most %d are read", where, count, MAX_TEXTS);
        }
        List<StoredValue> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = in.readNBytes(header.type().bytes());
            if (bytes.length < header.type().bytes()) {
                throw new EOFException();
            }
            boolean wide = header.type().kind() == ElementType.Kind.CHARACTERS;
            texts.add(new StoredValue.Text(
                    withoutPadding(wide ? wide(bytes) : new String(bytes, StandardCharsets.UTF_8))));
        }
        return header.shape().isEmpty() ? texts.get(0) : new StoredValue.Items(texts);
    }

    private String wide(byte[] bytes) {
        ByteBuffer points = ByteBuffer.wrap(bytes).order(header.type().order());
        StringBuilder text = new StringBuilder();
        while (points.hasRemaining()) {
            int point = points.getInt();
            text.appendCodePoint(Character.isValidCodePoint(point) ? point : '?');
        }
        return text.toString();
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
