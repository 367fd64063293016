package io.github.fisherscope.cli;

import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.core.io.ColumnChoice;
import io.github.fisherscope.core.io.CsvHeader;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Inputs from a file. */
class DataFileOptions {
    @Option(
            names = "--data",
            order = 20,
            paramLabel = "FILE",
            description =
                    "Inputs from a file, one sample per row: .npy (T × M0), .npz (its array x), .csv, .tsv or .txt"
                            + " (also .gz), or .idx/.idx.gz as MNIST ships them.")
    private @Nullable Path data;

    @Option(
            names = "--limit",
            order = 40,
            paramLabel = "N",
            description = "Use the first N samples of --data (default: all); the rest is ignored.")
    private @Nullable Integer limit;

    @Option(
            names = "--header",
            order = 50,
            paramLabel = "auto|yes|no",
            description =
                    "Whether the first line of text files names the columns (default: auto; where it can be either,"
                            + " you are asked).")
    private @Nullable String header;

    @Option(
            names = "--columns",
            order = 60,
            paramLabel = "LIST",
            description = "The columns of --data that are inputs, numbers from 1 or names: 2-5,7 or height,weight"
                    + " (default: all but the column of labels).")
    private @Nullable String columns;

    @Option(
            names = "--label-column",
            order = 70,
            paramLabel = "N|NAME",
            description = "The column of --data that holds the labels and is not an input.")
    private @Nullable String labelColumn;

    @Option(
            names = "--standardize",
            order = 80,
            description = "Give every input of --data mean 0 and variance 1 over the samples used.")
    private boolean standardize;

    final @Nullable Path data() {
        return data;
    }

    final @Nullable Integer limit() {
        return limit;
    }

    final @Nullable String labelColumn() {
        return labelColumn;
    }

    /** Returns how --data is read; labels that play no part are not looked at. */
    final DataOptions options(boolean readLabels) {
        DataOptions options = DataOptions.defaults()
                .withReadLabels(readLabels)
                .withCsvHeader(parseHeader())
                .withLabelColumn(labelColumn);
        if (limit != null) {
            options = options.withLimit(limit);
        }
        if (columns != null) {
            options = options.withColumns(ColumnChoice.parse(columns));
        }
        return standardize ? options.withStandardization(Standardization.PER_INPUT) : options;
    }

    private CsvHeader parseHeader() {
        return switch (header == null ? "auto" : header.strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> CsvHeader.DETECT;
            case "yes" -> CsvHeader.PRESENT;
            case "no" -> CsvHeader.ABSENT;
            default -> throw new IllegalArgumentException("--header " + header + " is unknown; choose auto, yes or no");
        };
    }

    /** Refuses what would be ignored. */
    void check() {
        if (data == null) {
            refuseWithoutData("--limit", limit);
            refuseWithoutData("--standardize", standardize ? "" : null);
            refuseWithoutData("--header", header);
            refuseWithoutData("--columns", columns);
            refuseWithoutData("--label-column", labelColumn);
        }
        if (labelColumn != null && labelColumn.isBlank()) {
            throw new IllegalArgumentException(
                    "--label-column is empty; give the number of a column, from 1, or its name");
        }
    }

    static void refuseWithoutData(String option, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException("%s needs --data FILE; give it too, or leave %s out"
                    .formatted((option + " " + value).strip(), option));
        }
    }
}
