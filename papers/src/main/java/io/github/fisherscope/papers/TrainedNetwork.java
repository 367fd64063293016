package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.LossCurve;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.core.training.TrainingLoop;

/** A random network, its data, and what gradient descent does to it; measured once, trained many times. */
final class TrainedNetwork {
    private final NeuralNetwork network;
    private final Dataset data;
    private final RealVector outputs;
    private final double largest;
    private final RandomStreams streams;
    private final long index;
    private final Backend backend;

    TrainedNetwork(NetworkSpec spec, int samples, long seed, long index, Backend backend) {
        this.network = RandomNetworkGenerator.of(spec, seed).network(index);
        this.data = RandomInputs.of(seed).standardNormal(index, samples, spec.inputs());
        this.streams = RandomStreams.of(seed);
        this.index = index;
        this.backend = backend;
        try (Linearization at = Linearization.of(network, data, backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            this.outputs = RealVector.of(at.outputs());
            this.largest = dual.eigenvalues().get(0);
        }
    }

    /** Returns λ_max of this very network. */
    double largestEigenvalue() {
        return largest;
    }

    /**
     * Returns targets near the network's own outputs: the training starts next to a minimum.
     *
     * @param offset added to every output, along which the top eigenvector lies
     */
    RealVector nearby(double offset) {
        return RealVector.of(outputs.stream().map(f -> f + offset).toArray());
    }

    /** Returns independent N(0, 1) targets. */
    RealVector random() {
        double[] y = new double[outputs.size()];
        streams.fillNormal(StreamPurpose.LABELS, index, 0, 1, y);
        return RealVector.of(y);
    }

    /** Runs gradient descent on the squared error. */
    LossCurve train(double learningRate, int steps, RealVector targets) {
        return TrainingLoop.of(TrainingConfig.defaults().withSteps(steps), new GradientDescent(learningRate))
                .run(network, data, Loss.squaredError(targets, network.outputs()), backend)
                .losses();
    }
}
