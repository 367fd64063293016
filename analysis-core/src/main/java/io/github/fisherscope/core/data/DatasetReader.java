package io.github.fisherscope.core.data;

import io.github.fisherscope.core.io.CsvFile;
import io.github.fisherscope.core.io.IdxFile;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.StoredArray;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads data sets from files: .npy (T × M_0), .npz (array {@code x}, labels in {@code y} if there), .csv (a sample per
 * line) and idx as MNIST ships it, plain or .gz (the dimensions of an image become one). Labels come in the same formats:
 * whole numbers, one per sample, are classes; everything else is a target vector per sample. All problems of the files
 * are reported as {@link InputFileException}.
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

    /** Reads samples, and labels too if an .npz file has them. */
    public Dataset read(Path data) {
        return read(data, null);
    }

    /**
     * Reads samples and their labels.
     *
     * <p>Memory: the numbers kept, 8 bytes each, twice while they are standardised. Only the samples up to the limit are
     * decoded, but the digest takes one pass over the whole data file.
     *
     * @param labels a file with one label per sample, or null
     * @throws InputFileException if a file is missing, damaged, too large for the heap, holds NaN or infinity, has no
     *     samples, or labels and samples differ in number
     */
    public Dataset read(Path data, @Nullable Path labels) {
        FileFormat format = FileFormat.of(data);
        StoredArray stored;
        @Nullable StoredArray own = null;
        if (format == FileFormat.NPZ) {
            try (NpzFile npz = NpzFile.open(data)) {
                stored = npz.read(INPUTS, options.limit());
                own = npz.contains(LABELS) ? npz.read(LABELS, DataOptions.ALL) : null;
            }
        } else {
            stored = table(data, format, options.limit());
        }
        NpyArray matrix = matrix(data, stored, format == FileFormat.IDX);
        if (own != null && labels != null) {
            throw InputFileException.of(
                    data,
                    "has its own labels (array 'y'), and the file " + labels + " was given as well",
                    "leave one of them out");
        }
        boolean toTheEnd = format != FileFormat.CSV || matrix.rows() < options.limit();
        int total = toTheEnd ? stored.storedShape().get(0) : -1;
        if (own != null) {
            return finish(data, matrix, new LabelReader(data).labels(own, matrix.rows(), total));
        }
        if (labels != null) {
            return finish(data, matrix, new LabelReader(labels).labels(labelTable(labels), matrix.rows(), total));
        }
        return finish(data, matrix, Labels.none());
    }

    private Dataset finish(Path data, NpyArray matrix, Labels labels) {
        requireUsable(data, matrix);
        Standardization standardization = options.standardization();
        if (standardization == Standardization.NONE) {
            return Dataset.of(matrix, labels, DataSource.file(data));
        }
        if (standardization == Standardization.PER_INPUT && matrix.rows() == 1) {
            throw InputFileException.of(
                    data,
                    "gives 1 sample, and standardising each input over it would leave only zeros",
                    "take at least 2 samples or do not standardise");
        }
        NpyArray scaled = Standardizer.apply(standardization, matrix);
        return Dataset.standardized(scaled, labels, DataSource.file(data), standardization);
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
        FileFormat format = FileFormat.of(labels);
        if (format != FileFormat.NPZ) {
            return table(labels, format, DataOptions.ALL);
        }
        try (NpzFile npz = NpzFile.open(labels)) {
            return npz.read(LABELS, DataOptions.ALL);
        }
    }

    private StoredArray table(Path file, FileFormat format, int limit) {
        return switch (format) {
            case NPY -> NpyFile.readTable(file, limit);
            case CSV -> CsvFile.read(file, options.csvHeader(), limit);
            case IDX -> IdxFile.read(file, limit);
            case NPZ -> throw new IllegalStateException("an archive is no table");
        };
    }

    private static NpyArray matrix(Path file, StoredArray stored, boolean flatten) {
        NpyArray array = stored.kept();
        if (flatten && array.size() > 0) {
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
