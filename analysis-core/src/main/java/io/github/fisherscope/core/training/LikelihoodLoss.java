package io.github.fisherscope.core.training;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.PredictionGeometry;

/**
 * The loss {@code −log p(y | f)}, up to a number that does not depend on the network.
 *
 * @param likelihood p
 */
record LikelihoodLoss(Likelihood likelihood) implements SampleLoss {
    @Override
    public void terms(double[] f, double[] y, double[] terms) {
        for (int k = 0; k < terms.length; k++) {
            terms[k] = likelihood.lossTerm(f, y, k);
        }
    }

    @Override
    public void gradient(double[] f, double[] y, double[] gradient) {
        likelihood.score(f, y, gradient);
        negate(gradient);
    }

    @Override
    public void whitenedGradient(double[] f, double[] y, double[] w) {
        PredictionGeometry.whitenedScore(likelihood, f, y, w);
        negate(w);
    }

    private static void negate(double[] x) {
        for (int k = 0; k < x.length; k++) {
            x[k] = 0.0 - x[k]; // no negative zero where the residual vanishes
        }
    }

    @Override
    public double curvature() {
        return 1;
    }

    /** {@inheritDoc} Outputs are natural parameters, so that the Hessian does not depend on the label. */
    @Override
    public double curvature(double[] f, double[] y) {
        return 1;
    }
}
