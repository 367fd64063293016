package io.github.fisherscope.cli;

import io.github.fisherscope.studies.spectrum.StudyListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One line on stderr that says what is being done, how far it is, at what rate and about how long the rest takes. Nothing
 * is shown in the first two seconds. May be told from several threads.
 */
final class ProgressLine implements StudyListener {
    /** Shows nothing; the heap is held to its plan all the same. */
    private static final StudyListener SILENT = new StudyListener() {
        @Override
        public void onStage(String stage, int done, int total) {
            // nothing to show
        }

        @Override
        public void beforeInputs(long bytes) {
            HeapWatch.makeRoom(bytes);
        }
    };

    private static final long QUIET_NANOS = 2_000_000_000L;

    private final PrintWriter err;
    private final LongSupplier clock;
    private final long start;
    /** When the work that operations are counted of began. */
    private long workStart;

    private String text = "";
    private int shown;

    ProgressLine(PrintWriter err) {
        this(err, System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    ProgressLine(PrintWriter err, LongSupplier clock) {
        this.err = err;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.workStart = start;
    }

    @Override
    public synchronized void onStage(String stage, int done, int total) {
        String network =
                total > 1 ? String.format(Locale.ROOT, "network %d of %d, ", Math.min(done + 1, total), total) : "";
        text = network + stage;
        double seconds = seconds();
        if (waits(seconds)) {
            return;
        }
        String rest = done > 0 && done < total ? left(seconds / done * (total - done)) : "";
        show(text + elapsed(seconds) + rest);
    }

    /** Begins a piece of work whose operations and time are counted from now on. */
    synchronized void begin(String piece) {
        workStart = clock.getAsLong();
        text = piece;
        if (!waits(seconds())) {
            show(text);
        }
    }

    /**
     * @param planned operations expected; NaN shows the rate alone
     */
    @Override
    public synchronized void onWork(double flops, double planned) {
        double seconds = (clock.getAsLong() - workStart) * 1e-9;
        if (waits(seconds()) || !(flops > 0) || !(seconds > 0) || planned <= 0) {
            return;
        }
        String share = "";
        if (flops < planned) {
            share = String.format(Locale.ROOT, ", %.0f %%", 100 * flops / planned)
                    + left(seconds / flops * (planned - flops));
        } else if (!Double.isNaN(planned)) {
            share = ", more than expected";
        }
        show(text + elapsed(seconds) + String.format(Locale.ROOT, ", %.1f Gflop/s", flops / seconds * 1e-9) + share);
    }

    private double seconds() {
        return (clock.getAsLong() - start) * 1e-9;
    }

    private static boolean waits(double seconds) {
        return seconds < QUIET_NANOS * 1e-9;
    }

    private static String elapsed(double seconds) {
        return String.format(Locale.ROOT, ", %.0f s", seconds);
    }

    private static String left(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, ", about %.0f s left", seconds)
                : String.format(Locale.ROOT, ", about %.0f min left", seconds / 60);
    }

    @Override
    public void beforeInputs(long bytes) {
        HeapWatch.makeRoom(bytes);
    }

    /**
     * Runs a job with a line of its own, wiped at the end, or with none.
     *
     * @param shown whether progress is shown at all
     */
    static <T> T during(boolean shown, PrintWriter err, Function<StudyListener, T> job) {
        if (!shown) {
            return job.apply(SILENT);
        }
        ProgressLine line = new ProgressLine(err);
        try {
            return job.apply(line);
        } finally {
            line.clear();
        }
    }

    /** Wipes the line, so that what follows starts clean. */
    synchronized void clear() {
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
            shown = 0;
        }
    }

    /** Replaces the line. */
    synchronized void show(String line) {
        err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        err.flush();
        shown = line.length();
    }
}
