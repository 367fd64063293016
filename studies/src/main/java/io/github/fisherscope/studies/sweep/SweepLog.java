package io.github.fisherscope.studies.sweep;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepJson;
import io.github.fisherscope.results.sweep.SweepPoint;
import io.github.fisherscope.results.sweep.SweepRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The results file of a sweep, one line of JSON per finished point, which is only ever appended to:
 *
 * <pre>  {"crc32c":"89ab12cd","point":{…}}  </pre>
 *
 * <p>The checksum is that of the UTF-8 text of the value. Each line is written with one call and forced to the disk
 * before its point counts as finished. What a killed process left half written at the end is cut off when the file is
 * opened again; a damaged line further up is left alone and does not count. The first line holds the grid; a merge
 * appends the new grid. Safe for use by several threads; a lock keeps a second process out.
 */
final class SweepLog implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("\\{\"crc32c\":\"([0-9a-f]{8})\",\"(grid|point)\":(.*)}");

    private final Path file;
    private final FileChannel channel;
    private final Map<SweepPoint, SweepRecord> finished = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Header header;

    /** What the points of a file have in common. */
    record Header(String schema, String version, SweepGrid grid, String precision) {
        static final String SCHEMA = "fisherscope/sweep-log/1";

        static Header of(String version, SweepGrid grid, Precision precision) {
            return new Header(SCHEMA, version, grid, precision.name().toLowerCase(Locale.ROOT));
        }
    }

    private SweepLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file, making it if there is none.
     *
     * @param wanted what the points to come belong to
     * @param merge whether finished points of another grid are kept
     * @throws IllegalArgumentException if the file belongs to another grid and {@code merge} is false, if its numbers
     *     have another precision, or if it is no such file
     */
    static SweepLog open(Path file, Header wanted, boolean merge) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(file, channel);
                SweepLog log = new SweepLog(file, channel);
                log.read();
                log.adopt(wanted, merge);
                return log;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IllegalArgumentException(
                    "%s is in use by another sweep; wait for it or choose another folder".formatted(file));
        }
    }

    /** Returns the intact points, in the order in which they were finished. */
    Map<SweepPoint, SweepRecord> finished() {
        return Collections.unmodifiableMap(finished);
    }

    /** Returns what was wrong with the file, in words. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Appends a finished point and returns when it is on the disk. */
    synchronized void append(SweepRecord record) {
        write("point", SweepJson.line(record));
        finished.put(record.point(), record);
    }

    private void read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
            // reads on until the buffer is full or the file ends
        }
        byte[] bytes = buffer.array();
        int start = 0;
        int number = 0;
        for (int i = 0; i < buffer.position(); i++) {
            if (bytes[i] == '\n') {
                number++;
                accept(new String(bytes, start, i - start, StandardCharsets.UTF_8), number);
                start = i + 1;
            }
        }
        if (start < buffer.position()) {
            if (number == 0 && bytes[0] != '{') {
                throw new IllegalArgumentException(notASweep());
            }
            notes.add("%s: dropped the last line, which an interrupted run left half written".formatted(file));
            channel.truncate(start);
        }
        channel.position(start);
    }

    private void accept(String line, int number) {
        Matcher matcher = LINE.matcher(line);
        boolean intact = matcher.matches() && checksum(matcher.group(3)).equals(matcher.group(1));
        if (!intact) {
            if (number == 1) {
                throw new IllegalArgumentException(notASweep());
            }
            notes.add(String.format(
                    Locale.ROOT,
                    "%s: line %d is damaged and does not count; its point is measured again",
                    file,
                    number));
        } else if (matcher.group(2).equals("grid")) {
            header = SweepJson.read(matcher.group(3), Header.class, file + ", line " + number);
        } else {
            SweepRecord record = SweepJson.read(matcher.group(3), SweepRecord.class, file + ", line " + number);
            finished.putIfAbsent(record.point(), record);
        }
    }

    private String notASweep() {
        return "%s is not the results file of a sweep (its first line has no valid checksum); choose another folder"
                .formatted(file);
    }

    private void adopt(Header wanted, boolean merge) {
        Header found = header;
        if (found == null) {
            write("grid", SweepJson.line(wanted));
        } else if (!found.precision().equals(wanted.precision())) {
            throw new IllegalArgumentException(
                    "%s holds %s-precision results and this run would add %s ones; choose another folder"
                            .formatted(file, found.precision(), wanted.precision()));
        } else if (!found.grid().equals(wanted.grid())) {
            if (!merge) {
                throw new IllegalArgumentException(
                        "%s belongs to another grid; asked for now: %s. Choose another folder, or merge, which uses its finished points that are also in this grid"
                                .formatted(file, wanted.grid().differences(found.grid())));
            }
            write("grid", SweepJson.line(wanted));
        }
        header = wanted;
    }

    private void write(String kind, String json) {
        String line = "{\"crc32c\":\"%s\",\"%s\":%s}\n".formatted(checksum(json), kind, json);
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
