package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrices that hold the biases as one more column or row, such as Theta1 of shape (25, 401) for 400 inputs. They are
 * known by their shapes: without biases of their own they do not fit each other, but do with one input more each.
 */
final class AugmentedMatrices {
    private final Path file;
    private final LayerChain chain;

    AugmentedMatrices(Path file, LayerChain chain) {
        this.file = file;
        this.chain = chain;
    }

    /** Returns the chain with biases apart if this is what the shapes say, and the chain as it is otherwise. */
    LayerChain separated() {
        if (chain.depth() < 2
                || chain.fits(Orientation.FAN_OUT_FAN_IN)
                || chain.fits(Orientation.FAN_IN_FAN_OUT)
                || chain.layers().stream().anyMatch(l -> l.bias() != null || l.singleUnit())) {
            return chain;
        }
        for (Orientation orientation : Orientation.values()) {
            if (fits(orientation)) {
                return separated(orientation);
            }
        }
        return chain;
    }

    private boolean fits(Orientation orientation) {
        List<LayerArrays> layers = chain.layers();
        for (int l = 1; l < layers.size(); l++) {
            if (layers.get(l).inputs(orientation) != layers.get(l - 1).outputs(orientation) + 1) {
                return false;
            }
        }
        return layers.get(0).inputs(orientation) > 1;
    }

    private LayerChain separated(Orientation orientation) {
        boolean first = chain.layers().stream().allMatch(l -> l.convention() == ArrayName.Convention.THETA);
        if (!first) {
            String index = orientation == Orientation.FAN_OUT_FAN_IN ? "column" : "row";
            throw InputFileException.of(
                    file,
                    "has matrices with one %s more than the layer before gives (%s, %s), which seem to hold the biases"
                            .formatted(
                                    index,
                                    chain.layers().get(0).weights().described(),
                                    chain.layers().get(1).weights().described()),
                    "save the %s of biases of each matrix W1, … as an array of its own, b1, …".formatted(index));
        }
        List<LayerArrays> layers = new ArrayList<>();
        for (LayerArrays layer : chain.layers()) {
            layers.add(separated(layer, orientation));
        }
        return new LayerChain(layers);
    }

    private static LayerArrays separated(LayerArrays layer, Orientation orientation) {
        NamedArray whole = layer.weights();
        int inputs = layer.inputs(orientation) - 1;
        int outputs = layer.outputs(orientation);
        boolean columns = orientation == Orientation.FAN_OUT_FAN_IN;
        List<Integer> shape = columns ? List.of(outputs, inputs) : List.of(inputs, outputs);
        NamedArray weights = new NamedArray(whole.name() + (columns ? "[:, 1:]" : "[1:]"), shape, () -> {
            NpyArray all = whole.numbers().get();
            double[] kept = new double[inputs * outputs];
            for (int i = 0; i < shape.get(0); i++) {
                for (int j = 0; j < shape.get(1); j++) {
                    kept[i * shape.get(1) + j] = columns ? all.get(i, j + 1) : all.get(i + 1, j);
                }
            }
            return NpyArray.of(kept, shape.get(0), shape.get(1));
        });
        NamedArray bias = new NamedArray(whole.name() + (columns ? "[:, 0]" : "[0]"), List.of(outputs), () -> {
            NpyArray all = whole.numbers().get();
            double[] kept = new double[outputs];
            for (int i = 0; i < outputs; i++) {
                kept[i] = columns ? all.get(i, 0) : all.get(0, i);
            }
            return NpyArray.of(kept, outputs);
        });
        return new LayerArrays(layer.label(), weights, bias, layer.convention());
    }
}
