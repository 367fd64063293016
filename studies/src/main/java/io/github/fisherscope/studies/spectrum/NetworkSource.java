package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Objects;

/** Where the network of a study comes from. */
public sealed interface NetworkSource {
    /** Returns the family whose mean-field theory the measurement is held against. */
    NetworkSpec spec();

    /**
     * Networks drawn from a family.
     *
     * @param spec the family
     */
    record Random(NetworkSpec spec) implements NetworkSource {
        public Random {
            Objects.requireNonNull(spec, "spec");
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
     */
    record Given(NeuralNetwork network, String file, String sha256, NetworkSpec spec, boolean variancesFromFile)
            implements NetworkSource {}
}
