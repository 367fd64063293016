package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.ActivationKind;

/**
 * Moments of a smooth activation over a sample's own part, at given shared part: {@code u = own·y + shared·z}.
 *
 * <p>Own parts narrower than the activation's scale are summed by the trapezoid rule in y, with a step that the nearest
 * singularity fixes; wider ones over the core of the activation, plus its tails. Either costs a few hundred evaluations at most,
 * and nothing but the tails is left where the Gaussian does not reach the core.
 */
final class SampleMoments {
    /** Step of the stretched outer rule to begin with; its error at half of it is e^{−39}. */
    static final double STRETCHED_START = 0.25;

    /** Steps below this make the plain rules dearer than the core. */
    private static final double FINEST_STEP = 0.07;

    private static final double FAR = 10.5;

    private final Activation activation;
    private final Analyticity analyticity;
    private final Asymptote asymptote;
    private final CoreRule core;
    private final double[][] coreValues;

    SampleMoments(Activation activation) {
        this.activation = activation;
        this.analyticity = Analyticity.of(activation);
        this.asymptote = Asymptote.of(activation);
        this.core = new CoreRule(asymptote);
        int n = core.nodes().length;
        this.coreValues = new double[3][n];
        evaluate(core.nodes(), coreValues[0], coreValues[1], coreValues[2], n, n);
    }

    /** Returns whether the variance is too large for rules with equal steps in units of the standard deviation. */
    boolean wide(double variance) {
        return !(analyticity.step(variance) >= FINEST_STEP);
    }

    double step(double variance) {
        return analyticity.step(variance);
    }

    double outerStep(double variance, double shared) {
        return analyticity.outerStep(variance, shared);
    }

    /** Returns the width in z over which conditional moments vary, at most 1. */
    double resolution(double own, double shared) {
        double width = Math.max(own, asymptote.scale());
        return width < shared ? width / shared : 1;
    }

    /**
     * Returns the moments (see {@link ConditionalMoments}) at the nodes of a rule for the shared part.
     *
     * @param refinement of the inner step, 1 for the coarsest
     * @param full false for the first five only
     */
    double[][] at(TrapezoidRule outer, double own, double shared, double refinement, boolean full) {
        double[][] moments = new double[outer.size()][ConditionalMoments.COUNT];
        boolean wide = own >= asymptote.scale();
        TrapezoidRule inner =
                wide || own == 0 ? null : TrapezoidRule.ofStep(2 * analyticity.step(own * own) * refinement);
        int n = inner == null ? (wide ? core.nodes().length : 1) : inner.size();
        double[] weights = new double[n];
        double[] u = wide ? core.nodes() : new double[n];
        double[][] values = wide ? coreValues : new double[3][n];
        boolean odd = activation.kind() == ActivationKind.TANH && !wide;
        int last = moments.length - 1;
        for (int j = 0; j <= last; j++) {
            double mu = shared * outer.node(j);
            if (Math.abs(mu) - FAR * own > asymptote.core()) {
                asymptote.addTails(own, mu, moments[j]);
                continue;
            }
            if (wide) {
                core.gaussian(own, mu, weights);
                asymptote.addTails(own, mu, moments[j]);
            } else if (odd && j > last - j) {
                continue; // done with its mirror image
            } else {
                for (int i = 0; i < n; i++) {
                    u[i] = inner == null ? mu : own * inner.node(i) + mu;
                    weights[i] = inner == null ? 1 : inner.weight(i);
                }
                evaluate(u, values[0], values[1], values[2], full ? n : 0, n);
            }
            add(weights, u, values, own, mu, full, moments[j]);
            if (odd && j < last - j) {
                mirror(u, -1);
                mirror(values[0], -1);
                mirror(values[1], 1);
                mirror(values[2], -1);
                add(weights, u, values, own, -mu, full, moments[last - j]);
            }
        }
        return moments;
    }

    /** Turns values at nodes into those at the opposite nodes, bit for bit, for a function that is even (1) or odd (−1). */
    private static void mirror(double[] values, int sign) {
        for (int i = 0, k = values.length - 1; i <= k; i++, k--) {
            double value = sign * values[i];
            values[i] = sign * values[k];
            values[k] = value;
        }
    }

    private static void add(
            double[] weights, double[] u, double[][] values, double own, double mu, boolean full, double[] m) {
        double[] h = values[0];
        double[] d = values[1];
        for (int i = 0; i < weights.length; i++) {
            double w = weights[i];
            m[0] += w * h[i];
            m[1] += w * d[i];
            m[2] += w * h[i] * h[i];
            m[3] += w * d[i] * d[i];
            m[4] += w * h[i] * d[i];
        }
        if (!full) {
            return;
        }
        double[] c = values[2];
        for (int i = 0; i < weights.length; i++) {
            double w = weights[i];
            double square = h[i] * h[i];
            m[5] += w * c[i];
            m[6] += w * square * h[i];
            m[7] += w * square * square;
            m[8] += w * square * d[i];
            m[9] += w * c[i] * c[i];
            m[10] += own > 0 ? w * c[i] * ((u[i] - mu) / own) : 0;
        }
    }

    /** Returns the moments of {@link PointMoments} over N(0, own²), in its order. */
    double[] point(double own) {
        double[] weights = new double[core.nodes().length];
        core.gaussian(own, 0, weights);
        double[] tails = new double[ConditionalMoments.COUNT];
        asymptote.addTails(own, 0, tails);
        double[] e = {tails[0], tails[2], tails[1], tails[3], 0, asymptote.mixedTail(own), asymptote.stretchedTail(own)
        };
        for (int i = 0; i < weights.length; i++) {
            double w = weights[i];
            double u = core.nodes()[i];
            double h = coreValues[0][i];
            double d = coreValues[1][i];
            e[0] += w * h;
            e[1] += w * h * h;
            e[2] += w * d;
            e[3] += w * d * d;
            e[4] += w * h * coreValues[2][i];
            e[5] += w * h * d * u;
            e[6] += w * d * d * u * u;
        }
        return e;
    }

    private void evaluate(double[] u, double[] value, double[] slope, double[] curvature, int curvatures, int n) {
        activation.evaluate(u, value, slope, n);
        boolean tanh = activation.kind() == ActivationKind.TANH;
        for (int i = 0; i < curvatures; i++) {
            curvature[i] = tanh ? -2 * value[i] * slope[i] : activation.secondDerivative(u[i]);
        }
    }
}
