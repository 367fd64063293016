package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.formats.onnx.proto.ElementKind;
import io.github.fisherscope.formats.onnx.proto.OnnxTensor;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;

/** Stored tensors as known numbers. */
final class ConstantTensors {
    private ConstantTensors() {}

    /** Returns the numbers of a tensor whose type is read. */
    static KnownNumbers numbers(OnnxTensor tensor) {
        boolean floating = tensor.kind().filter(ElementKind::floating).isPresent();
        return floating
                ? KnownNumbers.reals(tensor.dimensions(), tensor.reals())
                : KnownNumbers.integers(tensor.dimensions(), tensor.integers());
    }
}
