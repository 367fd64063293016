package io.github.fisherscope.core.data;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.ArrayHeader;
import io.github.fisherscope.core.io.ColumnChoice;
import io.github.fisherscope.core.io.CsvFile;
import io.github.fisherscope.core.io.CsvHeader;
import io.github.fisherscope.core.io.CsvRequest;
import io.github.fisherscope.core.io.CsvTable;
import io.github.fisherscope.core.io.IdxFile;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.StoredArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads data sets from files: .npy (T × M_0, or of more dimensions, which become one), .npz (array {@code x}, labels in {@code y} if there), text (.csv, .tsv, .txt,
 * plain or .gz; a sample per line) and idx as MNIST ships it, plain or .gz (the dimensions of an image become one). Labels
 * come in the same formats, or as a column of the table: whole numbers, one per sample, are classes; everything else is a
 * target vector per sample. All problems of the files are reported as {@link InputFileException}.
 */
public final class DatasetReader {
    private static final String INPUTS = "x";
    private static final String LABELS = "y";

    private final DataOptions options;

    private DatasetReader(DataOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    public static DatasetReader of(DataOptions options) {
        return new DatasetReader(options);
    }

    /** Reads samples, and labels too if the file has them. */
    public Dataset read(Path data) {
        return read(data, null);
    }

    /**
     * What was read of a data file.
     *
     * @param inputs the samples kept
     * @param labels labels of the same file, or null
     * @param total samples of the whole file, or −1 if it was not read to its end
     * @param notes what the user should know
     */
    private record Samples(StoredArray inputs, @Nullable StoredArray labels, int total, List<String> notes) {}

    /**
     * Reads samples and their labels.
     *
     * <p>Memory: the numbers kept, 8 bytes each, twice while they are standardised; {@link #sizes} tells it beforehand. Only
     * the samples up to the limit are decoded, but the digest takes one pass over the whole data file. Labels are looked at
     * to their end, whatever the limit; where {@link DataOptions#readLabels} is false they are not looked at.
     *
     * @param labels a file with one label per sample, or null
     * @throws InputFileException if a file is missing, damaged, too large for the heap, holds NaN or infinity, has no
     *     samples, or labels and samples differ in number
     */
    public Dataset read(Path data, @Nullable Path labels) {
        FileFormat format = FileFormat.of(data);
        requireTable(data, format, labels);
        Samples samples = samples(data, format);
        NpyArray matrix = matrix(data, samples.inputs(), format == FileFormat.IDX);
        StoredArray own = samples.labels();
        if (!options.readLabels() || (own == null && labels == null)) {
            return finish(data, matrix, Labels.none(), named(data, labels), samples.notes());
        }
        if (own == null) {
            Path file = Objects.requireNonNull(labels, "labels");
            Labels read = new LabelReader(file).labels(labelTable(file), matrix.rows(), samples.total());
            return finish(data, matrix, read, file.toString(), samples.notes());
        }
        if (labels != null) {
            throw InputFileException.of(
                    data,
                    "has its own labels (" + (options.labelColumn() == null ? "array 'y'" : "a column")
                            + "), and the file " + labels + " was given as well",
                    "leave one of them out");
        }
        Labels read = new LabelReader(data).labels(own, matrix.rows(), samples.total());
        String place = options.labelColumn() == null ? "array " + LABELS + " of " + data : named(data, null);
        return finish(data, matrix, read, place, samples.notes());
    }

    /**
     * Reads samples {@code from} to {@code to} (exclusive), without labels, without the file's digest and as they stand. Of an
     * .npy file whose rows lie one after the other nothing else is read; of others the samples before are decoded and dropped.
     *
     * @throws InputFileException as {@link #read(Path, Path)}, and if the file has fewer samples
     */
    public Dataset readRange(Path data, int from, int to) {
        FileFormat format = FileFormat.of(data);
        boolean whole = options.columns().isAll() && options.labelColumn() == null;
        NpyArray rows;
        if (format == FileFormat.NPY && whole) {
            NpyArray part = NpyFile.readRange(data, from, to);
            rows = matrix(data, new StoredArray(part, part.shape(), false), false);
        } else {
            DatasetReader first = of(options.withLimit(to).withReadLabels(false));
            NpyArray read = matrix(data, first.samples(data, format).inputs(), format == FileFormat.IDX);
            if (read.rows() < to) {
                throw InputFileException.format(
                        data, "give the file that was described", "has %d samples and must have %d", read.rows(), to);
            }
            rows = read.rowRange(from, to);
        }
        requireUsable(data, rows);
        return Dataset.of(rows, Labels.none(), DataSource.memory(data.toString()));
    }

    /** Returns where the labels stand that the caller named, or null where none were named. */
    private @Nullable String named(Path data, @Nullable Path labels) {
        if (labels != null) {
            return labels.toString();
        }
        return options.labelColumn() == null ? null : "column " + options.labelColumn() + " of " + data;
    }

    /**
     * Tells what {@link #read(Path, Path)} would take, from headers alone; a text file, which has none, is passed over once.
     *
     * @throws InputFileException if a header is not sound or has no samples x inputs
     */
    public DataSizes sizes(Path data, @Nullable Path labels) {
        FileFormat format = FileFormat.of(data);
        ArrayHeader inputs = header(data, format, INPUTS);
        int total = inputs.shape().isEmpty() ? 0 : inputs.shape().get(0);
        int samples = Math.min(options.limit(), total);
        long perSample = total == 0 ? 0 : inputs.elements() / total;
        boolean text = format == FileFormat.CSV;
        long width = text || (options.columns().isAll() && options.labelColumn() == null)
                ? perSample
                : choice(data, (int) perSample).size();
        boolean wholeTable = !text && options.labelColumn() != null && options.readLabels();
        long numbers = (wholeTable ? total : samples) * perSample;
        numbers += width == perSample ? 0 : samples * width;
        numbers += options.standardization() == Standardization.NONE ? 0 : samples * width;
        if (options.readLabels()) {
            numbers += labelNumbers(data, format, labels);
        }
        return new DataSizes(samples, (int) Math.min(Integer.MAX_VALUE, width), numbers);
    }

    private long labelNumbers(Path data, FileFormat format, @Nullable Path labels) {
        if (labels != null) {
            return header(labels, FileFormat.of(labels), LABELS).elements();
        }
        if (format != FileFormat.NPZ) {
            return 0;
        }
        try (NpzFile npz = NpzFile.open(data)) {
            return npz.contains(LABELS) ? npz.header(LABELS).elements() : 0;
        }
    }

    private ArrayHeader header(Path file, FileFormat format, String array) {
        return switch (format) {
            case NPY -> NpyFile.header(file);
            case IDX -> IdxFile.header(file);
            case CSV ->
                CsvFile.header(
                        file, request(array.equals(INPUTS)), array.equals(INPUTS) ? options.limit() : DataOptions.ALL);
            case NPZ -> {
                try (NpzFile npz = NpzFile.open(file)) {
                    yield npz.header(array);
                }
            }
        };
    }

    private CsvRequest request(boolean inputs) {
        return inputs
                ? new CsvRequest(
                        options.csvHeader(), options.columns(), options.labelColumn(), options.readLabels(), true)
                : CsvRequest.labels(options.csvHeader());
    }

    /** Refuses what would be ignored in a file that is no table of that kind. */
    private void requireTable(Path data, FileFormat format, @Nullable Path labels) {
        boolean chosen = !options.columns().isAll() || options.labelColumn() != null;
        if (format == FileFormat.IDX && chosen) {
            throw InputFileException.of(
                    data,
                    "has images, not columns",
                    Remedy.of("leave out the choice of columns").by("columns").by("labelColumn"));
        }
        if (options.csvHeader() == CsvHeader.DETECT || format == FileFormat.CSV) {
            return;
        }
        if (labels == null || (options.readLabels() && FileFormat.of(labels) != FileFormat.CSV)) {
            throw InputFileException.of(
                    data,
                    "is no text file and has no line of names",
                    Remedy.of("leave out header").by("header"));
        }
    }

    private Samples samples(Path data, FileFormat format) {
        int limit = options.limit();
        if (format == FileFormat.CSV) {
            CsvTable table = CsvFile.read(data, request(true), limit);
            int rows = table.values().kept().shape().get(0);
            StoredArray labels = table.labels();
            int total = labels != null ? labels.kept().rows() : table.ended() ? rows : -1;
            return new Samples(table.values(), labels, total, table.notes());
        }
        boolean wholeTable = options.labelColumn() != null && options.readLabels();
        StoredArray stored;
        @Nullable StoredArray own = null;
        if (format == FileFormat.NPZ) {
            try (NpzFile npz = NpzFile.open(data)) {
                stored = npz.read(INPUTS, wholeTable ? DataOptions.ALL : limit);
                own = options.readLabels() && options.labelColumn() == null && npz.contains(LABELS)
                        ? npz.read(LABELS, DataOptions.ALL)
                        : null;
            }
        } else {
            stored = format == FileFormat.NPY
                    ? NpyFile.readTable(data, wholeTable ? DataOptions.ALL : limit)
                    : IdxFile.read(data, limit);
        }
        int total = stored.storedShape().isEmpty() ? 0 : stored.storedShape().get(0);
        if (options.columns().isAll() && options.labelColumn() == null) {
            return new Samples(stored, own, total, List.of());
        }
        return chosen(data, stored, own, total);
    }

    /** Takes columns of a table of numbers. */
    private Samples chosen(Path data, StoredArray stored, @Nullable StoredArray own, int total) {
        NpyArray table = matrix(data, stored, false);
        List<Integer> columns = choice(data, table.columns());
        StoredArray labels = own;
        if (options.labelColumn() != null && options.readLabels()) {
            labels = new StoredArray(
                    select(table, List.of(labelColumn(data, table.columns())), table.rows()),
                    List.of(table.rows(), 1),
                    stored.integral());
        }
        NpyArray kept = select(table, columns, Math.min(table.rows(), options.limit()));
        return new Samples(
                new StoredArray(kept, List.of(total, columns.size()), stored.integral()), labels, total, List.of());
    }

    private static NpyArray select(NpyArray table, List<Integer> columns, int rows) {
        double[] row = new double[table.columns()];
        return NpyArray.ofRows(rows, columns.size(), (t, target) -> {
            table.copyRow(t, row);
            for (int c = 0; c < target.length; c++) {
                target[c] = row[columns.get(c)];
            }
        });
    }

    private List<Integer> choice(Path data, int columns) {
        List<Integer> chosen = options.columns().resolve(data, List.of(), columns);
        if (options.labelColumn() == null) {
            return chosen;
        }
        int label = labelColumn(data, columns);
        if (!options.columns().isAll() && chosen.contains(label)) {
            throw InputFileException.format(
                    data,
                    Remedy.of("leave it out of the columns").by("columns"),
                    "has column %d as the column of labels and among the inputs",
                    label + 1);
        }
        return chosen.stream().filter(c -> c != label).toList();
    }

    private int labelColumn(Path data, int columns) {
        return ColumnChoice.parse("labelColumn", Objects.requireNonNull(options.labelColumn(), "labelColumn"))
                .single(data, List.of(), columns);
    }

    private Dataset finish(
            Path data, NpyArray matrix, Labels labels, @Nullable String labelSource, List<String> notes) {
        requireUsable(data, matrix);
        Standardization standardization = options.standardization();
        if (standardization == Standardization.PER_INPUT && matrix.rows() == 1) {
            throw InputFileException.of(
                    data,
                    "gives 1 sample, and standardising each input over it would leave only zeros",
                    Remedy.of("take at least 2 samples or do not standardise")
                            .by("limit")
                            .by("standardize"));
        }
        NpyArray scaled = Standardizer.apply(standardization, matrix);
        return Dataset.read(scaled, labels, DataSource.file(data).withLabels(labelSource), standardization, notes);
    }

    private static void requireUsable(Path data, NpyArray matrix) {
        int bad = Dataset.firstUnusable(matrix.buffer());
        if (bad >= 0) {
            throw InputFileException.format(
                    data,
                    "remove or replace it; numbers must be finite and at most 1e100 in magnitude",
                    "has %s as input %d of sample %d (both counted from 0)",
                    matrix.buffer().get(bad),
                    bad % matrix.columns(),
                    bad / matrix.columns());
        }
    }

    private StoredArray labelTable(Path labels) {
        return switch (FileFormat.of(labels)) {
            case NPY -> NpyFile.readTable(labels, DataOptions.ALL);
            case CSV -> CsvFile.read(labels, request(false), DataOptions.ALL).values();
            case IDX -> IdxFile.read(labels, DataOptions.ALL);
            case NPZ -> {
                try (NpzFile npz = NpzFile.open(labels)) {
                    yield npz.read(LABELS, DataOptions.ALL);
                }
            }
        };
    }

    private static NpyArray matrix(Path file, StoredArray stored, boolean flatten) {
        NpyArray array = stored.kept();
        if ((flatten || array.dimensions() > 2) && array.size() > 0) {
            int rows = array.shape().get(0);
            array = array.reshape(rows, array.size() / rows);
        }
        if (array.dimensions() != 2) {
            throw InputFileException.of(
                    file,
                    "holds an array of shape " + stored.storedShape() + "; samples x inputs is needed",
                    array.dimensions() == 1
                            ? "save x.reshape(-1, 1) if it has one input, x.reshape(1, -1) if it is one sample"
                            : "save x.reshape(len(x), -1)");
        }
        if (array.size() == 0) {
            throw InputFileException.of(
                    file,
                    "has " + array.rows() + " samples of " + array.columns() + " inputs",
                    "give at least one sample with one input");
        }
        return array;
    }
}
