package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.kernel.LayerKernels;
import io.github.fisherscope.meanfield.kernel.LayerKernels.Kind;

/**
 * How much the overlaps of particular pairs of samples vary: they multiply fluctuations of both factors of a layer's kernel.
 *
 * @param kernel entry l: variance over pairs of the kernel of the layers up to l, for l &lt; L
 * @param backward entry l: variance over pairs of q̃_st^l that the inputs cause
 */
record PairSpread(RealVector kernel, RealVector backward) {

    /** Returns the spread for independent inputs of the moments of {@code n}. */
    static PairSpread independent(BulkNetwork n) {
        double same = n.order().qHat(0);
        double pair = n.order().qHatPair(0);
        return of(n, (same - pair) * (same + pair) / n.width(0));
    }

    /** Returns the spread on given inputs: what is measured over their pairs, and what the hidden layers add. */
    static PairSpread onData(BulkNetwork n, LayerKernels kernels) {
        PairSpread hidden = hidden(n);
        double[] kernel = hidden.kernel.toArray();
        double[] backward = hidden.backward.toArray();
        for (int l = 1; l <= n.depth(); l++) {
            kernel[l] += kernels.pairVariance(Kind.KERNEL, l);
            backward[l] = kernels.pairVariance(Kind.SENSITIVITIES, l);
        }
        return new PairSpread(RealVector.of(kernel), RealVector.of(backward));
    }

    /** Returns the spread that the hidden layers alone cause. */
    static PairSpread hidden(BulkNetwork n) {
        return of(n, 0);
    }

    private static PairSpread of(BulkNetwork n, double inputVariance) {
        double[] kernel = new double[n.depth() + 1];
        double[] backward = new double[n.depth() + 1];
        for (int m = 0; m < n.depth() - 1; m++) {
            double source = m == 0 ? inputVariance : ownVariance(n, m) / n.width(m);
            if (source > 0) {
                add(n, m, source, kernel, backward);
            }
        }
        return new PairSpread(RealVector.of(kernel), RealVector.of(backward));
    }

    private static double ownVariance(BulkNetwork n, int m) {
        var law = n.law(m);
        return law.average(j -> {
            double v = law.moment(j, 2, 0) - law.moment(j, 1, 0) * law.moment(j, 1, 0);
            return v * v;
        });
    }

    /** Adds source · (slope by q̂_st^m)² of every quantity. */
    private static void add(BulkNetwork n, int m, double source, double[] kernel, double[] backward) {
        double w = n.weightVariance();
        int depth = n.depth();
        double[] slopeChange = new double[depth];
        double forward = 1;
        double k = n.width(m);
        for (int l = m + 1; l < depth; l++) {
            kernel[l] += k * k * source;
            slopeChange[l] = n.curvatureProduct(l) * w * forward;
            forward *= w * n.slopeProduct(l);
            k = n.width(l) * forward + w * (slopeChange[l] * n.offDiagonal(l) + n.slopeProduct(l) * k);
        }
        if (m > 0) {
            return;
        }
        double change = 0;
        for (int l = depth - 1; l >= 1; l--) {
            change = w * (change * n.slopeProduct(l) + n.order().qTildePair(l + 1) * slopeChange[l]);
            backward[l] += change * change * source;
        }
    }
}
