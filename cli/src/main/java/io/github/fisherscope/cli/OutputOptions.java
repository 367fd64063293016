package io.github.fisherscope.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is printed and written. */
final class OutputOptions {
    private static final Path DEFAULT_FOLDER = Path.of("fisher-report");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for the report and its files (default fisher-report; none with --json, --check, --assert"
                            + " or --baseline).")
    private @Nullable Path out;

    @Option(names = "--title", paramLabel = "TEXT", description = "Title of the report.")
    private @Nullable String title;

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Option(
            names = "--format",
            paramLabel = "md|tex|csv",
            description = "Print the table as Markdown, LaTeX (package booktabs) or CSV and nothing else on stdout.")
    private @Nullable TableFormat format;

    @Nullable TableFormat format() {
        return format;
    }

    /**
     * Returns the folder to write, or null where none was asked for and something else was.
     *
     * @param gates whether the result is to be judged; a judge leaves nothing behind that could be taken for a baseline
     */
    @Nullable Path folder(boolean gates) {
        return out == null && json == null && !gates ? DEFAULT_FOLDER : out;
    }

    @Nullable String title() {
        return title;
    }

    /** Returns where the result goes as JSON. */
    JsonOutput json() {
        return JsonOutput.of(json);
    }
}
