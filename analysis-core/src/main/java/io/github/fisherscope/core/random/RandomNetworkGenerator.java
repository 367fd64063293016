package io.github.fisherscope.core.random;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Draws networks from a {@link NetworkSpec}: {@code W^l_ij ~ N(0, σ_w²/M_{l-1})}, {@code b^l_i ~ N(0, σ_b²)}. Network
 * number i of a seed is always the same, whichever others are drawn and on however many threads; without biases it has the
 * same weights.
 */
public final class RandomNetworkGenerator {
    private final NetworkSpec spec;
    private final RandomStreams streams;

    private RandomNetworkGenerator(NetworkSpec spec, RandomStreams streams) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.streams = streams;
    }

    public static RandomNetworkGenerator of(NetworkSpec spec, long seed) {
        return new RandomNetworkGenerator(spec, RandomStreams.of(seed));
    }

    /**
     * Returns network number {@code index}. Cost: P normal deviates; memory 8 P bytes.
     *
     * @param index counted from 0
     */
    public NeuralNetwork network(long index) {
        List<double[]> weights = new ArrayList<>();
        List<double[]> biases = new ArrayList<>();
        double biasSd = Math.sqrt(spec.biasVariance());
        for (int l = 1; l <= spec.depth(); l++) {
            double[] w = new double[Math.multiplyExact(spec.width(l), spec.width(l - 1))];
            double weightSd = Math.sqrt(spec.weightVariance() / spec.width(l - 1));
            streams.fillNormal(StreamPurpose.WEIGHTS, index, l, weightSd, w);
            weights.add(w);
            if (spec.biases()) {
                double[] b = new double[spec.width(l)];
                streams.fillNormal(StreamPurpose.BIASES, index, l, biasSd, b);
                biases.add(b);
            }
        }
        return NeuralNetwork.takingOver(spec.widths(), spec.activation(), weights, biases);
    }
}
