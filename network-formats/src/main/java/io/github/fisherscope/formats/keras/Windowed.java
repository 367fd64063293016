package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.layer.convolution.Window;
import java.util.List;

/** Windows as Keras describes them: padding {@code same} puts the odd number at the end. */
final class Windowed {
    private Windowed() {}

    static Window of(KerasCall call, List<Integer> kernel, List<Integer> strides) {
        return Window.of(kernel.stream().mapToInt(Integer::intValue).toArray()).withStrides(strides);
    }

    static Window padded(KerasCall call, Window window, String padding, List<Integer> positions) {
        return switch (padding) {
            case "valid" -> window;
            case "same" -> window.samePadding(positions, true);
            default -> throw call.wrong("has the padding '" + padding + "', which is none of valid and same");
        };
    }
}
