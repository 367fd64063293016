package io.github.fisherscope.core.network.arrays;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of all layers in order, and whether their shapes make a network.
 *
 * @param layers the layers, from the inputs on
 */
record LayerChain(List<LayerArrays> layers) {
    LayerChain {
        layers = List.copyOf(layers);
    }

    int depth() {
        return layers.size();
    }

    LayerArrays last() {
        return layers.get(layers.size() - 1);
    }

    boolean fits(Orientation orientation) {
        return conflict(orientation) == null;
    }

    /** Returns why the shapes do not make a network of that orientation, or null if they do. */
    @Nullable String conflict(Orientation orientation) {
        for (int l = 0; l < layers.size(); l++) {
            LayerArrays layer = layers.get(l);
            NamedArray weights = layer.weights();
            if (l > 0) {
                LayerArrays before = layers.get(l - 1);
                if (layer.inputs(orientation) != before.outputs(orientation)) {
                    return String.format(
                            Locale.ROOT,
                            "%s takes %d numbers but %s gives %d",
                            weights.described(),
                            layer.inputs(orientation),
                            before.weights().described(),
                            before.outputs(orientation));
                }
            }
            NamedArray bias = layer.bias();
            if (bias != null && bias.vectorLength() != layer.outputs(orientation)) {
                return String.format(
                        Locale.ROOT,
                        "%s must have %d entries, one for each unit of %s",
                        bias.described(),
                        layer.outputs(orientation),
                        weights.described());
            }
        }
        return null;
    }

    /** Returns why the shapes make a network of neither orientation. */
    String conflicts() {
        String first = Objects.requireNonNull(conflict(Orientation.FAN_OUT_FAN_IN));
        String second = Objects.requireNonNull(conflict(Orientation.FAN_IN_FAN_OUT));
        return first.equals(second)
                ? first
                : "read as %s, %s; read as %s, %s"
                        .formatted(
                                Orientation.FAN_OUT_FAN_IN.words(), first, Orientation.FAN_IN_FAN_OUT.words(), second);
    }

    /** Returns the widths for an error message. */
    String widths(Orientation orientation) {
        StringBuilder widths = new StringBuilder().append(layers.get(0).inputs(orientation));
        for (LayerArrays layer : layers) {
            widths.append('-').append(layer.outputs(orientation));
        }
        return widths.toString();
    }
}
