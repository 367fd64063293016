package io.github.fisherscope.core.io;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a text table. Stored shapes are those of what was read.
 *
 * @param values a sample per row
 * @param labels the column of labels, or null if none was wanted
 * @param ended whether the file has no more samples than these
 * @param notes what the reader decided and the user should know, in words
 */
public record CsvTable(StoredArray values, @Nullable StoredArray labels, boolean ended, List<String> notes) {
    public CsvTable {
        Objects.requireNonNull(values, "values");
        notes = List.copyOf(notes);
    }
}
