package io.github.fisherscope.cli;

import io.github.fisherscope.reports.result.ComparisonRow;
import io.github.fisherscope.reports.result.SpectrumResult;
import java.nio.file.Path;
import java.util.Locale;

/** The table on the terminal. */
final class TerminalReport {
    private TerminalReport() {}

    static String of(SpectrumResult result, Path folder) {
        StringBuilder text = new StringBuilder();
        for (ComparisonRow row : result.comparison()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-28s %12.6g ±%-10s %12s %8s %s%n",
                    row.label(),
                    row.measured(),
                    row.standardError() == null ? "" : String.format(Locale.ROOT, "%.2g", row.standardError()),
                    row.predicted() == null ? "–" : String.format(Locale.ROOT, "%.6g", row.predicted()),
                    row.ratio() == null ? "–" : String.format(Locale.ROOT, "%.3f", row.ratio()),
                    row.verdict()));
        }
        return text.append(folder).append('\n').toString();
    }
}
