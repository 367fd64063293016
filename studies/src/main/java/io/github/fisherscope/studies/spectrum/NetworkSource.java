package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.ParameterLayout;
import org.jspecify.annotations.Nullable;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.format.NetworkReading;
import io.github.fisherscope.core.network.format.ReadNetwork;
import java.util.Objects;

/** Where the network of a study comes from. */
public sealed interface NetworkSource {
    /** Returns the family whose mean-field theory the measurement is held against. */
    NetworkSpec spec();

    /** Returns the parameters of the networks that are measured: those of the family, or of the given network. */
    ParameterLayout layout();

    /**
     * Networks drawn from a family.
     *
     * @param spec the family
     */
    record Random(NetworkSpec spec) implements NetworkSource {
        public Random {
            Objects.requireNonNull(spec, "spec");
        }

        @Override
        public ParameterLayout layout() {
            return spec.layout();
        }
    }

    /**
     * One given network.
     *
     * @param network its weights
     * @param file the name of the file it was read from
     * @param sha256 the file's digest in hexadecimal
     * @param spec the family that theory is made for
     * @param variancesFromFile whether the family's variances were measured from the weights
     * @param reading how the file was understood
     */
    record Given(
            NeuralNetwork network,
            String file,
            String sha256,
            NetworkSpec spec,
            boolean variancesFromFile,
            NetworkReading reading)
            implements NetworkSource {
        public Given {
            Objects.requireNonNull(network, "network");
            Objects.requireNonNull(spec, "spec");
            Objects.requireNonNull(reading, "reading");
        }

        @Override
        public ParameterLayout layout() {
            return network.layout();
        }

        /** Returns whether theory has a family of such networks: one activation, linear outputs, biases everywhere or nowhere. */
        boolean layersAlike() {
            long biases = network.layers().stream().filter(DenseLayer::hasBias).count();
            return network.hiddenActivation().isPresent()
                    && network.linearOutput()
                    && (biases == 0 || biases == network.depth());
        }
    }

    /**
     * Returns a given network with the family that is nearest to it: the activation of its first layer, and variances as found
     * in its weights unless others are given.
     *
     * @param file name of the file it was read from
     * @param sha256 the file's digest in hexadecimal
     * @param weightVariance σ_w², or null for the one found
     * @param biasVariance σ_b², or null for the one found
     * @throws IllegalArgumentException if a bias variance is given and the network has no biases
     */
    static Given given(
            ReadNetwork read,
            String file,
            String sha256,
            @Nullable Double weightVariance,
            @Nullable Double biasVariance) {
        NeuralNetwork network = read.network();
        WeightVariances found = WeightVariances.of(network);
        NetworkSpec spec = new NetworkSpec(
                network.widths(),
                network.hiddenActivation().orElse(network.activation(1)),
                weightVariance == null ? found.weightVariance() : weightVariance,
                biasVariance == null ? found.biasVariance() : biasVariance,
                network.layout().hasBiases());
        return new Given(
                network, file, sha256, spec, weightVariance == null || biasVariance == null, read.reading());
    }
}
