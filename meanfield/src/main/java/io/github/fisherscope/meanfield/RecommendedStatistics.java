package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;

/**
 * The statistics to hold a measurement against: the finite-width form with every correction we have.
 *
 * @param mean m, from S₁
 * @param secondMoment s, with the pair correction of order 1/M where it exists
 * @param topMean mean of the C largest eigenvalues
 * @param largest the largest eigenvalue itself: {@code topMean} for C = 1; for C ≥ 2 the outliers repel each other
 *     and the largest lies above their mean by a factor of about (1 + √(C/M_{L−1}))² in its random part
 * @param bulk value of the bulk
 * @param basis how {@code topMean} and {@code largest} were obtained, in words
 */
public record RecommendedStatistics(
        double mean, double secondMoment, double topMean, double largest, double bulk, String basis) {

    static RecommendedStatistics of(
            NetworkSpec spec, OrderParameters order, FisherStatistics statistics, PairCorrection correction) {
        SpectrumStatistics plain = statistics.finiteWidth();
        double corrected = correction.secondMoment(statistics);
        double second = Double.isFinite(corrected) ? corrected : plain.secondMoment();
        double topMean = plain.largest();
        double largest = topMean;
        String basis = "outlier (T−1)/T S₂ + S₁/T";
        if (spec.depth() == 1) {
            double edge = InputEdge.of(spec, order, statistics.samples()).mean();
            if (edge > topMean) {
                topMean = edge;
                basis = "largest eigenvalue of the inputs' Gram matrix (Marchenko-Pastur edge with its Tracy-Widom"
                        + " shift), since there is no hidden layer";
            }
            largest = topMean;
        } else if (CentredNetworkLaw.isCentred(order) && statistics.samples() > 1) {
            topMean = Math.max(
                    topMean,
                    CentredNetworkLaw.of(spec, order, statistics.samples()).upperEdge());
            largest = topMean;
            basis = "upper edge of the linear-width law, since a centred network has no outliers";
        } else if (spec.outputs() >= 2 && statistics.gradientOverlap() > 0) {
            largest = split(spec, order, statistics);
            basis = basis + " for the mean of the C largest; the largest one with the splitting rule";
        }
        return new RecommendedStatistics(plain.mean(), second, topMean, largest, plain.bulk(), basis);
    }

    /** Returns A_L + (λ_max − A_L)(1 + √(C/M_{L−1}))², where A_L is the last layer's part, which does not split. */
    private static double split(NetworkSpec spec, OrderParameters order, FisherStatistics statistics) {
        int depth = spec.depth();
        double t = statistics.samples();
        double last = (t - 1) / t * FisherStatistics.overlap(spec, order, depth)
                + FisherStatistics.square(spec, order, depth) / t;
        double root = 1 + Math.sqrt((double) spec.outputs() / spec.width(depth - 1));
        return last + (statistics.finiteWidth().largest() - last) * root * root;
    }
}
