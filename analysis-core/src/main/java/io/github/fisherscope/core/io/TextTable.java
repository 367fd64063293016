package io.github.fisherscope.core.io;

import io.github.fisherscope.core.io.Separator.Field;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a text file, one after the other: UTF-8, plain or gzip-compressed, with or without a byte order mark, lines
 * ended by LF, CR or both. Empty lines and remarks, which begin with #, are passed over; fields may be quoted.
 */
final class TextTable implements AutoCloseable {
    /** Room for 160 000 numbers of full length in a row. */
    private static final int MAX_ROW_CHARACTERS = 1 << 22;

    /** Lines with quotes that a quoted field can have. */
    private static final int MAX_ATTEMPTS = 100;

    private static final int CHUNK = 1 << 14;

    private final Path file;
    private final Reader in;
    private final char[] chunk = new char[CHUNK];
    private int length;
    private int next;
    private long lines;
    private long rowLine;
    private boolean afterReturn;
    private @Nullable Separator separator;
    private final List<String> ahead = new ArrayList<>();
    private final List<Long> aheadLines = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();

    private TextTable(Path file, Reader in) {
        this.file = file;
        this.in = in;
    }

    static TextTable open(Path file) throws IOException {
        RegularFile.length(file);
        byte[] start = RegularFile.start(file, 2);
        boolean gzip = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            InputStream bytes = gzip ? new GZIPInputStream(raw, CHUNK) : raw;
            return new TextTable(file, new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Returns the line, from 1, in which the row that was read last begins. */
    long line() {
        return rowLine;
    }

    /** Returns what separates the fields of a row, which is known once the first one was read. */
    Separator separator() {
        return separator == null ? Separator.COMMA : separator;
    }

    /** Returns the fields of the next row, which are valid until the one after it is asked for; null at the end. */
    @Nullable List<Field> next() throws IOException {
        if (separator == null) {
            look();
        }
        String line = content();
        if (line == null) {
            return null;
        }
        Separator known = separator();
        if (!known.split(line, fields)) {
            readOn(line, known);
        }
        return fields;
    }

    /** Reads lines until the quotes of a row are closed; it is split again only where a line has quotes, and not often. */
    private void readOn(String line, Separator known) throws IOException {
        long begin = rowLine;
        StringBuilder row = new StringBuilder(line);
        int attempts = 0;
        boolean closed = false;
        while (!closed) {
            String more = ahead.isEmpty() ? rawLine(row.length()) : takeAhead();
            if (more == null || attempts == MAX_ATTEMPTS) {
                throw InputFileException.format(file, "close it", "has a quote in line %d that never closes", begin);
            }
            row.append('\n').append(more);
            if (more.indexOf('"') >= 0) {
                attempts++;
                closed = known.split(row.toString(), fields);
            }
        }
        rowLine = begin;
    }

    /** Reads two lines ahead to find out what separates their fields. */
    private void look() throws IOException {
        String first = content();
        if (first == null) {
            separator = Separator.COMMA;
            return;
        }
        long firstLine = rowLine;
        String second = content();
        separator = Separator.of(first, second == null ? first : second);
        ahead.add(first);
        aheadLines.add(firstLine);
        if (second != null) {
            ahead.add(second);
            aheadLines.add(rowLine);
        }
    }

    private String takeAhead() {
        rowLine = aheadLines.remove(0);
        return ahead.remove(0);
    }

    /** Returns the next line that is neither empty nor a remark. */
    private @Nullable String content() throws IOException {
        if (!ahead.isEmpty()) {
            return takeAhead();
        }
        for (String line = rawLine(0); line != null; line = rawLine(0)) {
            String text = line.strip();
            if (!text.isEmpty() && !isRemark(text)) {
                rowLine = lines;
                return line;
            }
        }
        return null;
    }

    private static boolean isRemark(String line) {
        return line.startsWith("#") && !FieldKind.isErrorValue(line.split("[,;\\s]", 2)[0]);
    }

    private @Nullable String rawLine(int before) throws IOException {
        StringBuilder line = new StringBuilder();
        boolean any = false;
        for (int c = read(); c >= 0; c = read()) {
            if (c == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            any = true;
            afterReturn = c == '\r';
            if (c == '\n' || c == '\r') {
                break;
            }
            line.append((char) c);
            if (before + line.length() > MAX_ROW_CHARACTERS) {
                throw InputFileException.format(
                        file,
                        "close its quotes, or use .npy for rows that long",
                        "has a row of more than %d characters",
                        MAX_ROW_CHARACTERS);
            }
        }
        if (!any) {
            return null;
        }
        lines++;
        boolean mark = lines == 1 && line.length() > 0 && line.charAt(0) == '\ufeff';
        return mark ? line.substring(1) : line.toString();
    }

    private int read() throws IOException {
        if (next == length) {
            try {
                length = in.read(chunk, 0, CHUNK);
            } catch (EOFException e) {
                throw InputFileException.unreadable(file, e);
            }
            next = 0;
            if (length <= 0) {
                length = 0;
                return -1;
            }
        }
        return chunk[next++];
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
