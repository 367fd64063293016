package io.github.fisherscope.papers;

import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an experiment is run.
 *
 * @param quick smaller networks and fewer of them, so that it takes less than a minute
 * @param seed of everything random
 * @param execution on what it runs
 * @param state a folder for what lets an interrupted experiment go on
 * @param listener told how far it is
 * @param data a file of data in place of the experiment's own, or null; most experiments have no use for one
 */
public record ExperimentSetting(
        boolean quick,
        long seed,
        Execution execution,
        Path state,
        StudyListener listener,
        @Nullable Path data) {
    public ExperimentSetting {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(listener, "listener");
    }

    /** Makes a setting with the experiment's own data. */
    public ExperimentSetting(boolean quick, long seed, Execution execution, Path state, StudyListener listener) {
        this(quick, seed, execution, state, listener, null);
    }
}
