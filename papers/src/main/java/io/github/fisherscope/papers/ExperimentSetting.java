package io.github.fisherscope.papers;

import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How an experiment is run.
 *
 * @param quick smaller networks and fewer of them, so that it takes less than a minute
 * @param seed of everything random
 * @param execution on what it runs
 * @param state a folder for what lets an interrupted experiment go on
 * @param listener told how far it is
 */
public record ExperimentSetting(boolean quick, long seed, Execution execution, Path state, StudyListener listener) {
    public ExperimentSetting {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(listener, "listener");
    }
}
