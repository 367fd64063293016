package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.meanfield.gaussian.ConditionalLaw;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;

/**
 * Relative variances of a sample's own C×C block of the kernel without the last layer's part. They are of order C/M, but act
 * on the diagonal of the kernel and therefore multiply the bulk.
 *
 * @param shared of the part that all samples have in common; 0 for one output
 * @param own of each sample's own part
 */
record BlockVariance(double shared, double own) {
    private static final double STEP = 1e-4;

    static BlockVariance of(BulkNetwork n) {
        double shared = 0;
        double own = 0;
        for (int l = 1; l < n.depth(); l++) {
            shared += shared(n, l) / n.width(l);
            Layer layer = new Layer(n, l, response(n, l));
            own += n.law(l).average(layer::own) / n.width(l);
        }
        double low = n.bulkBelowLast();
        return new BlockVariance(shared / (low * low), Math.max(0, own) / (low * low));
    }

    private static double shared(BulkNetwork n, int l) {
        double c = n.outputs();
        double r = n.weightVariance() * n.order().qTildePair(l + 1);
        ConditionalLaw law = n.law(l);
        return (c + 2)
                * (c - 1)
                / c
                * r
                * r
                * law.average(j -> {
                    double f = law.moment(j, 0, 1);
                    double part = n.diagonal(l) * law.moment(j, 0, 2) - n.offDiagonal(l) * f * f;
                    return part * part;
                });
    }

    /** Returns dS₁/dq̂^l through the layers above, by a central difference. */
    private static double response(BulkNetwork n, int l) {
        double step = STEP * n.order().qHat(l);
        return (gradientSquare(n, l, step) - gradientSquare(n, l, -step)) / (2 * step);
    }

    private static double gradientSquare(BulkNetwork n, int l, double change) {
        GaussianExpectation expectation = GaussianExpectation.of(n.spec().activation());
        double w = n.weightVariance();
        double b = n.spec().biasVariance();
        double qHat = n.order().qHat(l) + change;
        double kernel = n.diagonal(l);
        double slope = n.slopeSquare(l);
        for (int k = l + 1; k <= n.depth(); k++) {
            kernel = n.width(k - 1) * qHat + n.spec().shift() + w * slope * kernel;
            if (k < n.depth()) {
                PointMoments m = expectation.at(w * qHat + b);
                qHat = m.meanSquare();
                slope = m.derivativeMeanSquare();
            }
        }
        return kernel;
    }

    /** The own part of one layer's units, given their shared part. */
    private static final class Layer {
        private final ConditionalLaw law;
        private final double kappa;
        private final double kappaPair;
        private final double q;
        private final double r;
        private final double response;
        private final double unitWeight;
        private final double c;

        Layer(BulkNetwork n, int l, double response) {
            this.law = n.law(l);
            this.kappa = n.diagonal(l);
            this.kappaPair = n.offDiagonal(l);
            this.q = n.weightVariance() * n.order().qTilde(l + 1);
            this.r = n.weightVariance() * n.order().qTildePair(l + 1);
            this.response = response;
            this.unitWeight = n.width(l) * n.weight(l);
            this.c = n.outputs();
        }

        double own(int j) {
            double f = law.moment(j, 0, 1);
            double g2 = law.moment(j, 0, 2);
            double backward = kappa * kappa * (c + 2) * q * q * law.moment(j, 0, 4)
                    - 4 * kappa * kappaPair * (c + 2) * q * r * f * law.moment(j, 0, 3)
                    + kappaPair * kappaPair * f * f * g2 * (2 * (c + 3) * r * r + 2 * (c + 1) * q * r);
            double c1 = kappa * g2 - 2 * kappaPair * f * f;
            double c0 = kappa * g2 * (q - r);
            double common = c1 * c1 * (c + 2) * r * r + 2 * c1 * c0 * r + c0 * c0;
            return backward - common - outlier(j) + forward(j);
        }

        /** What y contains already: an eigenvector of the bulk is orthogonal to the outlier's. */
        private double outlier(int j) {
            double f = law.moment(j, 0, 1);
            double g2 = law.moment(j, 0, 2);
            double g3 = law.moment(j, 0, 3);
            // v = q g² − 2 r f g + r f², written by powers of g
            double mean = q * g2 - 2 * r * f * f + r * f * f;
            double square = q * q * law.moment(j, 0, 4)
                    - 4 * q * r * f * g3
                    + (4 * r * r * f * f + 2 * q * r * f * f) * g2
                    - 4 * r * r * f * f * f * f
                    + r * r * f * f * f * f;
            return kappaPair * kappaPair * ((c + 2) * square - mean * mean);
        }

        /** Fluctuations of a sample's forward norm, their covariance with the backward ones, less what x contains. */
        private double forward(int j) {
            double m = law.moment(j, 1, 0);
            double p2 = law.moment(j, 2, 0);
            double p3 = law.moment(j, 3, 0);
            double p4 = law.moment(j, 4, 0);
            double f = law.moment(j, 0, 1);
            double g2 = law.moment(j, 0, 2);
            double a = response;
            double b = -2 * unitWeight * m;
            double variance = a * a * (p4 - p2 * p2) + 2 * a * b * (p3 - p2 * m) + b * b * (p2 - m * m);
            double s = kappa * q;
            double t = -2 * kappaPair * f * r;
            double covariance = a * s * (law.moment(j, 2, 2) - p2 * g2)
                    + a * t * (law.moment(j, 2, 1) - p2 * f)
                    + b * s * (law.moment(j, 1, 2) - m * g2)
                    + b * t * (law.moment(j, 1, 1) - m * f);
            double fourth = p4 - 4 * m * p3 + 6 * m * m * p2 - 3 * m * m * m * m;
            double second = p2 - m * m;
            return variance + 2 * covariance - unitWeight * unitWeight * (fourth - second * second);
        }
    }
}
