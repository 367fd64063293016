package io.github.fisherscope.formats.onnx.operator;

import java.util.List;

/** What a node of one kind does. */
@FunctionalInterface
interface Operator {
    /**
     * Returns the values of the node's outputs.
     *
     * @throws UnsupportedOperatorException if the node is of a variant that is not read
     * @throws IllegalArgumentException if shapes do not fit
     */
    List<Value> apply(NodeCall call);
}
