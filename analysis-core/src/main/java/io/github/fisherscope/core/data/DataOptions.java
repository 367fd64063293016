package io.github.fisherscope.core.data;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.io.CsvHeader;
import java.util.Objects;

/**
 * How files are read.
 *
 * @param limit largest number of samples taken, from the start of the file; a shorter file is taken whole
 * @param standardization how inputs are shifted and scaled, over the samples taken
 * @param csvHeader whether a CSV file starts with names
 */
public record DataOptions(int limit, Standardization standardization, CsvHeader csvHeader) {
    /** The limit that takes every sample. */
    public static final int ALL = Integer.MAX_VALUE;

    public DataOptions {
        Args.requireInRange("limit", limit, 1, ALL);
        Objects.requireNonNull(standardization, "standardization");
        Objects.requireNonNull(csvHeader, "csvHeader");
    }

    /** All samples as they are. */
    public static DataOptions defaults() {
        return new DataOptions(ALL, Standardization.NONE, CsvHeader.DETECT);
    }

    public DataOptions withLimit(int newLimit) {
        return new DataOptions(newLimit, standardization, csvHeader);
    }

    public DataOptions withStandardization(Standardization newStandardization) {
        return new DataOptions(limit, newStandardization, csvHeader);
    }

    public DataOptions withCsvHeader(CsvHeader newCsvHeader) {
        return new DataOptions(limit, standardization, newCsvHeader);
    }
}
