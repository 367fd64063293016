package io.github.fisherscope.core.fisher;

/** Over which labels the Fisher matrix averages the outer product of scores. They differ; none is a default. */
public enum LabelExpectation {
    /** The expectation under the model, in closed form: the Fisher information matrix proper. */
    EXACT("exact"),
    /** Labels drawn from the model with a seed: one fixed random matrix whose expectation is the exact one. */
    MONTE_CARLO("monte-carlo"),
    /** The expectation under the model over which of the most probable classes the label is, or none of them. */
    TOP_CLASSES("top-classes"),
    /** The labels of the data: the empirical Fisher matrix, in general a biased substitute. */
    EMPIRICAL("empirical");

    private final String id;

    LabelExpectation(String id) {
        this.id = id;
    }

    /** Returns the name used on the command line and in results. */
    public String id() {
        return id;
    }
}
