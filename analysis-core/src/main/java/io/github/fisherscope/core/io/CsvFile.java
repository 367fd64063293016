package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.Separator.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads a matrix of numbers from UTF-8 text, plain or gzip-compressed: fields separated by commas, semicolons, tabs or
 * blanks, whichever the first two lines show. Fields may be quoted; empty lines and lines that start with # are passed
 * over; a byte order mark is allowed. Decimal point only, whatever the user's language. The file is read twice: once to
 * count its samples, so that its size is known before any memory is taken, and once for the numbers.
 */
public final class CsvFile {
    private static final int SHOWN = 40;

    private final Path file;
    private final CsvLayout layout;
    private final boolean detected;
    private final boolean ofLabels;
    private boolean integral = true;

    private CsvFile(Path file, CsvLayout layout, CsvHeader header, boolean ofLabels) {
        this.file = file;
        this.layout = layout;
        this.detected = header == CsvHeader.DETECT;
        this.ofLabels = ofLabels;
    }

    /**
     * Reads all columns of up to {@code limit} rows; lines behind them are not looked at. The stored shape of the answer is
     * the shape of what was read; it counts as whole numbers if every field is written without point and exponent.
     *
     * @throws InputFileException naming line and column if a field is no number or rows differ in length
     */
    public static StoredArray read(Path file, CsvHeader header, int limit) {
        return read(file, CsvRequest.labels(header), limit).values();
    }

    /**
     * Reads up to {@code limit} rows, with the column of labels apart if one is wanted.
     *
     * @throws InputFileException naming line and column if a field is no number or rows differ in length; if a column that
     *     was chosen is missing; or if a column that nobody chose is an index, or holds labels by its name
     */
    public static CsvTable read(Path file, CsvRequest request, int limit) {
        CsvLayout layout = layout(file, request, limit);
        boolean withLabels = layout.label() >= 0 && request.readLabels();
        CsvFile csv = new CsvFile(file, layout, request.header(), !request.inputs());
        CsvFile labels = new CsvFile(file, layout, request.header(), true);
        int rows = layout.rows();
        int columns = layout.columns().size();
        double[] data = FileSizedArray.ofDoubles(file, (long) rows * columns);
        double[] label = FileSizedArray.ofDoubles(file, withLabels ? layout.total() : 0);
        try (TextTable table = TextTable.open(file)) {
            if (layout.named()) {
                table.next();
            }
            for (int t = 0; t < layout.total(); t++) {
                List<Field> row = Objects.requireNonNull(table.next(), "the file became shorter while it was read");
                csv.requireComplete(row, table.line());
                for (int c = 0; t < rows && c < columns; c++) {
                    data[t * columns + c] = csv.number(row, layout.columns().get(c), table.line(), t);
                }
                if (withLabels) {
                    label[t] = labels.number(row, layout.label(), table.line(), t);
                }
            }
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
        return new CsvTable(
                csv.stored(data, rows, columns),
                withLabels ? labels.stored(label, layout.total(), 1) : null,
                layout.ended(),
                csv.notes());
    }

    /**
     * Returns the number of rows up to {@code limit} and of columns wanted, without keeping any number.
     *
     * @throws InputFileException if the file is not text, or as {@link #read(Path, CsvRequest, int)} for the columns
     */
    public static ArrayHeader header(Path file, CsvRequest request, int limit) {
        CsvLayout layout = layout(file, request, limit);
        return new ArrayHeader(List.of(layout.rows(), layout.columns().size()), false);
    }

    private static CsvLayout layout(Path file, CsvRequest request, int limit) {
        Args.requireInRange("limit", limit, 0, Integer.MAX_VALUE);
        try {
            return CsvLayout.scan(file, request, limit);
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    private StoredArray stored(double[] data, int rows, int columns) {
        return new StoredArray(NpyArray.owning(data, rows, columns), List.of(rows, columns), integral);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (layout.named() && detected && firstIsNumbers()) {
            notes.add("the first line was taken as names of columns, although they look like numbers");
        }
        if (layout.maybeDecimalCommas()) {
            notes.add(
                    "lines of two whole numbers and a comma were read as two columns; if they are one column with decimal"
                            + " commas, write decimal points");
        }
        return List.copyOf(notes);
    }

    private boolean firstIsNumbers() {
        try (TextTable table = TextTable.open(file)) {
            List<Field> first = table.next();
            return first != null && first.stream().anyMatch(f -> FieldKind.of(f.text()) == FieldKind.NUMBER);
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    private void requireComplete(List<Field> row, long line) {
        if (row.size() != layout.fields()) {
            throw InputFileException.format(
                    file,
                    "give every line as many numbers as the first",
                    "has %d fields in line %d but %d in the first",
                    row.size(),
                    line,
                    layout.fields());
        }
    }

    private double number(List<Field> row, int column, long line, int sample) {
        String field = row.get(column).text();
        if (!FieldKind.isNumber(field)) {
            throw InputFileException.format(
                    file,
                    remedy(field, sample == 0 && !layout.named() && detected),
                    "has '%s' in line %d, column %d, which is not a number",
                    field.length() <= SHOWN ? field : field.substring(0, SHOWN) + "…",
                    line,
                    column + 1);
        }
        integral &= FieldKind.isWhole(field);
        return Double.parseDouble(field);
    }

    private Remedy remedy(String field, boolean maybeNames) {
        return switch (FieldKind.of(field)) {
            case MISSING -> Remedy.of("the value is missing or not finite: put a number there or leave the sample out");
            case LIKE_A_NUMBER ->
                Remedy.of(
                        field.contains(",") && field.contains(".")
                                ? "write numbers without signs between thousands"
                                : field.contains(",")
                                        ? "write a decimal point, not a comma"
                                        : "use numbers such as -1.5e3, finite ones");
            case NUMBER, NAME -> {
                if (maybeNames) {
                    yield Remedy.of("use numbers such as -1.5e3; if the line holds names of columns, say header yes")
                            .by("header", "yes")
                            .orElse("use numbers such as -1.5e3; leave the line out if it holds names of columns");
                }
                yield ofLabels
                        ? Remedy.of("write classes as whole numbers from 0")
                        : Remedy.of(
                                        "use numbers such as -1.5e3, one sample per line; leave out a column of words by choosing columns")
                                .by("columns")
                                .orElse("use numbers such as -1.5e3, one sample per line, without a column of words");
            }
        };
    }
}
