package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import io.github.fisherscope.meanfield.gaussian.SharedFluctuations;

/**
 * How far expectations over networks of finite width may lie from the predictions, relative to them: terms of relative order
 * 1/M that the predictions leave out. A comparison allows for them; none is read off simulations.
 *
 * <p>Every hidden layer adds independent fluctuations of variance O(1/M) to the order parameters, and what depends on them
 * nonlinearly shifts by half its second derivative times their variance. For the mean that is evaluated; elsewhere the
 * relative variance itself is used, that is a second derivative of relative size 2, with the terms that are known to be there.
 *
 * <p>Derived in {@code docs/theory/equations.md#allowances}.
 *
 * <p>Every number is 0 or greater, and infinite where none is known: where doubles do not hold what it is made from, or samples are
 * parallel in a network with kinks.
 *
 * @param mean of tr F / P, absolute value of the evaluated shift; 0 for piecewise linear activations
 * @param secondMoment of tr F² / P
 * @param topMean of the mean of the C largest eigenvalues, where these are outliers
 * @param bulk of the bulk, which gets what the trace has and the outliers have not
 * @param learningRate of 2/λ_max, whose mean exceeds 2 over the mean of λ_max
 * @param fisherRao of θᵀFθ
 */
public record ExpectationShift(
        double mean, double secondMoment, double topMean, double bulk, double learningRate, double fisherRao) {
    private static final double STEP = 1e-3;
    private static final double LARGEST_LIFT = 1e6;

    /** Evaluates the shifts. Cost: O(L) expectations at a point. */
    public static ExpectationShift of(MeanFieldPrediction p) {
        NetworkSpec spec = p.spec();
        OrderParameters order = p.order();
        double t = p.samples();
        double others = (t - 1) / t;
        double s1 = p.statistics().gradientSquare();
        double s2 = p.statistics().gradientOverlap();
        int c = spec.outputs();
        GradientVariance of = p.scatter().gradients();
        double pairs = p.correction().sameOutput() + (c - 1) * p.correction().crossOutput();
        double noise = finite(pairs);
        double one = of.square() / (s1 * s1);
        // Fourth powers of gradients exceed the leading order by six quarters of that at most, one over S₂ by as much
        // again.
        double next = 1 + 3 * one;
        double row = finite(of.row() + (c - 1) * of.crossRow());

        double mean = known(Math.abs(mean(spec, order)) / s1);
        double level = p.statistics().finiteWidth().largest();
        double lift = s2 > 0 && t > 1 ? others * s2 * resummed(next * finite(of.lift(p.statistics(), noise))) : 0;
        double overlaps = 2 * Math.abs(inputOverlaps(p)); // mixed derivatives with the lengths are not evaluated
        double drift = s2 > 0 ? others * ((of.overlap() + 2 * finite(of.lengths())) / s2 + overlaps) : 0;
        double topMean = spec.depth() == 1 ? 0 : (drift + lift + s1 * one / t) / level;
        double second = (3 * of.square() + (c - 1) * of.crossSquare()) / t
                + others * (3 * of.overlap() + of.crossOverlap() * (c - 1) + 2 * row + 2 * s2 * overlaps + noise * one);
        double secondMoment = next * second / (s1 * s1 / t + others * (s2 * s2 + noise));
        double rest = s1 - s2;
        double bulk = t > 1 && rest > 0 ? (mean * s1 + topMean * level) / (others * rest) : 0;
        double scatter = p.scatter().largest();
        return new ExpectationShift(
                mean, known(secondMoment), known(topMean), known(bulk), known(topMean + scatter * scatter), known(one));
    }

    private static double known(double shift) {
        return shift >= 0 ? shift : Double.POSITIVE_INFINITY;
    }

    /**
     * Returns by how much the mean of S₂ over pairs exceeds S₂ of the mean overlap, since inputs overlap by ±q̂⁰/√M_0: the mean of
     * two points, which is exact to third order in the overlap.
     */
    private static double inputOverlaps(MeanFieldPrediction p) {
        InputMoments m = p.moments();
        double own = m.meanSquare() - Math.abs(m.crossProduct());
        double spread = own / Math.sqrt(p.spec().inputs());
        double sum = 0;
        for (double sign : new double[] {-1, 1}) {
            InputMoments moved = new InputMoments(m.meanSquare(), m.crossProduct() + sign * spread);
            OrderParameters order = OrderParameters.of(p.spec(), moved);
            sum += FisherStatistics.of(p.spec(), order, p.samples()).gradientOverlap();
        }
        return 0.5 * sum - p.statistics().gradientOverlap();
    }

    /** Returns 0 for what linear propagation does not give, where samples are parallel. */
    private static double finite(double x) {
        return Double.isFinite(x) ? x : 0;
    }

    /**
     * Returns x + x² + …: what lifts an outlier by a share x lies by that share nearer to it. From ½ on, where no row is judged, a
     * number that goes on rising.
     */
    private static double resummed(double x) {
        return x < 0.5 ? x / (1 - x) : Math.min(2 * x, LARGEST_LIFT);
    }

    /** Returns the shift of E S₁ to first order in 1/M. */
    private static double mean(NetworkSpec spec, OrderParameters order) {
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        double w = spec.weightVariance();
        int depth = spec.depth();
        Above[] above = new Above[depth + 1];
        above[depth] = new Above(Jet.constant(1), Jet.constant(0));
        for (int m = depth - 1; m >= 0; m--) {
            above[m] = Above.of(spec, expectation, m, order.qHat(m), above[m + 1]);
        }
        double below = spec.width(0) * order.qHat(0) + spec.shift();
        // Inputs of different lengths: Var q̂⁰ = 2 q̂⁰²/M_0 over samples.
        double shift = above[0].rest.second * order.qHat(0) * order.qHat(0) / spec.inputs();
        for (int m = 1; m < depth; m++) {
            double q = order.q(m);
            SharedFluctuations f = expectation.sharedFluctuations(q, q);
            double variance = (f.forward().vv() - f.means().v() * f.means().v()) / spec.width(m);
            double covariance = w * (f.mixed().vd() - f.means().v() * f.means().d()) / spec.width(m);
            double gain = w * f.means().d();
            Above a = above[m];
            shift += 0.5 * (below * gain * a.gradient.second + a.rest.second) * variance
                    + below * a.gradient.first * covariance;
            below = gain * below + spec.width(m) * order.qHat(m) + spec.shift();
        }
        return shift;
    }

    /**
     * What follows when the mean square activation of one layer is given, with two derivatives by it.
     *
     * @param gradient q̃ of the layer above
     * @param rest the part of S₁ from the layers above
     */
    private record Above(Jet gradient, Jet rest) {
        /** Puts layer {@code m} + 1 between. */
        static Above of(NetworkSpec spec, GaussianExpectation expectation, int m, double x, Above next) {
            Jet activity = new Jet(x * spec.width(m) + spec.shift(), spec.width(m), 0);
            if (m + 1 == spec.depth()) {
                return new Above(Jet.constant(1), activity);
            }
            double w = spec.weightVariance();
            double q = w * x + spec.biasVariance();
            double h = STEP * x;
            PointMoments here = expectation.at(q);
            PointMoments up = expectation.at(w * (x + h) + spec.biasVariance());
            PointMoments down = expectation.at(w * Math.max(0, x - h) + spec.biasVariance());
            Jet value = Jet.differences(here.meanSquare(), up.meanSquare(), down.meanSquare(), h);
            Jet gain = Jet.differences(
                            here.derivativeMeanSquare(), up.derivativeMeanSquare(), down.derivativeMeanSquare(), h)
                    .times(Jet.constant(w));
            Jet gradient = gain.times(next.gradient.after(value));
            return new Above(gradient, gradient.times(activity).plus(next.rest.after(value)));
        }
    }

    /** A number with its first two derivatives. */
    private record Jet(double value, double first, double second) {
        static Jet constant(double value) {
            return new Jet(value, 0, 0);
        }

        static Jet differences(double here, double up, double down, double h) {
            return h > 0 ? new Jet(here, (up - down) / (2 * h), (up - 2 * here + down) / (h * h)) : constant(here);
        }

        Jet plus(Jet other) {
            return new Jet(value + other.value, first + other.first, second + other.second);
        }

        Jet times(Jet other) {
            return new Jet(
                    value * other.value,
                    first * other.value + value * other.first,
                    second * other.value + 2 * first * other.first + value * other.second);
        }

        /** Returns this function of {@code inner}, whose value is where this jet was taken. */
        Jet after(Jet inner) {
            return new Jet(value, first * inner.first, second * inner.first * inner.first + first * inner.second);
        }
    }
}
