package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import java.util.function.IntToDoubleFunction;

/**
 * Moments of φ and φ' of one unit over its own part ξ, at nodes of its shared part z:
 * {@code u = √s z + √(q − s) ξ} with z and ξ independent standard normal variables.
 *
 * <p>Piecewise linear activations use truncated normal moments; smooth ones the trapezoid rule in ξ with a step that the
 * nearest singularity fixes, so that errors are near rounding. Cost: some hundreds to thousands of evaluations of φ per
 * node. Immutable and deterministic.
 */
public final class ConditionalLaw {
    /** Variances of a smooth activation's own part above this would need more than some ten thousand nodes. */
    public static final double WIDEST = 2500;

    private static final int HIGHEST = 4;
    private static final int ORDERS = HIGHEST + 1;
    private static final double OUTER_STEP = 0.08;

    private final double[] nodes;
    private final double[] weights;
    private final double[][] moments;
    private final double[] curvatures;

    private ConditionalLaw(double[] nodes, double[] weights) {
        this.nodes = nodes;
        this.weights = weights;
        this.moments = new double[nodes.length][];
        this.curvatures = new double[nodes.length];
    }

    /**
     * Returns the moments at nodes that integrate over z with an error near rounding.
     *
     * @param variance q &gt; 0
     * @param shared s in [0, q)
     * @throws IllegalArgumentException if q − s exceeds {@link #WIDEST} for a smooth activation, or is not positive
     */
    public static ConditionalLaw overAll(Activation activation, double variance, double shared) {
        double scale = shared > 0 ? Math.min(1, Math.sqrt((variance - shared) / shared)) : 1;
        TrapezoidRule rule = TrapezoidRule.stretched(OUTER_STEP, Math.max(scale, 1e-6));
        double[] z = new double[rule.size()];
        double[] w = new double[rule.size()];
        for (int j = 0; j < z.length; j++) {
            z[j] = rule.node(j);
            w[j] = rule.weight(j);
        }
        return at(activation, variance, shared, RealVector.of(z), RealVector.of(w));
    }

    /**
     * Returns the moments at given nodes.
     *
     * @param nodes values of z
     * @param weights of the nodes in {@link #average}
     * @throws IllegalArgumentException as {@link #overAll}
     */
    public static ConditionalLaw at(
            Activation activation, double variance, double shared, RealVector nodes, RealVector weights) {
        Args.requirePositive("variance − shared", variance - shared);
        Args.requireNonNegative("shared", shared);
        ConditionalLaw law = new ConditionalLaw(nodes.toArray(), weights.toArray());
        double own = Math.sqrt(variance - shared);
        double root = Math.sqrt(shared);
        if (activation.piecewiseLinear()) {
            double k = activation.derivative(-1);
            for (int j = 0; j < law.nodes.length; j++) {
                law.kinked(j, k, own, root * law.nodes[j]);
            }
            return law;
        }
        Args.requireInRange("variance − shared", variance - shared, 0, WIDEST);
        TrapezoidRule inner =
                TrapezoidRule.ofStep(0.5 * Analyticity.of(activation).step(own * own));
        for (int j = 0; j < law.nodes.length; j++) {
            law.smooth(j, activation, inner, own, root * law.nodes[j]);
        }
        return law;
    }

    private void kinked(int j, double k, double own, double mu) {
        double[] up = TruncatedNormal.moments(own, mu, 0);
        double o = own * own;
        double[] all = {1, mu, mu * mu + o, mu * (mu * mu + 3 * o), mu * mu * (mu * mu + 6 * o) + 3 * o * o};
        double[] m = new double[ORDERS * ORDERS];
        for (int a = 0; a <= HIGHEST; a++) {
            for (int b = 0; a + b <= HIGHEST; b++) {
                double below = StrictMath.pow(k, a + b);
                m[a * ORDERS + b] = below * all[a] + (1 - below) * up[a];
            }
        }
        moments[j] = m;
        double t = mu / own;
        curvatures[j] = (1 - k) * StrictMath.exp(-0.5 * t * t) / (own * Math.sqrt(2 * Math.PI));
    }

    private void smooth(int j, Activation activation, TrapezoidRule inner, double own, double mu) {
        int n = inner.size();
        double[] u = new double[n];
        double[] value = new double[n];
        double[] slope = new double[n];
        for (int i = 0; i < n; i++) {
            u[i] = mu + own * inner.node(i);
        }
        activation.evaluate(u, value, slope, n);
        double[] m = new double[ORDERS * ORDERS];
        double stein = 0;
        for (int i = 0; i < n; i++) {
            double byValue = inner.weight(i);
            stein += byValue * slope[i] * inner.node(i);
            for (int a = 0; a <= HIGHEST; a++) {
                double term = byValue;
                for (int b = 0; a + b <= HIGHEST; b++) {
                    m[a * ORDERS + b] += term;
                    term *= slope[i];
                }
                byValue *= value[i];
            }
        }
        moments[j] = m;
        curvatures[j] = stein / own;
    }

    /** Returns the number of nodes. */
    public int size() {
        return nodes.length;
    }

    /** Returns the shared part z of node j. */
    public double node(int j) {
        return nodes[j];
    }

    /**
     * Returns {@code E φᵃ φ'ᵇ} at node j.
     *
     * @param a power of φ, a + b ≤ 4
     * @param b power of φ'
     */
    public double moment(int j, int a, int b) {
        Args.requireInRange("a + b", a + b, 0, HIGHEST);
        return moments[j][a * ORDERS + b];
    }

    /** Returns {@code E φ''} at node j, by Stein's identity, so that a kink counts. */
    public double curvature(int j) {
        return curvatures[j];
    }

    /** Returns the average over z of a function of the node. */
    public double average(IntToDoubleFunction atNode) {
        double sum = 0;
        for (int j = 0; j < nodes.length; j++) {
            sum += weights[j] * atNode.applyAsDouble(j);
        }
        return sum;
    }
}
