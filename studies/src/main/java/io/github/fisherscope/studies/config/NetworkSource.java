package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterBlocks;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.core.network.arrays.NetworkReading;
import io.github.fisherscope.core.random.GraphFamily;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the network of a study comes from. */
public sealed interface NetworkSource {
    /**
     * Returns the family whose mean-field theory the measurement is held against.
     *
     * @throws IllegalStateException if there is none, as for a network of other layers than dense ones
     */
    NetworkSpec spec();

    /**
     * Returns the parameters of the networks that are measured: those of the family, or of the given network.
     *
     * @throws IllegalStateException if the network is not fully connected
     */
    ParameterLayout layout();

    /** Returns the blocks of the parameters: layers, or the parameter tensors of a network of any layers. */
    default ParameterBlocks blocks() {
        return layout();
    }

    /** Returns the number of inputs of one sample. */
    default int inputs() {
        return spec().inputs();
    }

    /** Returns C, the number of outputs at a position. */
    default int outputs() {
        return spec().outputs();
    }

    /** Returns P. */
    default long parameters() {
        return blocks().parameters();
    }

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
     * @param spec the family of random networks that has its widths, and variances as {@code asIfRandom} says
     * @param asIfRandom whether theory of that family is shown beside the measurement
     * @param reading how the file was understood, null for a network that a program made
     */
    record Given(
            NeuralNetwork network,
            String file,
            String sha256,
            NetworkSpec spec,
            AsIfRandom asIfRandom,
            @Nullable NetworkReading reading)
            implements NetworkSource {
        public Given {
            Objects.requireNonNull(network, "network");
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(spec, "spec");
            Objects.requireNonNull(asIfRandom, "asIfRandom");
        }

        @Override
        public ParameterLayout layout() {
            return network.layout();
        }

        /** Returns the same network with what is known of how its file was understood. */
        public Given withReading(NetworkReading value) {
            return new Given(network, file, sha256, spec, asIfRandom, value);
        }

        /** Returns whether theory of random networks is shown. */
        public boolean showsTheory() {
            return asIfRandom != AsIfRandom.NO;
        }

        /** Returns whether theory has a family of such networks: one activation, linear outputs, biases everywhere or nowhere. */
        public boolean layersAlike() {
            long biases = network.layers().stream().filter(DenseLayer::hasBias).count();
            return network.hiddenActivation().isPresent()
                    && network.linearOutput()
                    && (biases == 0 || biases == network.depth());
        }
    }

    /**
     * One given network of any layers. Theory has no family of such networks.
     *
     * @param network layers and parameters
     * @param file the name of the file it was read from
     * @param sha256 the file's digest in hexadecimal
     * @param notes what its reader decided and the user should know
     */
    record Imported(GraphNetwork network, String file, String sha256, List<String> notes) implements AnyLayers {
        public Imported {
            Objects.requireNonNull(network, "network");
            Objects.requireNonNull(file, "file");
            notes = List.copyOf(notes);
        }

        @Override
        public Graph graph() {
            return network.graph();
        }

        @Override
        public String name() {
            return file;
        }

        @Override
        public GraphNetwork network(long seed, long index) {
            return network;
        }
    }

    /**
     * Networks of any layers that are drawn.
     *
     * @param family the layers and how their parameters are drawn
     * @param name what was asked for, such as {@code resnet:depth=8,width=16}
     * @param weightVariance σ_w² of layers that have none of their own
     * @param biasVariance σ_b² of layers that have none of their own
     * @param notes what the user should know
     */
    record RandomLayers(GraphFamily family, String name, double weightVariance, double biasVariance, List<String> notes)
            implements AnyLayers {
        public RandomLayers {
            Objects.requireNonNull(family, "family");
            Objects.requireNonNull(name, "name");
            Args.requireNonNegative("weightVariance", weightVariance);
            Args.requireNonNegative("biasVariance", biasVariance);
            notes = List.copyOf(notes);
        }

        @Override
        public Graph graph() {
            return family.graph();
        }

        @Override
        public GraphNetwork network(long seed, long index) {
            return family.network(seed, index);
        }
    }

    /** Networks that are no chains of dense layers. */
    sealed interface AnyLayers extends NetworkSource permits Imported, RandomLayers {
        Graph graph();

        /** Returns what messages call it. */
        String name();

        /** Returns what the user should know of it. */
        List<String> notes();

        /** Returns network number {@code index} of a seed, or the one that there is. */
        GraphNetwork network(long seed, long index);

        @Override
        default NetworkSpec spec() {
            throw new IllegalStateException("there is no theory of random networks with the layers of " + name());
        }

        @Override
        default ParameterLayout layout() {
            throw new IllegalStateException(name() + " is no chain of dense layers");
        }

        @Override
        default ParameterBlocks blocks() {
            return graph().blocks();
        }

        @Override
        default int inputs() {
            return graph().input().size();
        }

        @Override
        default int outputs() {
            return graph().output().channels();
        }
    }

    /** Returns whether networks are drawn, so that a study can have many of them. */
    default boolean drawn() {
        return this instanceof Random || this instanceof RandomLayers;
    }

    /** Whether a given network is looked at as if its weights had been drawn, and with which variances. */
    enum AsIfRandom {
        /** It is measured, and nothing is predicted. */
        NO,
        /** Theory has the variances that the weights themselves have. */
        OWN_VARIANCES,
        /** Theory has variances that the user gave. */
        GIVEN_VARIANCES
    }

    /**
     * Returns a given network with the family that is nearest to it: the activation of its first layer, and variances as found
     * in its weights unless others are given.
     *
     * @param file name of the file it was read from
     * @param sha256 the file's digest in hexadecimal
     * @param weightVariance σ_w², or null for the one found
     * @param biasVariance σ_b², or null for the one found
     * @param asIfRandom whether theory of that family is shown beside the measurement
     * @throws IllegalArgumentException if a bias variance is given and the network has no biases
     */
    static Given given(
            NeuralNetwork network,
            String file,
            String sha256,
            @Nullable Double weightVariance,
            @Nullable Double biasVariance,
            AsIfRandom asIfRandom) {
        WeightVariances found = WeightVariances.of(network);
        NetworkSpec spec = new NetworkSpec(
                network.widths(),
                network.hiddenActivation().orElse(network.activation(1)),
                weightVariance == null ? found.weightVariance() : weightVariance,
                biasVariance == null ? found.biasVariance() : biasVariance,
                network.layout().hasBiases());
        return new Given(network, file, sha256, spec, asIfRandom, null);
    }
}
