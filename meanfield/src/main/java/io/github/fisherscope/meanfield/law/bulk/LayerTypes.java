package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.gaussian.ConditionalLaw;
import io.github.fisherscope.meanfield.law.Complex;

/**
 * The units of one hidden layer by type: the part z of the pre-activation that all samples share, and the squared length
 * |ā|² of the shared part of the weights to the outputs. Integrates what one unit does to the kernel over all types.
 */
final class LayerTypes {
    private final int outputs;
    private final double[] probability;
    private final double[] length;
    private final double[] slope;
    private final double[] curvature;
    private final double[] forwardNoise;
    private final double[] backwardNoise;
    private final double[] mixedNoise;
    private final double[] weightNoise;

    private LayerTypes(int outputs, int types) {
        this.outputs = outputs;
        probability = new double[types];
        length = new double[types];
        slope = new double[types];
        curvature = new double[types];
        forwardNoise = new double[types];
        backwardNoise = new double[types];
        mixedNoise = new double[types];
        weightNoise = new double[types];
    }

    /**
     * Returns the types of layer l.
     *
     * @param normal rule for z
     * @param chiSquare rule for C|ā|² over its mean, with C degrees of freedom
     */
    static LayerTypes of(BulkNetwork n, int l, GaussRule normal, GaussRule chiSquare) {
        LayerTypes t = new LayerTypes(n.outputs(), normal.size() * chiSquare.size());
        double q = n.order().q(l);
        double shared = n.shared(l);
        double own = q - shared;
        double w = n.weightVariance() / n.width(l);
        double pair = w * n.order().qTildePair(l + 1);
        double rest = w * (n.order().qTilde(l + 1) - n.order().qTildePair(l + 1));
        ConditionalLaw law = ConditionalLaw.at(n.spec().activation(), q, shared, normal.nodes(), normal.weights());
        int i = 0;
        for (int j = 0; j < normal.size(); j++) {
            double m = law.moment(j, 1, 0);
            double f = law.moment(j, 0, 1);
            double f2 = law.curvature(j);
            double variance = law.moment(j, 2, 0) - m * m;
            double slopeVariance = law.moment(j, 0, 2) - f * f;
            for (int k = 0; k < chiSquare.size(); k++) {
                t.probability[i] = normal.weight(j) * chiSquare.weight(k);
                t.length[i] = pair * chiSquare.node(k);
                t.slope[i] = f;
                t.curvature[i] = f2;
                t.forwardNoise[i] = variance - f * f * own;
                t.backwardNoise[i] = slopeVariance - f2 * f2 * own;
                t.mixedNoise[i] = law.moment(j, 1, 1) - m * f - f * f2 * own;
                t.weightNoise[i] = slopeVariance * rest;
                i++;
            }
        }
        return t;
    }

    /** Returns by how much the rule's averages of squared conditional means and variances are off, relatively. */
    static double discrepancy(BulkNetwork n, int l, GaussRule rule) {
        ConditionalLaw fine = n.law(l);
        double shared = n.shared(l);
        ConditionalLaw few =
                ConditionalLaw.at(n.spec().activation(), n.order().q(l), shared, rule.nodes(), rule.weights());
        double value = relative(average(few, 1, 0), average(fine, 1, 0), average(fine, 2, 0));
        double slope = relative(average(few, 0, 1), average(fine, 0, 1), average(fine, 0, 2));
        return Math.max(value, slope);
    }

    /** Returns the average of the squared conditional mean of φ or φ', or of φ² or φ'². */
    private static double average(ConditionalLaw law, int a, int b) {
        return law.average(j -> a + b == 1 ? law.moment(j, a, b) * law.moment(j, a, b) : law.moment(j, a, b));
    }

    private static double relative(double value, double exact, double scale) {
        return Math.abs(value - exact) / scale;
    }

    /** Returns the mean of {@code |ā|² k_y / C}, of {@code k_e} and of {@code k_x}. */
    RealVector meanNoise() {
        double y = 0;
        double e = 0;
        double x = 0;
        for (int i = 0; i < probability.length; i++) {
            y += probability[i] * length[i] * backwardNoise[i] / outputs;
            e += probability[i] * weightNoise[i];
            x += probability[i] * forwardNoise[i];
        }
        return RealVector.of(y, e, x);
    }

