package io.github.fisherscope.meanfield.phase;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PairOverlaps;
import io.github.fisherscope.meanfield.gaussian.PointMoments;

/**
 * Where signal propagation ends in a deep network, and how fast it gets there.
 *
 * <pre>
 *   q* = σ_w² V(q*) + σ_b²         χ₁ = σ_w² E φ'²        χ_q = χ₁ + σ_w² E φφ''
 *   c* = (σ_w² I_φ[q*, c*q*] + σ_b²)/q*                     χ_c = σ_w² I_φ'[q*, c*q*]
 * </pre>
 *
 * <p>q* is the fixed point that the recursion reaches from inputs with mean square 1, that is from q = σ_w² + σ_b². It
 * is infinite when q grows without bound, as for ReLU with σ_w² ≥ 2 and σ_b² &gt; 0; the correlation map is then the
 * limit of the maps at growing q. c* is the stable fixed point: 1 unless χ₁ &gt; 1.
 *
 * <p>Source: Poole et al. 2016, Schoenholz et al. 2017; {@code docs/theory/equations.md#phases}.
 *
 * @param fixedPoint q*
 * @param chi1 χ₁, growth per layer of squared gradients
 * @param chiQ χ_q, slope of the map of q at q*
 * @param correlation c*
 * @param chiC χ_c, slope of the map of c at c*
 */
public record PhasePoint(double fixedPoint, double chi1, double chiQ, double correlation, double chiC) {
    /** Width of the strip around χ₁ = 1 that counts as the edge: rounding errors of χ₁ stay far below it. */
    private static final double EDGE = 1e-9;

    private static final double ROUNDING = 4e-16;
    private static final int MAX_STEPS = 200;

    /**
     * Computes the point.
     *
     * <p>Cost: below a millisecond in the ordered phase, some ten milliseconds in the chaotic phase of a smooth
     * activation. Error: about 1e-13 relative away from bifurcations.
     *
     * @param weightVariance σ_w² &gt; 0
     * @param biasVariance σ_b² ≥ 0
     */
    public static PhasePoint of(Activation activation, double weightVariance, double biasVariance) {
        Args.requirePositive("weightVariance", weightVariance);
        Args.requireNonNegative("biasVariance", biasVariance);
        GaussianExpectation expectation = GaussianExpectation.of(activation);
        VarianceMap map = new VarianceMap(activation, expectation, weightVariance, biasVariance);
        double q = map.fixedPoint();
        PointMoments m = expectation.at(q == Double.POSITIVE_INFINITY ? VarianceMap.LARGE : q);
        double chi1 = weightVariance * m.derivativeMeanSquare();
        double chiQ = chi1 + weightVariance * m.curvature();
        if (q == Double.POSITIVE_INFINITY) {
            // Normalised by the growth of q itself the slope at c = 1 is χ₁/χ_q, which is 1 for kinks.
            return new PhasePoint(q, chi1, chiQ, 1, chi1 / chiQ);
        }
        if (chi1 <= 1 + EDGE || q == 0) {
            return new PhasePoint(q, chi1, chiQ, 1, chi1);
        }
        double c = correlation(expectation, weightVariance, biasVariance, q);
        double chiC = weightVariance * expectation.overlaps(q, c * q).derivative();
        return new PhasePoint(q, chi1, chiQ, c, chiC);
    }

    /**
     * Newton's method from c = 0. The map is a power series in c with coefficients ≥ 0, hence convex; in the chaotic
     * phase it crosses the diagonal once below 1, and Newton's iterates rise to that point monotonically.
     */
    private static double correlation(GaussianExpectation expectation, double w, double b, double q) {
        double c = 0;
        for (int n = 0; n < MAX_STEPS; n++) {
            PairOverlaps pair = expectation.overlaps(q, c * q);
            double gap = (w * pair.value() + b) / q - c;
            double next = c + gap / (1 - w * pair.derivative());
            if (!(next > c + ROUNDING)) {
                return c;
            }
            c = Math.min(next, 1);
        }
        return c;
    }

    /** Returns the phase; χ₁ within 1e-9 of 1 is the edge. */
    public Phase phase() {
        if (Math.abs(chi1 - 1) <= EDGE) {
            return Phase.EDGE_OF_CHAOS;
        }
        return chi1 < 1 ? Phase.ORDERED : Phase.CHAOTIC;
    }

    /** Returns ξ_q = −1/ln|χ_q|, the depth over which q forgets the input; infinite where χ_q ≥ 1. */
    public double variancePropagationDepth() {
        return depth(Math.abs(chiQ));
    }

    /** Returns ξ_c = −1/ln χ_c, the depth over which correlations reach c*; infinite where χ_c ≥ 1. */
    public double correlationDepth() {
        return depth(chiC);
    }

    /** Returns 1/|ln χ₁|, the depth over which squared gradients change by a factor e; infinite at the edge. */
    public double gradientDepth() {
        double rate = Math.abs(Math.log(chi1));
        return rate <= EDGE ? Double.POSITIVE_INFINITY : 1 / rate;
    }

    private static double depth(double slope) {
        return slope >= 1 - EDGE ? Double.POSITIVE_INFINITY : -1 / Math.log(slope);
    }
}
