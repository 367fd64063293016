package io.github.fisherscope.formats.keras;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What a file of Keras holds.
 *
 * @param config the model's {@code class_name} and {@code config}
 * @param weights the numbers of its layers
 * @param version of Keras that wrote it, such as {@code 2.9.0}; empty if the file does not say it
 * @param kind of file, for messages
 */
record KerasModel(JsonNode config, LayerVariables weights, String version, String kind) {
    KerasModel {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(weights, "weights");
    }

    /** Returns whether Keras 3 wrote it, in which some defaults differ. */
    boolean isThree() {
        return version.startsWith("3");
    }
}
