package io.github.fisherscope.core.training;

/**
 * The loss of one sample as a function of its C outputs and its label, a sum of C terms. Implementations are immutable and
 * know the likelihood whose Fisher metric they are held against. The one that belongs to a likelihood is
 * {@link Loss#of(io.github.fisherscope.core.fisher.Likelihood, io.github.fisherscope.core.data.Labels, int)}; a divergence
 * between predicted and target distributions is another.
 */
public interface SampleLoss {
    /**
     * Writes the terms, whose sum is the loss.
     *
     * @param f outputs, C numbers
     * @param y label, C numbers
     * @param terms receives C numbers; infinite where the loss is
     */
    void terms(double[] f, double[] y, double[] terms);

    /** Writes the derivatives of the loss with respect to the outputs. */
    void gradient(double[] f, double[] y, double[] gradient);

    /**
     * Writes w with {@code Sᵀ w = ∇_f loss} for the factor S of the likelihood's Fisher matrix at f.
     *
     * @throws ArithmeticException if S is zero in float64 where the gradient is not
     */
    void whitenedGradient(double[] f, double[] y, double[] w);

    /**
     * Returns by how much the Hessian exceeds the Fisher matrix where the prediction is the target: 1 for the likelihood's
     * own loss. Learning-rate limits shrink by it.
     */
    double curvature();

    /**
     * Returns by how much the Hessian of the loss in the outputs exceeds the likelihood's Fisher matrix of one sample at the
     * outputs f: the largest λ with {@code det(H − λ SᵀS) = 0} where S can tell outputs apart. 1 for the likelihood's own
     * loss; far from the target that of a steep loss is many times {@link #curvature()}. May be negative, or infinite.
     */
    double curvature(double[] f, double[] y);
}
