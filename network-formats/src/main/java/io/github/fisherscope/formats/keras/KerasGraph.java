package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.StoredTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Walks through the layers of a model and puts the graph together. */
final class KerasGraph {
    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");
    private static final int DEEPEST = 16;
    private static final int MOST_LAYERS = 100_000;

    private final KerasModel model;
    private final ImportOptions options;
    private final GraphAssembly assembly;
    private final Map<String, String> declared = new HashMap<>();
    private final Set<String> frozen = new TreeSet<>();
    private int normalizations;
    private int depth;
    private int layers;

    KerasGraph(KerasModel model, ImportOptions options, GraphAssembly assembly) {
        this.model = model;
        this.options = options;
        this.assembly = assembly;
    }

    GraphAssembly assembly() {
        return assembly;
    }

    ImportOptions options() {
        return options;
    }

    boolean isThree() {
        return model.isThree();
    }

    int normalizations() {
        return normalizations;
    }

    void countNormalization() {
        normalizations++;
    }

    /** Returns the names of tensors that the options made constants. */
    Set<String> frozen() {
        return frozen;
    }

    /** Declares a variable by the name that Keras has for it, so that layers used twice share it. */
    StoredTensor declare(StoredTensor found, String layer, String called) {
        String path = found.name();
        int last = path.lastIndexOf('/');
        String name = (last < 0 ? layer : path.substring(0, last)) + "/" + called;
        StoredTensor tensor = new StoredTensor(name, found.dimensions(), found.values());
        if (declared.putIfAbsent(name, path) == null) {
            assembly.declare(tensor);
            if (!options.isParameter(name)) {
                frozen.add(name);
            }
        }
        return tensor;
    }

    /** Returns the class of a layer, which some versions write with the package before it. */
    static String className(JsonNode layer) {
        String name = layer.path("class_name").asString("");
        return name.substring(name.lastIndexOf('>') + 1);
    }

    static boolean isModel(JsonNode layer) {
        return MODELS.contains(className(layer));
    }

    /** Returns the layers of a model; very old versions have the list in place of the settings. */
    static List<JsonNode> layers(JsonNode model) {
        JsonNode config = model.path("config");
        List<JsonNode> layers = new ArrayList<>();
        (config.isArray() ? config : config.path("layers")).forEach(layers::add);
        return layers;
    }

    static String name(JsonNode layer) {
        return layer.path("config").path("name").asString(layer.path("name").asString(className(layer)));
    }

    /** Names all layers that are not read at once. */
    static void requireKnown(JsonNode model) {
        Set<String> unknown = new TreeSet<>();
        collectUnknown(model, unknown, 0);
        if (!unknown.isEmpty()) {
            throw new KerasException("has layers that are not read: " + String.join(", ", unknown));
        }
    }

    private static void collectUnknown(JsonNode model, Set<String> unknown, int depth) {
        if (depth > DEEPEST) {
            throw new KerasException("has models inside models, more than " + DEEPEST + " deep");
        }
        for (JsonNode layer : layers(model)) {
            if (isModel(layer)) {
                collectUnknown(layer, unknown, depth + 1);
            } else if (!isInput(layer) && !KerasLayers.ALL.containsKey(className(layer))) {
                unknown.add(className(layer) + " ('" + name(layer) + "')");
            }
        }
    }

    static boolean isInput(JsonNode layer) {
        return className(layer).equals("InputLayer");
    }

    /** Runs a model on its input. */
    KerasFlow run(JsonNode given, LayerVariables variables, KerasFlow in) {
        if (++depth > DEEPEST) {
            throw new KerasException("has models inside models, more than " + DEEPEST + " deep");
        }
        boolean sequential = className(given).equals("Sequential");
        KerasFlow out = sequential ? chain(given, variables, in) : functional(given, variables, in);
        depth--;
        return out;
    }

    private KerasFlow chain(JsonNode given, LayerVariables variables, KerasFlow in) {
        KerasFlow flow = in;
        Places places = new Places();
        for (JsonNode layer : layers(given)) {
            String place = places.of(layer);
            if (!isInput(layer)) {
                flow = layer(layer, place, variables, List.of(flow));
            }
        }
        return flow;
    }

