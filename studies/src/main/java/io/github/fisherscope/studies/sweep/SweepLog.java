package io.github.fisherscope.studies.sweep;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.io.LineLog;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepJson;
import io.github.fisherscope.results.sweep.SweepPoint;
import io.github.fisherscope.results.sweep.SweepRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern START = Pattern.compile("\\{\"crc32c\":\"[0-9a-f]{8}\",\"");
    private static final Pattern LINE = Pattern.compile("\\{\"crc32c\":\"([0-9a-f]{8})\",\"(grid|point)\":(.*)}");

    private static final long MAX_BYTES = 1L << 30;

    private final Path file;
    private @Nullable LineLog lines;
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

    private SweepLog(Path file) {
        this.file = file;
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
        RegularFile.requireAtMostIfPresent(file, MAX_BYTES);
        SweepLog log = new SweepLog(file);
        LineLog lines = LineLog.open(file, START, log::accept);
        log.lines = lines;
        try {
            log.note(lines);
            log.adopt(wanted, merge);
            return log;
        } catch (RuntimeException e) {
            lines.close();
            throw e;
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

    private boolean accept(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !LineLog.checksum(matcher.group(3)).equals(matcher.group(1))) {
            return false;
        }
        if (matcher.group(2).equals("grid")) {
            header = SweepJson.read(matcher.group(3), Header.class, file + ": a grid");
        } else {
            SweepRecord record = SweepJson.read(matcher.group(3), SweepRecord.class, file + ": a point");
            finished.putIfAbsent(record.point(), record);
        }
        return true;
    }

    private void note(LineLog lines) {
        for (int number : lines.damaged()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s: line %d is damaged and does not count; %s",
                    file,
                    number,
                    number == 1 ? "it held the grid" : "a point that it held is measured again"));
        }
        if (lines.torn()) {
            notes.add("%s: dropped the last line, which an interrupted run left half written".formatted(file));
        }
    }

    private void adopt(Header wanted, boolean merge) {
        Header found = header;
        if (found == null) {
            for (SweepRecord record : finished.values()) {
                requirePrecision(Objects.requireNonNullElse(record.precision(), wanted.precision()), wanted);
            }
            write("grid", SweepJson.line(wanted));
            header = wanted;
            return;
        }
        requirePrecision(found.precision(), wanted);
        if (!found.grid().equals(wanted.grid())) {
            if (!merge) {
                throw new IllegalArgumentException(
                        "%s belongs to another grid; asked for now: %s. Choose another folder, or merge, which uses its finished points that are also in this grid"
                                .formatted(file, wanted.grid().differences(found.grid())));
            }
            write("grid", SweepJson.line(wanted));
        }
        header = wanted;
    }

    private void requirePrecision(String found, Header wanted) {
        if (!found.equals(wanted.precision())) {
            throw new IllegalArgumentException(
                    "%s holds %s-precision results and this run would add %s ones; choose another folder"
                            .formatted(file, found, wanted.precision()));
        }
    }

    private void write(String kind, String json) {
        lines().append("{\"crc32c\":\"%s\",\"%s\":%s}".formatted(LineLog.checksum(json), kind, json));
    }

    private LineLog lines() {
        return Objects.requireNonNull(lines, "the file is open");
    }

    @Override
    public synchronized void close() {
        lines().close();
    }
}
