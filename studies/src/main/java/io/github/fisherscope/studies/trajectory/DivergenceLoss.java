package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.fisher.ClassProbabilities;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.training.SampleLoss;
import io.github.fisherscope.geometry.divergence.AlphaDivergence;
import io.github.fisherscope.geometry.divergence.FDivergence;

/**
 * An f-divergence D[y : q] of the predicted distribution q from the target y. Classes have q = softmax f and y on C states;
 * each Bernoulli output has the two states of a coin, q = σ(f). In the outputs its gradient is {@code (diag q − q qᵀ) f′(q/y)}
 * (Amari 2016, section 3.5), and with the factor {@code Sᵀ = diag √q − q √qᵀ} of the metric it is {@code Sᵀ w} for
 * {@code w = √q (s − Σ q s)}, s = f′(q/y).
 *
 * @param likelihood categorical or Bernoulli
 * @param divergence one that has a metric
 */
record DivergenceLoss(Likelihood likelihood, FDivergence divergence) implements SampleLoss {
    private boolean classes() {
        return likelihood.kind() == LikelihoodKind.CATEGORICAL;
    }

    /** {@inheritDoc} A loss whose slope leaves the range of doubles counts as infinite. */
    @Override
    public void terms(double[] f, double[] y, double[] terms) {
        double[] q = probabilities(f);
        double shift = classes() ? ClassProbabilities.logSum(f) : 0;
        for (int k = 0; k < terms.length; k++) {
            if (classes()) {
                terms[k] = term(y[k], q[k], f[k] - shift);
            } else {
                double rest = opposite(f[k]);
                terms[k] = term(y[k], q[k], f[k]) + term(1 - y[k], rest, -f[k]);
            }
        }
    }

    /** Returns the term of a state with probability q; where that is 0 in double precision, its logarithm counts. */
    private double term(double y, double q, double logarithm) {
        if (q == 0 && y > 0 && kullbackLeibler()) {
            return y * (Math.log(y) - logarithm) - y;
        }
        return Double.isFinite(slope(y, q)) ? divergence.term(y, q) : Double.POSITIVE_INFINITY;
    }

    private boolean kullbackLeibler() {
        return divergence instanceof AlphaDivergence alpha && alpha.alpha() == -1;
    }

    /** {@inheritDoc} For KL it is q − y, whatever underflows. */
    @Override
    public void gradient(double[] f, double[] y, double[] gradient) {
        double[] q = probabilities(f);
        double mean = 0;
        for (int k = 0; k < gradient.length; k++) {
            gradient[k] = slope(y[k], q[k]);
            mean += q[k] > 0 ? q[k] * gradient[k] : 0;
        }
        for (int k = 0; k < gradient.length; k++) {
            if (kullbackLeibler()) {
                gradient[k] = q[k] - y[k];
            } else if (classes()) {
                gradient[k] = q[k] * (gradient[k] - mean);
            } else {
                double rest = opposite(f[k]);
                gradient[k] = q[k] * rest * (gradient[k] - slope(1 - y[k], rest));
            }
        }
    }

    /** {@inheritDoc} The one returned is orthogonal to √q, so that the term {@code q √qᵀ} of the factor adds nothing. */
    @Override
    public void whitenedGradient(double[] f, double[] y, double[] w) {
        double[] q = probabilities(f);
        if (!classes()) {
            for (int k = 0; k < w.length; k++) {
                double rest = opposite(f[k]);
                w[k] = finite(Math.sqrt(q[k] * rest) * (slope(y[k], q[k]) - slope(1 - y[k], rest)));
            }
            return;
        }
        double mean = 0;
        for (int k = 0; k < w.length; k++) {
            w[k] = slope(y[k], q[k]);
            mean += q[k] * w[k];
        }
        for (int k = 0; k < w.length; k++) {
            w[k] = finite(Math.sqrt(q[k]) * (w[k] - mean));
        }
    }

    /** A state of probability 0 moves nothing as long as the loss is finite there. */
    private double slope(double y, double q) {
        return q > 0 ? divergence.slope(y, q) : 0;
    }

    private static double finite(double w) {
        if (!Double.isFinite(w)) {
            throw new ArithmeticException("the divergence has an infinite slope where an output lies too far out");
        }
        return w;
    }

    private double[] probabilities(double[] f) {
        if (classes()) {
            return ClassProbabilities.of(f);
        }
        double[] q = new double[f.length];
        for (int k = 0; k < q.length; k++) {
            q[k] = opposite(-f[k]);
        }
        return q;
    }

    /** Returns 1 − σ(f) without cancellation. */
    private static double opposite(double f) {
        return 1 / (1 + StrictMath.exp(f));
    }

    @Override
    public double curvature() {
        return divergence.local().orElseThrow().hessianScale();
    }

    /**
     * {@inheritDoc} Along v the second derivative is {@code Σ q a (v − v̄)²} with {@code a = f′ + u f″ − Σ q f′} at u = q/y,
     * beside the metric's {@code Σ q (v − v̄)²}.
     */
    @Override
    public double curvature(double[] f, double[] y) {
        double[] q = probabilities(f);
        if (classes()) {
            return TangentCurvature.of(q, bends(q, y));
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < q.length; k++) {
            double[] coin = {q[k], opposite(f[k])};
            largest = Math.max(largest, TangentCurvature.of(coin, bends(coin, new double[] {y[k], 1 - y[k]})));
        }
        return largest;
    }

    private double[] bends(double[] q, double[] y) {
        double[] a = new double[q.length];
        double mean = 0;
        for (int k = 0; k < a.length; k++) {
            if (q[k] > 0) {
                double slope = divergence.slope(y[k], q[k]);
                a[k] = slope + divergence.bend(y[k], q[k]);
                mean += q[k] * slope;
            }
        }
        for (int k = 0; k < a.length; k++) {
            a[k] -= mean;
        }
        return a;
    }
}
