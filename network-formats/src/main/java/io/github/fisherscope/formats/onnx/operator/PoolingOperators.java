package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.layer.convolution.AveragePool;
import io.github.fisherscope.core.layer.convolution.MaxPool;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.shape.Reduce;
import java.util.List;
import java.util.Map;

/** Pooling over windows and over whole images. */
final class PoolingOperators {
    private static final int MOST_AXES = 3;

    private PoolingOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "MaxPool",
                PoolingOperators::max,
                "AveragePool",
                PoolingOperators::average,
                "GlobalMaxPool",
                c -> global(c, Reduce.Kind.MAX),
                "GlobalAveragePool",
                c -> global(c, Reduce.Kind.MEAN));
    }

    private static Window window(NodeCall call) {
        List<Integer> kernel = call.integers("kernel_shape")
                .orElseThrow(() -> call.refuse("lacks the lengths of its window", "export the model again"));
        if (kernel.size() > MOST_AXES) {
            throw call.refuse(
                    "has " + kernel.size() + " dimensions; one to three are read", "use one to three dimensions");
        }
        return Windows.of(call, kernel, call.dims(0));
    }

    private static List<Value> max(NodeCall call) {
        call.requireOutputs(1, "the places of the maxima");
        return List.of(call.emit(new MaxPool(window(call)), List.of(call.signal(0)), List.of()));
    }

    private static List<Value> average(NodeCall call) {
        boolean countPadding = call.attributes().integer("count_include_pad", 0) != 0;
        return List.of(call.emit(new AveragePool(window(call), countPadding), List.of(call.signal(0)), List.of()));
    }

    private static List<Value> global(NodeCall call, Reduce.Kind kind) {
        return List.of(call.emit(Reduce.globalPool(kind), List.of(call.signal(0)), List.of()));
    }
}
