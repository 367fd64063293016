package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;

/**
 * The variances that a network's weights and biases have, in the scaling of random networks.
 *
 * @param weightVariance the mean over layers of {@code M_{l-1} · mean(W^l_ij²)}
 * @param biasVariance the mean of b² over all biases, 0 if there are none
 */
public record WeightVariances(double weightVariance, double biasVariance) {
    /** Measures them; mean squares, since random weights have mean 0. */
    public static WeightVariances of(NeuralNetwork network) {
        double weights = 0;
        double biases = 0;
        long biasCount = 0;
        for (int l = 1; l <= network.depth(); l++) {
            double[] row = new double[network.width(l - 1)];
            double squares = 0;
            for (int i = 0; i < network.width(l); i++) {
                network.copyWeightRow(l, i, row);
                for (double w : row) {
                    squares += w * w;
                }
            }
            weights += squares / network.width(l);
            RealVector bias = network.layer(l).bias();
            for (int i = 0; bias != null && i < bias.size(); i++) {
                biases += bias.get(i) * bias.get(i);
                biasCount++;
            }
        }
        return new WeightVariances(weights / network.depth(), biasCount == 0 ? 0 : biases / biasCount);
    }
}
