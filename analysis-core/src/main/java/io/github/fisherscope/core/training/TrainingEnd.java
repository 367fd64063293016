package io.github.fisherscope.core.training;

/** Why a training ended. */
public enum TrainingEnd {
    /** All steps asked for were made. */
    STEPS("steps"),
    /** The loss reached its target. */
    TARGET("target-loss"),
    /** The loss passed its limit, or a number left the range of doubles. */
    DIVERGED("diverged"),
    /** The first-order recursion of the adaptive natural gradient was about to lose positive definiteness. */
    INDEFINITE_INVERSE("indefinite-inverse"),
    /** The inverse of the adaptive natural gradient grew without bound in directions that no sample sees. */
    EXPLODED_INVERSE("exploded-inverse"),
    /** An output lies so far out that its Fisher information is zero in float64. */
    SATURATED("saturated-output");

    private final String id;

    TrainingEnd(String id) {
        this.id = id;
    }

    /** Returns the name used in results. */
    public String id() {
        return id;
    }

    /** Returns whether this counts as a failed training. */
    public boolean failed() {
        return this != STEPS && this != TARGET;
    }
}