    /**
     * What the rest of the network hands to a layer: traces of the resolvent with the noise of x, of y, of the weights' own
     * part, and of x with y; the traces with the layer below and the backward layer above, over their widths; and weights.
     *
     * @param x trace with the forward noise
     * @param y with the backward noise
     * @param e with the weights' noise
     * @param c with the mixed noise
     * @param below σ_w² F_{l−1}/M_{l−1}
     * @param above σ_w² B_{l+1}/M_l
     * @param a weight of x xᵀ
     * @param b weight of y yᵀ
     */
    record Surroundings(
            Complex x, Complex y, Complex e, Complex c, Complex below, Complex above, Complex a, Complex b) {}

    /** Averages over types of what a unit returns. */
    static final class Response {
        Complex backward = Complex.ZERO;
        Complex weights = Complex.ZERO;
        Complex forward = Complex.ZERO;
        Complex mixed = Complex.ZERO;
        Complex downBent = Complex.ZERO;
        Complex down = Complex.ZERO;
        Complex up = Complex.ZERO;
        Complex forwardTrace = Complex.ZERO;
        Complex backwardTrace = Complex.ZERO;
    }

    /**
     * Integrates a unit out.
     *
     * @param kernelSpread v_l, subtracted from the weight of y
     * @param backwardSpread v'_{l+1}, subtracted from the weight of x
     */
    Response respond(Surroundings s, double kernelSpread, double backwardSpread) {
        Response r = new Response();
        Complex ab = s.a.times(s.b);
        double c = outputs;
        for (int i = 0; i < probability.length; i++) {
            double f = slope[i];
            double g = curvature[i];
            double n = length[i];
            Complex x = s.x.times(forwardNoise[i]).plus(s.below.times(f * f));
            Complex chi = s.c.times(mixedNoise[i]).plus(s.below.times(f * g));
            Complex y = s.y.times(n * backwardNoise[i])
                    .plus(s.below.times(n * g * g))
                    .plus(s.e.times(c * weightNoise[i]))
                    .plus(s.above.times(c * f * f));
            Complex ax = s.a.times(x).plus(1);
            Complex by = s.b.times(y).plus(1);
            Complex square = chi.times(chi).times(n);
            Complex inverse = reciprocal(ax.times(by).minus(ab.times(square)));
            Complex p = ax.times(inverse);
            Complex q = by.times(inverse);
            Complex alone = reciprocal(ax).times(c - 1);
            Complex wy = s.b.times(p).minus(y.times(kernelSpread));
            Complex wx = s.a.times(q.plus(alone)).times(1 / c).minus(x.times(backwardSpread));
            Complex wc = ab.times(chi).times(inverse).times(n / c);
            double w = probability[i];
            Complex wyn = wy.times(w * n / c);
            r.backward = r.backward.plus(wyn.times(backwardNoise[i]));
            r.weights = r.weights.plus(wy.times(w * weightNoise[i]));
            r.forward = r.forward.plus(wx.times(w * forwardNoise[i]));
            r.mixed = r.mixed.plus(wc.times(w * mixedNoise[i]));
            r.downBent = r.downBent.plus(wyn.times(g * g)).minus(wc.times(2 * w * f * g));
            r.down = r.down.plus(wx.times(w * f * f));
            r.up = r.up.plus(wy.times(w * f * f));
            Complex ahead = x.times(q).minus(s.b.times(square).times(inverse)).plus(x.times(alone));
            r.forwardTrace = r.forwardTrace.plus(ahead.times(w / c));
            r.backwardTrace = r.backwardTrace.plus(
                    y.times(p).minus(s.a.times(square).times(inverse)).times(w / c));
        }
        return r;
    }

    /** One over a number whose square is far from overflow; without branches, so that the loop stays free of objects. */
    private static Complex reciprocal(Complex z) {
        double scale = 1 / (z.re() * z.re() + z.im() * z.im());
        return new Complex(z.re() * scale, -z.im() * scale);
    }
}
