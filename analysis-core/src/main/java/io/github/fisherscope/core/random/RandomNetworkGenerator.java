package io.github.fisherscope.core.random;

import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
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
        ParameterLayout layout = spec.layout();
        double biasSd = Math.sqrt(spec.biasVariance());
        for (int l = 1; l <= spec.depth(); l++) {
            DenseShape shape = layout.layer(l);
            double[] w = new double[Math.multiplyExact(shape.outputs(), shape.inputs())];
            double weightSd = Math.sqrt(spec.weightVariance() / shape.inputs());
            streams.fillNormal(StreamPurpose.WEIGHTS, index, l, weightSd, w);
            weights.add(w);
            if (spec.biases()) {
                double[] b = new double[shape.outputs()];
                streams.fillNormal(StreamPurpose.BIASES, index, l, biasSd, b);
                biases.add(b);
            }
        }
        return NeuralNetwork.takingOver(spec.widths(), spec.activation(), weights, biases);
    }
}
