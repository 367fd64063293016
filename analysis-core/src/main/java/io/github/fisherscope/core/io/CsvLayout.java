package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.Separator.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a first pass over a text table finds, before any number is kept.
 *
 * @param named whether the first line names the columns
 * @param fields the number of fields of the first line, which every line must have
 * @param columns positions, from 0, of the columns wanted
 * @param label position of the column of labels, or −1
 * @param rows samples up to the limit
 * @param total samples of the whole file where labels are read, which are looked at whatever the limit; otherwise as
 *     {@code rows}
 * @param ended whether the file has no more than {@code rows}
 * @param maybeDecimalCommas whether its two columns of whole numbers could be one with decimal commas
 */
record CsvLayout(
        boolean named,
        int fields,
        List<Integer> columns,
        int label,
        int rows,
        int total,
        boolean ended,
        boolean maybeDecimalCommas) {
    private static final Set<String> LABEL_NAMES = Set.of("label", "labels", "target", "targets", "class", "classes");

    CsvLayout {
        columns = List.copyOf(columns);
    }

    static CsvLayout scan(Path file, CsvRequest request, int limit) throws IOException {
        try (TextTable table = TextTable.open(file)) {
            List<Field> first = copy(table.next());
            if (first == null) {
                return new CsvLayout(false, 0, List.of(), -1, 0, 0, true, false);
            }
            long firstLine = table.line();
            List<Field> second = copy(table.next());
            boolean named = request.header().names(file, first, second, firstLine);
            List<String> names = named ? first.stream().map(Field::text).toList() : List.of();
            boolean withLabels = request.labelColumn() != null && request.readLabels();
            Counter counter = new Counter(limit, withLabels, table.separator());
            if (!named) {
                counter.accept(first);
            }
            for (List<Field> row = second; row != null && counter.wantsMore(); row = table.next()) {
                counter.accept(row);
            }
            int label = label(file, request, names, first.size());
            List<Integer> columns = request.columns().resolve(file, names, first.size());
            if (label >= 0 && !request.columns().isAll() && columns.contains(label)) {
                throw InputFileException.format(
                        file,
                        Remedy.of("leave it out of the columns").by("columns"),
                        "has column %d as the column of labels and among the inputs",
                        label + 1);
            }
            int without = label;
            columns = columns.stream().filter(c -> c != without).toList();
            boolean unsaid = request.columns().isAll() && label < 0 && !named;
            if (unsaid) {
                refuseDecimalCommas(file, counter.commas, request.inputs());
            }
            if (request.columns().isAll() && columns.size() > 1) {
                refuseIndex(file, columns.get(0), names, counter, request.inputs() ? first.size() : 0);
            }
            if (request.columns().isAll() && request.inputs() && label < 0) {
                refuseLabels(file, names);
            }
            return new CsvLayout(
                    named,
                    first.size(),
                    columns,
                    label,
                    counter.kept(),
                    withLabels ? counter.rows : counter.kept(),
                    counter.ended(),
                    unsaid && counter.commas.possible());
        }
    }

    /** Counts rows, and looks whether their first field is an index of them. */
    private static final class Counter {
        private final int limit;
        private final boolean toTheEnd;
        private final IndexColumn index = new IndexColumn();
        private final DecimalCommas commas;
        private int rows;

        Counter(int limit, boolean toTheEnd, Separator separator) {
            this.limit = limit;
            this.toTheEnd = toTheEnd;
            this.commas = new DecimalCommas(separator);
        }

        /** A few rows behind the limit are looked at, so that an index is found whatever the limit. */
        boolean wantsMore() {
            return (toTheEnd || rows <= Math.max(limit, IndexColumn.FEWEST)) && rows < Integer.MAX_VALUE - 1;
        }

        void accept(List<Field> row) {
            index.accept(row.get(0).text());
            commas.accept(row);
            rows++;
        }

        int kept() {
            return Math.min(rows, limit);
        }

        boolean ended() {
            return rows <= limit;
        }
    }

    private static @Nullable List<Field> copy(@Nullable List<Field> row) {
        return row == null ? null : List.copyOf(row);
    }

    private static int label(Path file, CsvRequest request, List<String> names, int count) {
        String wanted = request.labelColumn();
        if (wanted == null) {
            return -1;
        }
        return ColumnChoice.parse("labelColumn", wanted).single(file, names, count);
    }

    private static void refuseDecimalCommas(Path file, DecimalCommas commas, boolean columnsCanBeChosen) {
        if (commas.likely()) {
            String points = "write decimal points if it is one column";
            throw InputFileException.format(
                    file,
                    columnsCanBeChosen
                            ? Remedy.of(points + ", or choose columns 1-2 if there are two")
                                    .by("columns")
                                    .orElse(points + ", or names of columns in the first line if there are two")
                            : Remedy.of(points + ", or separate two columns by ; or tabs"),
                    "has lines of two whole numbers and a comma, which is one column with decimal commas or two columns");
        }
    }

    /** @param count the number of columns that can be chosen from, 0 where none are chosen */
    private static void refuseIndex(Path file, int column, List<String> names, Counter counter, int count) {
        String name = names.isEmpty() ? null : names.get(column).toLowerCase(Locale.ROOT);
        String sign = column > 0 ? null : counter.index.sign(name);
        if (sign != null) {
            Remedy leaveOut = Remedy.of("save it without this column");
            throw InputFileException.format(
                    file,
                    count == 0
                            ? leaveOut
                            : Remedy.of(String.format(
                                            Locale.ROOT,
                                            "choose the columns of numbers, such as columns 2-%d, or 1-%d to keep it",
                                            count,
                                            count))
                                    .by("columns")
                                    .orElse(leaveOut.words()),
                    "has an index as its column 1, which %s",
                    sign);
        }
    }

    private static void refuseLabels(Path file, List<String> names) {
        for (int c = 0; c < names.size() && names.size() > 1; c++) {
            if (LABEL_NAMES.contains(names.get(c).toLowerCase(Locale.ROOT))) {
                throw InputFileException.format(
                        file,
                        Remedy.of(String.format(
                                        Locale.ROOT,
                                        "choose it as the column of labels, or choose all columns 1-%d to take it as an input",
                                        names.size()))
                                .by("labelColumn")
                                .by("columns")
                                .orElse("save it without this column"),
                        "has a column %d named '%s' among the inputs",
                        c + 1,
                        names.get(c));
            }
        }
    }
}
