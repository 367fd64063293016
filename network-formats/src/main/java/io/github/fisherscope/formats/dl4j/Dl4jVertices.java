package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Multiply;
import io.github.fisherscope.core.layer.entry.Subtract;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.formats.model.GraphAssembly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The vertices of a {@code ComputationGraph}: layers, and what joins tensors. They take their numbers in the order in which DL4J
 * computes them, which the configuration says.
 */
record Dl4jVertices(JsonNode configuration) implements Dl4jModel {
    private static final int MOST = 100_000;

    private JsonNode vertex(String name) {
        return configuration.path("vertices").path(name);
    }

    private static boolean isLayer(JsonNode vertex) {
        return Dl4jFile.className(vertex).equals("LayerVertex");
    }

    private static JsonNode layer(JsonNode vertex) {
        return vertex.path("layerConf").path("layer");
    }

    private static String only(JsonNode names, String what) {
        if (names.size() != 1) {
            throw new Dl4jException("has " + names.size() + " " + what + "s; networks with one are read");
        }
        return names.get(0).asString("");
    }

    private String input() {
        return only(configuration.path("networkInputs"), "input");
    }

    @Override
    public List<JsonNode> layers() {
        List<JsonNode> layers = new ArrayList<>();
        configuration.path("vertices").forEach(v -> {
            if (isLayer(v)) {
                layers.add(layer(v));
            }
        });
        return layers;
    }

    @Override
    public List<First> first() {
        List<First> first = new ArrayList<>();
        configuration.path("vertexInputs").properties().forEach(entry -> {
            JsonNode vertex = vertex(entry.getKey());
            boolean takes = entry.getValue().size() == 1
                    && entry.getValue().get(0).asString("").equals(input());
            if (takes && isLayer(vertex)) {
                first.add(new First(layer(vertex), vertex.path("preProcessor")));
            }
        });
        return first;
    }

    @Override
    public int run(Dl4jWalk walk) {
        JsonNode order = configuration.path("topologicalOrderStr");
        if (!order.isArray() || order.size() > MOST) {
            throw new Dl4jException("does not say in which order its vertices are computed (topologicalOrderStr)");
        }
        Map<String, Integer> known = new HashMap<>(Map.of(input(), Graph.INPUT));
        for (JsonNode one : order) {
            String name = one.asString("");
            if (!name.equals(input())) {
                known.put(name, vertex(walk, name, known));
            }
        }
        String output = only(configuration.path("networkOutputs"), "output");
        Integer part = known.get(output);
        if (part == null) {
            throw new Dl4jException("has the output '" + output + "', which is no vertex that it computes");
        }
        return part;
    }

    private int vertex(Dl4jWalk walk, String name, Map<String, Integer> known) {
        List<Integer> inputs = new ArrayList<>();
        for (JsonNode input : configuration.path("vertexInputs").path(name)) {
            Integer part = known.get(input.asString(""));
            if (part == null) {
                throw new Dl4jException("has the vertex '" + name + "', which takes '" + input.asString("")
                        + "' before it is computed");
            }
            inputs.add(part);
        }
        if (inputs.isEmpty()) {
            throw new Dl4jException("has the vertex '" + name + "' without inputs");
        }
        JsonNode vertex = vertex(name);
        try {
            return made(walk, name, vertex, inputs);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new Dl4jException(
                    "has the vertex '" + name + "' (" + Dl4jFile.className(vertex) + "): " + e.getMessage());
        }
    }

    private static int made(Dl4jWalk walk, String name, JsonNode vertex, List<Integer> inputs) {
        GraphAssembly assembly = walk.assembly();
        int first = inputs.get(0);
        String kind = Dl4jFile.className(vertex);
        boolean joins = kind.equals("ElementWiseVertex") || kind.equals("MergeVertex");
        if (!joins && inputs.size() > 1) {
            throw new Dl4jException("has the vertex '" + name + "' (" + kind + ") with " + inputs.size()
                    + " inputs, which is not read");
        }
        return switch (kind) {
            case "LayerVertex" ->
                walk.layer(name, layer(vertex), walk.preprocessed(name, vertex.path("preProcessor"), first));
            case "PreprocessorVertex" -> walk.preprocessed(name, vertex.path("preProcessor"), first);
            case "ScaleVertex" ->
                assembly.add(name, Affine.scalar(vertex.path("scaleFactor").asDouble(1), 0), inputs);
            case "ShiftVertex" ->
                assembly.add(name, Affine.scalar(1, vertex.path("shiftFactor").asDouble(0)), inputs);
            case "MergeVertex" ->
                merged(assembly, name, vertex.path("mergeAxis").asInt(1), inputs);
            case "ElementWiseVertex" ->
                elementwise(assembly, name, vertex.path("op").asString(""), inputs);
            default ->
                throw new Dl4jException("has the vertex '" + name + "' of the class " + kind + ", which is not read");
        };
    }

    private static int merged(GraphAssembly assembly, String name, int axis, List<Integer> inputs) {
        if (inputs.size() == 1) {
            return inputs.get(0);
        }
        List<Shape> shapes = inputs.stream().map(assembly::shape).toList();
        int rank = shapes.get(0).dimensions().size();
        int counted = axis < 0 ? axis + rank : axis;
        if (counted < 1 || counted >= rank) {
            throw new IllegalArgumentException("joins along axis " + axis + " of " + shapes.get(0));
        }
        return assembly.add(name, IndexGather.concat(shapes, counted), inputs);
    }

    private static int elementwise(GraphAssembly assembly, String name, String operation, List<Integer> inputs) {
        Layer layer = switch (operation) {
            case "Add", "Average" -> new Add.Of();
            case "Subtract" -> new Subtract();
            case "Product" -> new Multiply();
            default ->
                throw new Dl4jException(
                        "has the vertex '" + name + "', whose operation '" + operation + "' is not read");
        };
        int joined = inputs.get(0);
        for (int next : inputs.subList(1, inputs.size())) {
            joined = assembly.add(name, layer, List.of(joined, next));
        }
        return operation.equals("Average")
                ? assembly.add(name, Affine.scalar(1.0 / inputs.size(), 0), List.of(joined))
                : joined;
    }
}
