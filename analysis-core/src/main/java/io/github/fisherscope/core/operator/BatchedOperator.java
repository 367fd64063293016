package io.github.fisherscope.core.operator;

/** An operator whose products share work between vectors: one vector is a batch of one. */
public interface BatchedOperator extends SymmetricOperator {
    @Override
    default void apply(double[] x, double[] y) {
        applyBatch(new double[][] {x}, new double[][] {y});
    }

    @Override
    void applyBatch(double[][] xs, double[][] ys);
}