    private KerasFlow layer(JsonNode layer, String place, LayerVariables variables, List<KerasFlow> inputs) {
        if (++layers > MOST_LAYERS) {
            throw new KerasException("has more than " + MOST_LAYERS + " layers");
        }
        String name = name(layer);
        if (isModel(layer)) {
            if (inputs.size() != 1) {
                throw new KerasException("has the model '" + name + "' with " + inputs.size() + " inputs; one is read");
            }
            return run(layer, variables.inside(name, place), inputs.get(0));
        }
        KerasLayer known =
                Objects.requireNonNull(KerasLayers.ALL.get(className(layer)), "layers were looked at before");
        KerasCall call = new KerasCall(this, name, layer.path("config"), variables.of(name, place));
        try {
            return known.of(call, inputs);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw call.wrong("(" + className(layer) + "): " + e.getMessage());
        }
    }

    /** Layers of a graph, each call of which takes outputs of calls. */
    private KerasFlow functional(JsonNode given, LayerVariables variables, KerasFlow in) {
        List<JsonNode> all = layers(given);
        Map<KerasTensor, KerasFlow> known = new HashMap<>();
        JsonNode config = given.path("config");
        KerasTensor input = KerasTensor.only(config.path("input_layers"), "input");
        known.put(input, in);
        Map<String, String> places = new HashMap<>();
        Places counted = new Places();
        all.forEach(layer -> places.put(name(layer), counted.of(layer)));
        List<Pending> waiting = new ArrayList<>();
        for (JsonNode layer : all) {
            JsonNode calls = layer.path("inbound_nodes");
            for (int i = 0; i < calls.size(); i++) {
                waiting.add(new Pending(
                        layer, new KerasTensor(name(layer), i, 0), KerasTensor.takenBy(calls.get(i), name(layer))));
            }
        }
        while (!waiting.isEmpty()) {
            List<Pending> later = new ArrayList<>();
            for (Pending call : waiting) {
                if (call.inputs().isEmpty() || !known.keySet().containsAll(call.inputs())) {
                    later.add(call);
                    continue;
                }
                List<KerasFlow> inputs = call.inputs().stream()
                        .map(t -> Objects.requireNonNull(known.get(t)))
                        .toList();
                String place = places.getOrDefault(name(call.layer()), "");
                known.put(call.output(), layer(call.layer(), place, variables, inputs));
            }
            if (later.size() == waiting.size()) {
                break; // what is left depends on itself, or on other inputs
            }
            waiting = later;
        }
        KerasTensor output = KerasTensor.only(config.path("output_layers"), "output");
        KerasFlow out = known.get(output);
        if (out == null) {
            throw new KerasException("has the output '" + output.layer() + "', which does not follow from its input");
        }
        return out;
    }

    /**
     * A call of a layer.
     *
     * @param layer that is called
     * @param output what it makes
     * @param inputs what it takes
     */
    private record Pending(JsonNode layer, KerasTensor output, List<KerasTensor> inputs) {}

    /** Numbers layers of the same class, as {@code .keras} files call them. */
    private static final class Places {
        private final Map<String, Integer> seen = new HashMap<>();

        String of(JsonNode layer) {
            String name = className(layer)
                    .replaceAll("\\W+", "")
                    .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                    .replaceAll("([a-z])([A-Z])", "$1_$2")
                    .toLowerCase(Locale.ROOT);
            int number = seen.merge(name, 1, Integer::sum) - 1;
            return number == 0 ? name : name + "_" + number;
        }
    }

    /** Returns the shape of one sample from the first layer that says it; empty if none does. */
    static List<Integer> inputShape(JsonNode model) {
        JsonNode given = model.path("config").path("build_input_shape");
        List<JsonNode> all = layers(model);
        for (int i = 0; i < Math.min(1, all.size()); i++) {
            JsonNode first = all.get(i);
            JsonNode config = first.path("config");
            for (String field : List.of("batch_input_shape", "batch_shape")) {
                given = config.has(field) ? config.path(field) : given;
            }
            if (given.isMissingNode() && isModel(first)) {
                return inputShape(first);
            }
        }
        List<Integer> dims = new ArrayList<>();
        JsonNode shape = given;
        IntStream.range(1, shape.size()).forEach(i -> dims.add(shape.get(i).asInt(0)));
        return dims;
    }

    /** Returns the shape of a sample with the batch axis before it. */
    static Shape withBatch(List<Integer> sample) {
        List<Integer> dims = new ArrayList<>(List.of(1));
        dims.addAll(sample);
        return new Shape(dims);
    }
}
