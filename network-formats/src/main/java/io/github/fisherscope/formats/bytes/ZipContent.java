package io.github.fisherscope.formats.bytes;

import io.github.fisherscope.core.io.InputFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Entries of zip files. What is packed more densely than numbers and texts are was made to fill memory, and is refused. */
public final class ZipContent {
    /** Bytes that an entry may unpack to for each of its bytes, beside some slack. */
    private static final long MOST_UNPACKED = 100;

    private static final long SLACK = 1 << 20;

    private ZipContent() {}

    /**
     * Returns an entry's bytes.
     *
     * @param file that the zip is in, for messages
     * @param remedy what to do about a damaged one
     * @throws InputFileException if there is no such entry, or its length is not what it says or is out of all proportion
     */
    public static byte[] read(Path file, ZipFile zip, String name, String remedy) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw InputFileException.of(file, "lacks the entry '" + name + "'", remedy);
        }
        long size = entry.getSize();
        if (size < 0 || size > Integer.MAX_VALUE - 8L || size > MOST_UNPACKED * entry.getCompressedSize() + SLACK) {
            throw InputFileException.of(
                    file,
                    "has the entry '" + name + "' of " + entry.getCompressedSize() + " bytes that claims to unpack to "
                            + size,
                    remedy);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) size);
            if (bytes.length < size || in.read() >= 0) {
                throw InputFileException.of(
                        file, "has the entry '" + name + "' of another length than it says", remedy);
            }
            return bytes;
        }
    }
}
