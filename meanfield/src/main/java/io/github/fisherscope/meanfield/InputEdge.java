package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;

/**
 * The largest eigenvalue of the Gram matrix of T Gaussian inputs, divided by T: mean and standard deviation at finite size
 * from the Tracy-Widom law (Johnstone 2001).
 *
 * @param mean expectation
 * @param standardDeviation over data sets
 */
record InputEdge(double mean, double standardDeviation) {
    private static final double TRACY_WIDOM_MEAN = -1.2065336;
    private static final double TRACY_WIDOM_DEVIATION = 1.2679810;

    static InputEdge of(NetworkSpec spec, OrderParameters order, long samples) {
        double n = Math.sqrt(samples - 1.0);
        double p = Math.sqrt(spec.inputs());
        double scale = (order.qHat(0) - order.qHatPair(0)) / samples;
        double centre = (n + p) * (n + p);
        double width = samples > 1 ? (n + p) * Math.cbrt(1 / n + 1 / p) : 0;
        return new InputEdge(scale * (centre + TRACY_WIDOM_MEAN * width), scale * TRACY_WIDOM_DEVIATION * width);
    }
}
