package io.github.fisherscope.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which inputs: standard normal ones or a file. */
final class InputOptions extends DataFileOptions {
    @Option(
            names = "--samples",
            order = 10,
            paramLabel = "T",
            description = "Number of independent standard normal inputs (default 100); with --data use --limit.")
    private @Nullable Integer samples;

    @Option(
            names = "--labels",
            order = 30,
            paramLabel = "FILE",
            description =
                    "Labels of --data, in any of its formats. Where no labels are used they are not looked at, and"
                            + " a notice says so.")
    private @Nullable Path labels;

    @Nullable Path labels() {
        return labels;
    }

    @Nullable Integer samples() {
        return samples;
    }

    /** Returns whether the user said where labels are. */
    boolean namesLabels() {
        return labels != null || labelColumn() != null;
    }

    /** Returns the option that named the labels, with its value. */
    String labelSource() {
        if (labels != null) {
            return "--labels " + labels;
        }
        return labelColumn() != null ? "--label-column " + labelColumn() : "--data " + data();
    }

    /** Refuses combinations that would silently ignore an option. */
    @Override
    void check() {
        if (data() != null && samples != null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "--samples %d is for standard normal inputs; with --data use --limit %d",
                    samples,
                    samples));
        }
        if (data() == null) {
            refuseWithoutData("--labels", labels);
        }
        if (labels != null && labelColumn() != null) {
            throw new IllegalArgumentException("--labels " + labels + " and --label-column " + labelColumn()
                    + " both name labels; leave one of them out");
        }
        super.check();
    }
}
