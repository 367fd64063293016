package io.github.fisherscope.core.data;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.io.ColumnChoice;
import io.github.fisherscope.core.io.CsvHeader;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How files are read.
 *
 * @param limit largest number of samples taken, from the start of the file; a shorter file is taken whole
 * @param standardization how inputs are shifted and scaled, over the samples taken
 * @param csvHeader whether a text file starts with names
 * @param columns which columns of a table are inputs
 * @param labelColumn number (from 1) or name of the column of labels, which is no input; or null
 * @param readLabels whether labels are read; where they play no part they are not looked at
 */
public record DataOptions(
        int limit,
        Standardization standardization,
        CsvHeader csvHeader,
        ColumnChoice columns,
        @Nullable String labelColumn,
        boolean readLabels)
        implements Serializable {
    /** The limit that takes every sample. */
    public static final int ALL = Integer.MAX_VALUE;

    public DataOptions {
        Args.requireInRange("limit", limit, 1, ALL);
        Objects.requireNonNull(standardization, "standardization");
        Objects.requireNonNull(csvHeader, "csvHeader");
        Objects.requireNonNull(columns, "columns");
    }

    /** All samples as they are, with their labels. */
    public static DataOptions defaults() {
        return new DataOptions(ALL, Standardization.NONE, CsvHeader.DETECT, ColumnChoice.all(), null, true);
    }

    public DataOptions withLimit(int newLimit) {
        return new DataOptions(newLimit, standardization, csvHeader, columns, labelColumn, readLabels);
    }

    public DataOptions withStandardization(Standardization newStandardization) {
        return new DataOptions(limit, newStandardization, csvHeader, columns, labelColumn, readLabels);
    }

    public DataOptions withCsvHeader(CsvHeader newCsvHeader) {
        return new DataOptions(limit, standardization, newCsvHeader, columns, labelColumn, readLabels);
    }

    public DataOptions withColumns(ColumnChoice newColumns) {
        return new DataOptions(limit, standardization, csvHeader, newColumns, labelColumn, readLabels);
    }

    public DataOptions withLabelColumn(@Nullable String newLabelColumn) {
        return new DataOptions(limit, standardization, csvHeader, columns, newLabelColumn, readLabels);
    }

    public DataOptions withReadLabels(boolean newReadLabels) {
        return new DataOptions(limit, standardization, csvHeader, columns, labelColumn, newReadLabels);
    }
}
