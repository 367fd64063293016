package io.github.fisherscope.cli;

import io.github.fisherscope.reports.study.StudyListener;
import java.io.PrintWriter;
import java.util.Locale;

/** One line on stderr that says what is being done, how far it is and about how long the rest takes. */
final class ProgressLine implements StudyListener {
    private static final long QUIET_NANOS = 2_000_000_000L;

    private final PrintWriter err;
    private final long start = System.nanoTime();
    private int shown;

    ProgressLine(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void onStage(String stage, int done, int total) {
        long elapsed = System.nanoTime() - start;
        if (elapsed < QUIET_NANOS) {
            return;
        }
        StringBuilder line = new StringBuilder();
        if (total > 1) {
            line.append(String.format(Locale.ROOT, "network %d of %d, ", Math.min(done + 1, total), total));
        }
        line.append(stage).append(String.format(Locale.ROOT, ", %.0f s", elapsed * 1e-9));
        if (done > 0 && done < total) {
            line.append(String.format(Locale.ROOT, ", about %.0f s left", elapsed * 1e-9 / done * (total - done)));
        }
        show(line.toString());
    }

    /** Wipes the line, so that what follows starts clean. */
    void clear() {
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
            shown = 0;
        }
    }

    /** Replaces the line. */
    void show(String line) {
        err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        err.flush();
        shown = line.length();
    }
}
