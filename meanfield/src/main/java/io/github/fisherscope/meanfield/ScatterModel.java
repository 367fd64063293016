package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;

/** Scatter of single networks, from simulations of 29 configurations. */
final class ScatterModel {
    private static final double MEAN = 0.70;
    private static final double LARGEST = 0.85;

    private ScatterModel() {}

    static NetworkScatter of(NetworkSpec spec, OrderParameters order, FisherStatistics statistics) {
        double inverse = 0;
        for (int l = 1; l < spec.depth(); l++) {
            inverse += 1.0 / spec.width(l);
        }
        double root = Math.sqrt(inverse);
        double own = Math.sqrt(2.0 / (spec.inputs() * (double) statistics.samples()));
        double mean = Math.hypot(MEAN * root, own);
        double largest = Math.hypot(LARGEST * root, own);
        return new NetworkScatter(
                mean,
                2 * largest,
                largest,
                "fit c √(Σ 1/M_l) to simulated networks with 2 to 5 layers; right within a factor of 1.5 there");
    }
}
