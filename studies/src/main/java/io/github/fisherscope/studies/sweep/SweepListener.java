package io.github.fisherscope.studies.sweep;

import org.jspecify.annotations.Nullable;

/** Told how far a sweep is; called from one thread at a time. */
@FunctionalInterface
public interface SweepListener {
    /**
     * Called at the start and after every point.
     *
     * @param done points finished, those of earlier runs included
     * @param total points of the grid
     * @param secondsLeft estimate of what the rest takes, null before the first point of this run
     */
    void onProgress(int done, int total, @Nullable Double secondsLeft);

    static SweepListener silent() {
        return (done, total, left) -> {};
    }
}
