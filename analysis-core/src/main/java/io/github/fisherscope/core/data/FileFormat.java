package io.github.fisherscope.core.data;

import io.github.fisherscope.core.io.IdxFile;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.RegularFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Formats of data files. */
enum FileFormat {
    NPY,
    NPZ,
    CSV,
    IDX;

    private static final List<String> TEXT_ENDS = List.of(".csv", ".tsv", ".txt", ".tab", ".dat");

    /** Decides by the end of the name and, where that says nothing, by the first bytes. */
    static FileFormat of(Path file) {
        RegularFile.requireAtMost(file, RegularFile.LONGEST_DATA);
        Path last = file.getFileName();
        String name = (last == null ? file : last).toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return NPY;
        }
        if (name.endsWith(".npz")) {
            return NPZ;
        }
        String unpacked = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        if (TEXT_ENDS.stream().anyMatch(unpacked::endsWith)) {
            return CSV;
        }
        if (name.endsWith(".idx") || name.endsWith("-ubyte") || name.endsWith(".gz")) {
            return IDX;
        }
        byte[] start = RegularFile.start(file, 6);
        if (start.length == 6 && start[0] == (byte) 0x93 && start[1] == 'N' && start[5] == 'Y') {
            return NPY;
        }
        if (start.length >= 4 && start[0] == 'P' && start[1] == 'K') {
            return NPZ;
        }
        if (IdxFile.startsLikeIdx(start)) {
            return IDX;
        }
        throw InputFileException.of(
                file,
                "has neither the name nor the first bytes of a known format",
                "give .npy, .npz, .csv, .tsv, .txt, .idx or .idx.gz");
    }
}
