package io.github.fisherscope.formats.onnx.proto;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The graph of a file.
 *
 * @param nodes in an order in which each takes what earlier ones make
 * @param initializers stored tensors by their names, in the order of the file
 * @param inputs what is given at run time; older files list their initialisers here as well
 * @param outputs what the network returns
 */
public record OnnxGraph(
        List<OnnxNode> nodes, Map<String, OnnxTensor> initializers, List<OnnxValue> inputs, List<OnnxValue> outputs) {
    public OnnxGraph {
        nodes = List.copyOf(nodes);
        initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Returns the inputs that are no initialisers. */
    public List<OnnxValue> freeInputs() {
        return inputs.stream().filter(v -> !initializers.containsKey(v.name())).toList();
    }
}
