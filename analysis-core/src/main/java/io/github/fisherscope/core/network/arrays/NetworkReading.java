package io.github.fisherscope.core.network.arrays;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a file as which part of the network, and how it was decided: the provenance of a given network.
 *
 * @param arrays the names of the arrays that make up the network, layer by layer, weights before biases
 * @param orientation how the matrices lie in the file, null where its format says that of each one
 * @param orientationSource what decided that, such as {@code shapes}; see {@link OrientationSource}
 * @param activationSource where the activations come from
 * @param unused the names of arrays in the file that were left out because the caller said so
 * @param notes what else the reader decided and the user should know, a sentence each
 */
public record NetworkReading(
        List<String> arrays,
        @Nullable Orientation orientation,
        OrientationSource orientationSource,
        ActivationSource activationSource,
        List<String> unused,
        List<String> notes) {
    public NetworkReading {
        arrays = List.copyOf(arrays);
        unused = List.copyOf(unused);
        notes = List.copyOf(notes);
    }

    /** What decides the orientation of the matrices. */
    public enum OrientationSource {
        /** The caller said it. */
        GIVEN("as given"),
        /** The file has a field {@code orientation}. */
        FILE("from the file"),
        /** Only one orientation lets each layer fit the next and each bias its layer. */
        SHAPES("from the shapes"),
        /** The shapes fit both; only one fits the inputs. */
        DATA("from the number of inputs"),
        /** The shapes fit both; the names are those of PyTorch, Keras or scikit-learn. */
        NAMES("from the names"),
        /** Every matrix equals its transpose. */
        SYMMETRY("each matrix equals its transpose"),
        /** The format of the file has one. */
        FORMAT("as its format says");

        private final String words;

        OrientationSource(String words) {
            this.words = words;
        }

        /** Returns the source as it stands in brackets behind the orientation. */
        public String words() {
            return words;
        }
    }

    /** Where the activations come from. */
    public enum ActivationSource {
        /** The caller said it. */
        GIVEN("as given"),
        /** The file says it. */
        FILE("from the file"),
        /** There is no hidden layer, and the output layer is linear. */
        NO_HIDDEN_LAYER("no hidden layer");

        private final String words;

        ActivationSource(String words) {
            this.words = words;
        }

        /** Returns the source as it stands in brackets behind the activation. */
        public String words() {
            return words;
        }
    }
}
