package io.github.fisherscope.papers;

import java.util.List;

/** One experiment of a paper. Instances hold no state. */
public interface Experiment {
    /** Returns the short name, unique within its paper; lower-case letters, digits and hyphens. */
    String name();

    /** Returns what is shown, in one line. */
    String title();

    /** Returns the ids of the figures that the experiment will draw, which name their pictures. */
    default List<String> figures() {
        return List.of(name());
    }

    /** Returns whether it can be run on data of a file. */
    default boolean takesData() {
        return false;
    }

    /** Runs the experiment. Deterministic for given settings and backend. */
    Outcome run(ExperimentSetting setting);
}
