package io.github.fisherscope.formats.onnx.proto;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One use of an operator.
 *
 * @param name of the file, or made from the operator and its place where the file has none
 * @param operator such as {@code Conv}
 * @param domain of the operator; empty for ONNX's own
 * @param inputs names of the values it takes; an empty name is an input that is left out
 * @param outputs names of the values it makes
 * @param attributes its settings
 */
public record OnnxNode(
        String name,
        String operator,
        String domain,
        List<String> inputs,
        List<String> outputs,
        OnnxAttributes attributes) {
    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        Objects.requireNonNull(attributes, "attributes");
    }

    /** Returns a node of one of ONNX's own operators without settings. */
    public static OnnxNode of(String name, String operator, List<String> inputs, List<String> outputs) {
        return new OnnxNode(name, operator, "", inputs, outputs, new OnnxAttributes(Map.of()));
    }

    /** Returns the name of input {@code i}, empty if it is left out. */
    public String input(int i) {
        return i < inputs.size() ? inputs.get(i) : "";
    }
}
