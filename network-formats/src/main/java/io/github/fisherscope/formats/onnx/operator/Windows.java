package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.layer.convolution.Window;
import java.util.Collections;
import java.util.List;

/** The window of a convolution or pooling, from the settings of its node. */
final class Windows {
    private Windows() {}

    /**
     * Returns the window.
     *
     * @param kernel its lengths
     * @param input dimensions of what it slides over, the last ones of them spatial
     */
    static Window of(NodeCall call, List<Integer> kernel, List<Integer> input) {
        int axes = kernel.size();
        if (input.size() != axes + 2) {
            throw call.refuse(
                    "has a window of " + axes + " dimensions on the shape " + input, "export the model again");
        }
        Window window = Window.of(kernel.stream().mapToInt(Integer::intValue).toArray())
                .withStrides(call.integers("strides").orElse(Collections.nCopies(axes, 1)))
                .withDilations(call.integers("dilations").orElse(Collections.nCopies(axes, 1)))
                .withCeil(call.attributes().integer("ceil_mode", 0) != 0);
        List<Integer> spatial = input.subList(2, input.size());
        return switch (call.attributes().text("auto_pad", "NOTSET")) {
            case "NOTSET", "" -> window.withPads(call.integers("pads").orElse(Collections.nCopies(2 * axes, 0)));
            case "VALID" -> window;
            case "SAME_UPPER" -> window.samePadding(spatial, true);
            case "SAME_LOWER" -> window.samePadding(spatial, false);
            default ->
                throw call.refuse("pads by '" + call.attributes().text("auto_pad", "") + "'", "use explicit pads");
        };
    }
}
