package io.github.fisherscope.formats.dl4j;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The layers that a configuration holds, in a row or in a graph. */
sealed interface Dl4jModel permits Dl4jStack, Dl4jVertices {
    /**
     * A layer that takes the network's input.
     *
     * @param layer its settings
     * @param preprocessor what gives the input its shape before; missing or null if nothing does
     */
    record First(JsonNode layer, JsonNode preprocessor) {}

    /** Returns all layers. */
    List<JsonNode> layers();

    /** Returns the layers that take the network's input. */
    List<First> first();

    /**
     * Adds all layers.
     *
     * @return number of the part that is the output
     */
    int run(Dl4jWalk walk);
}
