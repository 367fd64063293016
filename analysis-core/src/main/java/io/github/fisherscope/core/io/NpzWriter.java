package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives of arrays, stored without compression, the same bytes everywhere. */
final class NpzWriter {
    /** No time zone changes what is written for it; the earliest date of the format would. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0, 0);

    private NpzWriter() {}

    static void writeTo(OutputStream out, Map<String, StoredValue> values) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, StoredValue> entry : new ArrayList<>(values.entrySet())) {
                writeEntry(zip, entry.getKey(), to -> NpyFile.writeTo(to, entry.getValue()));
            }
        }
    }

    static void requireNames(Set<String> names) {
        Args.require(
                names.size() <= NpzFile.MAX_ENTRIES,
                "arrays has %d entries; at most %d",
                names.size(),
                NpzFile.MAX_ENTRIES);
        for (String name : names) {
            Args.require(
                    !name.isEmpty() && name.length() <= 200 && name.chars().noneMatch(Character::isISOControl),
                    "array name '%s' must have 1 to 200 printable characters",
                    name);
        }
    }

    /** Writes the bytes of one entry; it is asked twice and must write the same. */
    private interface EntryContent {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void writeEntry(ZipOutputStream zip, String name, EntryContent content) throws IOException {
        CRC32 crc = new CRC32();
        long[] size = new long[1];
        content.writeTo(new OutputStream() {
            @Override
            public void write(int b) {
                crc.update(b);
                size[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                crc.update(bytes, offset, count);
                size[0] += count;
            }
        });
        ZipEntry entry = new ZipEntry(name + NpzFile.SUFFIX);
        entry.setTimeLocal(ENTRY_TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size[0]);
        entry.setCompressedSize(size[0]);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }
}
