package io.github.fisherscope.results.spectrum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file of weights was understood.
 *
 * @param arrays the names of the arrays that make up the network, layer by layer, weights before biases
 * @param layerActivations the activation of each layer, the output layer last
 * @param activationSource {@code given}, {@code file}, or {@code no-hidden-layer} where there is nothing to say
 * @param orientation {@code fan-out-fan-in} or {@code fan-in-fan-out}, as the matrices lie in the file; null where its
 *     format says that of each one
 * @param orientationSource what decided it: {@code given}, {@code file}, {@code shapes}, {@code data}, {@code names},
 *     {@code symmetry} or {@code format}
 * @param layersWithBias the number of layers that have biases
 * @param ignoredArrays the names of arrays that were left out because the user said so
 * @param notes what else the reader decided, a sentence each; empty in results of earlier versions
 */
public record ReadingInfo(
        List<String> arrays,
        List<String> layerActivations,
        String activationSource,
        @Nullable String orientation,
        String orientationSource,
        int layersWithBias,
        List<String> ignoredArrays,
        List<String> notes) {
    public ReadingInfo {
        arrays = List.copyOf(arrays);
        layerActivations = List.copyOf(layerActivations);
        ignoredArrays = List.copyOf(ignoredArrays);
        notes = notes == null ? List.of() : List.copyOf(notes);
    }
}
