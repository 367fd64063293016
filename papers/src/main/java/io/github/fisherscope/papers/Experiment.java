package io.github.fisherscope.papers;

/** One experiment of a paper. Instances hold no state. */
public interface Experiment {
    /** Returns the short name, unique within its paper; lower-case letters, digits and hyphens. */
    String name();

    /** Returns what is shown, in one line. */
    String title();

    /** Runs the experiment. Deterministic for given settings and backend. */
    Outcome run(ExperimentSetting setting);
}
