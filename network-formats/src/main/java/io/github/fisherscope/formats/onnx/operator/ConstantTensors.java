package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.formats.onnx.proto.ElementKind;
import io.github.fisherscope.formats.onnx.proto.OnnxTensor;
import io.github.fisherscope.formats.onnx.value.Numbers;

/** Stored tensors as known numbers. */
final class ConstantTensors {
    private ConstantTensors() {}

    /** Returns the numbers of a tensor whose type is read. */
    static Numbers numbers(OnnxTensor tensor) {
        boolean floating = tensor.kind().filter(ElementKind::floating).isPresent();
        return floating
                ? Numbers.reals(tensor.dimensions(), tensor.reals())
                : Numbers.integers(tensor.dimensions(), tensor.integers());
    }
}
