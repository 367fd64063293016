package io.github.fisherscope.cli;

import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.core.io.ColumnChoice;
import io.github.fisherscope.core.io.CsvHeader;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which inputs: standard normal ones or a file. */
final class InputOptions {
    @Option(
            names = "--samples",
            paramLabel = "T",
            description = "Number of independent standard normal inputs (default 100); with --data use --limit.")
    private @Nullable Integer samples;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Inputs from a file, one sample per row: .npy (T × M0), .npz (its array x), .csv, .tsv or .txt"
                            + " (also .gz), or .idx/.idx.gz as MNIST ships them.")
    private @Nullable Path data;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Labels of --data, in any of its formats. Where no labels are used they are not looked at, and"
                            + " a notice says so.")
    private @Nullable Path labels;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Use the first N samples of --data (default: all); the rest is ignored.")
    private @Nullable Integer limit;

    @Option(
            names = "--header",
            paramLabel = "auto|yes|no",
            description =
                    "Whether the first line of text files names the columns (default: auto; where it can be either,"
                            + " you are asked).")
    private @Nullable String header;

    @Option(
            names = "--columns",
            paramLabel = "LIST",
            description = "The columns of --data that are inputs, numbers from 1 or names: 2-5,7 or height,weight"
                    + " (default: all but the column of labels).")
    private @Nullable String columns;

    @Option(
            names = "--label-column",
            paramLabel = "N|NAME",
            description = "The column of --data that holds the labels and is not an input.")
    private @Nullable String labelColumn;

    @Option(
            names = "--standardize",
            description = "Give every input of --data mean 0 and variance 1 over the samples used.")
    private boolean standardize;

    @Nullable Path data() {
        return data;
    }

    @Nullable Path labels() {
        return labels;
    }

    @Nullable Integer limit() {
        return limit;
    }

    @Nullable Integer samples() {
        return samples;
    }

    /** Returns whether the user said where labels are. */
    boolean namesLabels() {
        return labels != null || labelColumn != null;
    }

    /** Returns the option that named the labels, with its value. */
    String labelSource() {
        if (labels != null) {
            return "--labels " + labels;
        }
        return labelColumn != null ? "--label-column " + labelColumn : "--data " + data;
    }

    /** Returns how --data is read; labels that play no part are not looked at. */
    DataOptions options(boolean readLabels) {
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

    private static void refuseWithoutData(String option, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException("%s needs --data FILE; give it too, or leave %s out"
                    .formatted((option + " " + value).strip(), option));
        }
    }

    private CsvHeader parseHeader() {
        return switch (header == null ? "auto" : header.strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> CsvHeader.DETECT;
            case "yes" -> CsvHeader.PRESENT;
            case "no" -> CsvHeader.ABSENT;
            default -> throw new IllegalArgumentException("--header " + header + " is unknown; choose auto, yes or no");
        };
    }

    /** Refuses combinations that would silently ignore an option. */
    void check() {
        if (data != null && samples != null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "--samples %d is for standard normal inputs; with --data use --limit %d",
                    samples,
                    samples));
        }
        if (data == null) {
            refuseWithoutData("--labels", labels);
            refuseWithoutData("--limit", limit);
            refuseWithoutData("--standardize", standardize ? "" : null);
            refuseWithoutData("--header", header);
            refuseWithoutData("--columns", columns);
            refuseWithoutData("--label-column", labelColumn);
        }
        if (labels != null && labelColumn != null) {
            throw new IllegalArgumentException("--labels " + labels + " and --label-column " + labelColumn
                    + " both name labels; leave one of them out");
        }
        if (labelColumn != null && labelColumn.isBlank()) {
            throw new IllegalArgumentException(
                    "--label-column is empty; give the number of a column, from 1, or its name");
        }
    }
}
