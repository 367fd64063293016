package io.github.fisherscope.core.io;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a text table.
 *
 * @param header whether its first line names the columns
 * @param columns the columns wanted
 * @param labelColumn number (from 1) or name of a column that is not among them, or null
 * @param readLabels whether that column is read, or only left out
 * @param inputs whether the table holds inputs, among which a column of labels would be a mistake
 */
public record CsvRequest(
        CsvHeader header, ColumnChoice columns, @Nullable String labelColumn, boolean readLabels, boolean inputs) {
    public CsvRequest {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(columns, "columns");
    }

    /** Every column of a table of inputs. */
    public static CsvRequest inputs(CsvHeader header) {
        return new CsvRequest(header, ColumnChoice.all(), null, false, true);
    }

    /** Every column of a table of labels. */
    public static CsvRequest labels(CsvHeader header) {
        return new CsvRequest(header, ColumnChoice.all(), null, false, false);
    }
}
