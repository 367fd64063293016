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
     * @param spec the family of random networks that has its widths, and variances as {@code asIfRandom} says
     * @param asIfRandom whether theory of that family is shown beside the measurement
     */
    record Given(NeuralNetwork network, String file, String sha256, NetworkSpec spec, AsIfRandom asIfRandom)
            implements NetworkSource {
        public Given {
            Objects.requireNonNull(network, "network");
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(spec, "spec");
            Objects.requireNonNull(asIfRandom, "asIfRandom");
        }

        /** Returns whether theory of random networks is shown. */
        public boolean showsTheory() {
            return asIfRandom != AsIfRandom.NO;
        }
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
}
