package io.github.fisherscope.core.data;

import io.github.fisherscope.core.io.CsvFile;
import io.github.fisherscope.core.io.CsvHeader;
import io.github.fisherscope.core.io.CsvRequest;
import io.github.fisherscope.core.io.IdxFile;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import java.nio.file.Path;

/**
 * Reads plain numbers, which are neither samples nor labels, from any of the formats of data: .npy, .npz with one array, text
 * (.csv, .tsv, .txt, plain or .gz) and idx.
 */
public final class NumberTable {
    private NumberTable() {}

    /**
     * Returns the array of a file in the shape it is stored in; a text file has one row for each line.
     *
     * @throws InputFileException if the file is missing, damaged, of no known format, empty, or holds NaN or infinity
     */
    public static NpyArray read(Path file) {
        NpyArray array = stored(file);
        if (array.size() == 0) {
            throw InputFileException.of(file, "holds no numbers", "give at least one");
        }
        int bad = Dataset.firstUnusable(array.buffer());
        if (bad >= 0) {
            throw InputFileException.format(
                    file,
                    "remove or replace it; numbers must be finite and at most 1e100 in magnitude",
                    "has %s as number %d (counted from 0)",
                    array.buffer().get(bad),
                    bad);
        }
        return array;
    }

    private static NpyArray stored(Path file) {
        return switch (FileFormat.of(file)) {
            case NPY -> NpyFile.read(file);
            case CSV ->
                CsvFile.read(file, CsvRequest.labels(CsvHeader.DETECT), DataOptions.ALL)
                        .values()
                        .kept();
            case IDX -> IdxFile.read(file, DataOptions.ALL).kept();
            case NPZ -> {
                try (NpzFile npz = NpzFile.open(file)) {
                    if (npz.names().size() != 1) {
                        throw InputFileException.of(
                                file,
                                "has the arrays " + String.join(", ", npz.names()),
                                "save the one that is meant as .npy");
                    }
                    yield npz.read(npz.names().get(0));
                }
            }
        };
    }
}
