package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a matrix of numbers from comma-separated UTF-8 text. Fields may be quoted; empty lines and lines that start with
 * # are passed over; a byte order mark is allowed. Decimal point only, whatever the user's language.
 */
public final class CsvFile {
    /** Room for 160 000 numbers of full length in a row. */
    private static final int MAX_ROW_CHARACTERS = 1 << 22;

    private static final int READ_AHEAD = 1 << 16;
    private static final int FIRST_CAPACITY = 1 << 10;

    private final Path file;
    private double[] data = new double[0];
    private int columns;
    private int rows;
    private boolean integral = true;

    private CsvFile(Path file) {
        this.file = file;
    }

    /**
     * Reads up to {@code limit} rows; lines behind them are not looked at. The stored shape of the answer is the shape of
     * what was read; it counts as whole numbers if every field is written without point and exponent.
     *
     * @throws InputFileException naming line and column if a field is no number or rows differ in length
     */
    public static StoredArray read(Path file, CsvHeader header, int limit) {
        Args.requireInRange("limit", limit, 0, Integer.MAX_VALUE);
        Objects.requireNonNull(header, "header");
        RegularFile.length(file);
        CsvFile csv = new CsvFile(file);
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setCommentMarker('#')
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get();
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                BudgetReader reader = new BudgetReader(file, withoutMark(text));
                CSVParser parser = format.parse(reader)) {
            boolean first = true;
            for (CSVRecord record : parser) {
                reader.renew();
                if (csv.rows == limit) {
                    break;
                }
                if (first && csv.isHeader(record, header)) {
                    csv.columns = record.size();
                } else {
                    csv.add(record, parser.getCurrentLineNumber());
                }
                first = false;
            }
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        } catch (UncheckedIOException e) {
            throw InputFileException.unreadable(file, Objects.requireNonNullElse(e.getCause(), new IOException(e)));
        }
        NpyArray array = NpyArray.owning(
                FileSizedArray.grow(file, csv.data, (long) csv.rows * csv.columns), csv.rows, csv.columns);
        return new StoredArray(array, List.of(csv.rows, csv.columns), csv.integral);
    }

    private boolean isHeader(CSVRecord record, CsvHeader header) {
        return switch (header) {
            case PRESENT -> true;
            case ABSENT -> false;
            case DETECT -> record.stream().noneMatch(CsvFile::isNumber);
        };
    }

    private void add(CSVRecord record, long line) {
        if (columns == 0) {
            columns = record.size();
        }
        if (record.size() != columns) {
            throw InputFileException.format(
                    file,
                    "give every line as many numbers as the first",
                    "has %d fields in line %d but %d in the first",
                    record.size(),
                    line,
                    columns);
        }
        long needed = (rows + 1L) * columns;
        if (needed > data.length) {
            long doubled = Math.max(needed, Math.min(2L * data.length, FileSizedArray.MAX_ELEMENTS));
            data = FileSizedArray.grow(file, data, Math.max(FIRST_CAPACITY, doubled));
        }
        for (int c = 0; c < columns; c++) {
            data[rows * columns + c] = number(record.get(c), line, c + 1);
        }
        rows++;
    }

    private double number(String field, long line, int column) {
        if (!isNumber(field)) {
            throw InputFileException.format(
                    file,
                    "use numbers such as -1.5e3 separated by commas, one sample per line",
                    "has '%s' in line %d, column %d, which is not a number",
                    field.length() <= 40 ? field : field.substring(0, 40) + "…",
                    line,
                    column);
        }
        integral &= field.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+');
        return Double.parseDouble(field);
    }

    /** Narrower than Java's notion of a number, which has hexadecimal forms and the suffixes d and f. */
    private static boolean isNumber(String field) {
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        try {
            return Double.isFinite(Double.parseDouble(field));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Passes over the byte order mark with which some spreadsheets start. */
    private static BufferedReader withoutMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\ufeff') {
            text.reset();
        }
        return text;
    }

    /** Ends the reading of a row that has no end, as after a quote that never closes. */
    private static final class BudgetReader extends FilterReader {
        private final Path file;
        private long left = MAX_ROW_CHARACTERS;

        BudgetReader(Path file, Reader in) {
            super(in);
            this.file = file;
        }

        void renew() {
            left = MAX_ROW_CHARACTERS + READ_AHEAD;
        }

        @Override
        public int read() throws IOException {
            spend(1);
            return super.read();
        }

        @Override
        public int read(char[] target, int offset, int count) throws IOException {
            int n = super.read(target, offset, count);
            spend(n);
            return n;
        }

        private void spend(int n) {
            left -= n;
            if (left < 0) {
                throw InputFileException.format(
                        file,
                        "close its quotes, or use .npy for rows that long",
                        "has a row of more than %d characters",
                        MAX_ROW_CHARACTERS);
            }
        }
    }
}
