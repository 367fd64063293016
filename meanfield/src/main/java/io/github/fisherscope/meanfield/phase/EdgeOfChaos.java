package io.github.fisherscope.meanfield.phase;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import io.github.fisherscope.meanfield.internal.BracketedRoot;
import java.util.Optional;

/**
 * The weight variance at which χ₁ = 1 for a given bias variance.
 *
 * <p>On the edge σ_w² = 1/D(q), so q solves {@code q − V(q)/D(q) = σ_b²}: one equation in one unknown, without the slow
 * iteration at a critical point.
 *
 * @param weightVariance σ_w²
 * @param fixedPoint q* there
 */
public record EdgeOfChaos(double weightVariance, double fixedPoint) {
    private static final double SMALLEST = 1e-9;
    private static final double FINE = 1e4;
    private static final double LARGEST = 1e200;
    private static final double GROWTH = 1.5;
    private static final double FAR_GROWTH = 10;

    /** Where q − V/D is this small against q, rounding decides its sign. */
    private static final double CANCELLED = 1e-11;

    private static final int MAX_EVALUATIONS = 200;

    /**
     * Returns the edge with the smallest q*, or nothing when χ₁ stays away from 1 at every fixed point that rounding lets
     * one tell.
     *
     * @param biasVariance σ_b² ≥ 0
     */
    public static Optional<EdgeOfChaos> of(Activation activation, double biasVariance) {
        Args.requireNonNegative("biasVariance", biasVariance);
        GaussianExpectation expectation = GaussianExpectation.of(activation);
        if (activation.piecewiseLinear()) {
            double gain = expectation.at(1).derivativeMeanSquare();
            return Optional.of(new EdgeOfChaos(1 / gain, biasVariance > 0 ? Double.POSITIVE_INFINITY : 1 / gain));
        }
        if (biasVariance == 0 && activation.value(0) == 0) {
            double slope = activation.derivative(0);
            return Optional.of(new EdgeOfChaos(1 / (slope * slope), 0));
        }
        double low = SMALLEST;
        double lowGap = gap(expectation, low, biasVariance);
        for (double high = low * GROWTH; high < LARGEST; high *= high < FINE ? GROWTH : FAR_GROWTH) {
            double highGap = gap(expectation, high, biasVariance);
            if (high > FINE && highGap + biasVariance < CANCELLED * high) {
                return Optional.empty();
            }
            if (lowGap <= 0 && highGap > 0) {
                double q = BracketedRoot.find(
                        x -> gap(expectation, x, biasVariance), low, high, 1e-15, 1e-18, MAX_EVALUATIONS);
                return Optional.of(new EdgeOfChaos(1 / expectation.at(q).derivativeMeanSquare(), q));
            }
            low = high;
            lowGap = highGap;
        }
        return Optional.empty();
    }

    private static double gap(GaussianExpectation expectation, double q, double biasVariance) {
        PointMoments m = expectation.at(q);
        return q - m.meanSquare() / m.derivativeMeanSquare() - biasVariance;
    }
}
