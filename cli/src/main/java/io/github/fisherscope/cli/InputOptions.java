package io.github.fisherscope.cli;

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
            description = "Inputs from a file, one sample per row: .npy (T × M0), .npz (its array x), .csv, or "
                    + ".idx/.idx.gz as MNIST ships them.")
    private @Nullable Path data;

    @Option(names = "--labels", paramLabel = "FILE", description = "Labels of --data, in any of its formats.")
    private @Nullable Path labels;

    @Option(names = "--limit", paramLabel = "N", description = "Use the first N samples of --data (default: all).")
    private @Nullable Integer limit;

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

    boolean standardize() {
        return standardize;
    }

    @Nullable Integer samples() {
        return samples;
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
        if (data == null && (labels != null || limit != null || standardize)) {
            throw new IllegalArgumentException("--labels, --limit and --standardize need --data FILE");
        }
    }
}
