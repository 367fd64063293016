package io.github.fisherscope.core.data;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.StoredArray;
import io.github.fisherscope.core.math.RealVector;
import java.nio.DoubleBuffer;
import java.nio.file.Path;

/** Turns an array of a file into labels: whole numbers, one per sample, are classes; all else are targets. */
final class LabelReader {
    private static final int MAX_CLASSES = 1_000_000;

    private final Path file;

    LabelReader(Path file) {
        this.file = file;
    }

    /**
     * Returns the labels of the first {@code kept} samples.
     *
     * @param stored all labels of the file
     * @param kept samples that were taken
     * @param total samples that the data file has, or −1 if it was not read to its end
     */
    Labels labels(StoredArray stored, int kept, int total) {
        NpyArray array = table(stored);
        int rows = array.rows();
        if (total >= 0 ? rows != total : rows < kept) {
            throw InputFileException.format(
                    file,
                    rows == 1 && array.columns() == Math.max(total, kept)
                            ? "save y.reshape(-1), one label per sample"
                            : "give the labels that belong to the data",
                    "has %d labels, but there are %s%d samples",
                    rows,
                    total >= 0 ? "" : "at least ",
                    total >= 0 ? total : kept);
        }
        if (array.columns() == 0) {
            throw InputFileException.of(file, "has labels of length 0", "give at least one number per sample");
        }
        return stored.integral() && array.columns() == 1 ? classes(array).first(kept) : targets(array, kept);
    }

    /** Returns labels of more dimensions, such as a class for each pixel, with those behind the first in one. */
    private NpyArray table(StoredArray stored) {
        NpyArray array = stored.kept();
        if (array.dimensions() < 1) {
            throw InputFileException.of(
                    file,
                    "holds labels of shape " + stored.storedShape(),
                    "save one class per sample (T) or one target vector per sample (T x C)");
        }
        if (array.dimensions() <= 2) {
            return array;
        }
        int rows = array.shape().get(0);
        return array.reshape(rows, array.size() / Math.max(1, rows));
    }

    private Labels.Classes classes(NpyArray array) {
        DoubleBuffer values = array.buffer();
        int[] indices = new int[array.size()];
        int largest = 0;
        for (int t = 0; t < indices.length; t++) {
            double label = values.get(t);
            if (!(label >= 0 && label < MAX_CLASSES)) {
                throw InputFileException.format(
                        file,
                        "number the classes from 0; for real targets save floating point numbers",
                        "has the label %.0f for sample %d (from 0); a class lies between 0 and %d",
                        label,
                        t,
                        MAX_CLASSES - 1);
            }
            indices[t] = (int) label;
            largest = Math.max(largest, indices[t]);
        }
        return Labels.Classes.of(largest + 1, indices);
    }

    private Labels.Targets targets(NpyArray array, int kept) {
        int columns = array.columns();
        double[] values = array.toArray();
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw InputFileException.format(
                        file,
                        "remove or replace it",
                        "has %s as target %d of sample %d (both counted from 0)",
                        values[k],
                        k % columns,
                        k / columns);
            }
        }
        return new Labels.Targets(RealVector.of(values), columns).first(kept);
    }
}
