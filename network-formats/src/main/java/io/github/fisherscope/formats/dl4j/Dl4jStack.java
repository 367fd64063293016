package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The layers of a {@code MultiLayerNetwork}, one after the other, some with a preprocessor before them. */
record Dl4jStack(JsonNode configuration) implements Dl4jModel {
    @Override
    public List<JsonNode> layers() {
        List<JsonNode> layers = new ArrayList<>();
        configuration.path("confs").forEach(c -> layers.add(c.path("layer")));
        return layers;
    }

    private JsonNode preprocessor(int i) {
        return configuration.path("inputPreProcessors").path(String.valueOf(i));
    }

    @Override
    public List<First> first() {
        List<JsonNode> layers = layers();
        return layers.isEmpty() ? List.of() : List.of(new First(layers.get(0), preprocessor(0)));
    }

    @Override
    public int run(Dl4jWalk walk) {
        int at = Graph.INPUT;
        List<JsonNode> layers = layers();
        for (int i = 0; i < layers.size(); i++) {
            at = walk.layer(String.valueOf(i), layers.get(i), walk.preprocessed("layer" + i, preprocessor(i), at));
        }
        return at;
    }
}
