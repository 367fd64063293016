package io.github.fisherscope.core.fisher.estimate;

/** The two estimators of Soen and Sun (2024) for the diagonal of the Fisher matrix. */
public enum EstimatorKind {
    /** Î₁, the mean of squared scores (∂_i log p)². Never negative. */
    SQUARED_SCORE("squared-score"),
    /**
     * Î₂, the mean of −∂²_ii log p. Without error where the outputs are linear in each single parameter (the last layer,
     * and every layer of a network with a piecewise linear activation), but it can be negative elsewhere.
     */
    NEGATIVE_HESSIAN("negative-hessian");

    private final String id;

    EstimatorKind(String id) {
        this.id = id;
    }

    /** Returns the name used on the command line and in results. */
    public String id() {
        return id;
    }
}
