package io.github.fisherscope.meanfield;

/**
 * Relative standard deviation, over networks of one specification, of the statistics of a single network: what a
 * verdict about one network must allow for.
 *
 * @param mean of tr F / P
 * @param secondMoment of tr F² / P
 * @param largest of the mean of the C largest eigenvalues
 * @param bulk of the bulk
 * @param gradients the variances that these come from
 * @param basis where the numbers come from and how uncertain they are, in words
 */
public record NetworkScatter(
        double mean, double secondMoment, double largest, double bulk, GradientVariance gradients, String basis) {}
