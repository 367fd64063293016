package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.TransposedConv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Convolutions of one and two dimensions. */
final class ConvolutionOperators {
    private static final int MOST_AXES = 3;

    private ConvolutionOperators() {}

    static Map<String, Operator> family() {
        return Map.of("Conv", ConvolutionOperators::conv, "ConvTranspose", ConvolutionOperators::transposed);
    }

    private static List<Integer> kernel(NodeCall call) {
        List<Integer> weight = call.dims(1);
        int axes = weight.size() - 2;
        if (axes < 1 || axes > MOST_AXES) {
            throw call.refuse("has " + axes + " dimensions; one to three are read", "use one to three dimensions");
        }
        return weight.subList(2, weight.size());
    }

    private static int groups(NodeCall call) {
        return Math.toIntExact(call.attributes().integer("group", 1));
    }

    private static List<WeightSource> weights(NodeCall call) {
        List<WeightSource> weights = new ArrayList<>(List.of(call.requireWeights(1, "weights")));
        if (call.has(2)) {
            weights.add(call.requireWeights(2, "biases"));
        }
        return weights;
    }

    private static List<Value> conv(NodeCall call) {
        List<Integer> weight = call.dims(1);
        Window window = Windows.of(call, kernel(call), call.dims(0));
        int groups = groups(call);
        ComputedLayer layer = new Conv(weight.get(1) * groups, weight.get(0), groups, call.has(2), window);
        return List.of(call.emit(layer, List.of(call.signal(0)), weights(call)));
    }

    private static List<Value> transposed(NodeCall call) {
        List<Integer> weight = call.dims(1);
        List<Integer> kernel = kernel(call);
        int axes = kernel.size();
        int groups = groups(call);
        List<Integer> more = new ArrayList<>(call.integers("output_padding").orElse(Collections.nCopies(axes, 0)));
        List<Integer> strides = call.integers("strides").orElse(Collections.nCopies(axes, 1));
        List<Integer> dilations = call.integers("dilations").orElse(Collections.nCopies(axes, 1));
        List<Integer> pads = new ArrayList<>(call.integers("pads").orElse(Collections.nCopies(2 * axes, 0)));
        String automatic = call.attributes().text("auto_pad", "NOTSET");
        List<Integer> shape = call.integers("output_shape").orElse(null);
        if (shape != null || automatic.startsWith("SAME")) {
            boolean moreAtTheEnd = !automatic.equals("SAME_LOWER") && (shape == null || automatic.equals("SAME_UPPER"));
            for (int i = 0; i < axes; i++) {
                int in = call.dims(0).get(i + 2);
                int out = shape == null ? in * strides.get(i) : shape.get(i + shape.size() - axes);
                int full = strides.get(i) * (in - 1) + more.get(i) + (kernel.get(i) - 1) * dilations.get(i) + 1;
                int total = full - out;
                if (total < 0) {
                    more.set(i, more.get(i) - total);
                    total = 0;
                }
                pads.set(i, moreAtTheEnd ? total / 2 : total - total / 2);
                pads.set(i + axes, total - pads.get(i));
            }
        }
        Window window = Window.of(kernel.stream().mapToInt(Integer::intValue).toArray())
                .withStrides(strides)
                .withDilations(dilations)
                .withPads(pads);
        ComputedLayer layer =
                new TransposedConv(weight.get(0), weight.get(1) * groups, groups, call.has(2), window, more);
        return List.of(call.emit(layer, List.of(call.signal(0)), weights(call)));
    }
}
