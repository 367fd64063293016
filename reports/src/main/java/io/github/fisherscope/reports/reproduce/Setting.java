package io.github.fisherscope.reports.reproduce;

import io.github.fisherscope.reports.study.Execution;
import io.github.fisherscope.reports.study.StudyListener;
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
public record Setting(boolean quick, long seed, Execution execution, Path state, StudyListener listener) {
    public Setting {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(listener, "listener");
    }
}
