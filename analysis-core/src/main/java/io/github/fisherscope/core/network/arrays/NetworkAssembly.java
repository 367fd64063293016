package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a network of the arrays and texts of a file, whatever the format they were in. */
final class NetworkAssembly {
    private static final String ORIENTATION = "orientation";

    private final Path file;
    private final StoredArrays stored;
    private final ReadOptions options;

    NetworkAssembly(StoredArrays stored, ReadOptions options) {
        this.file = stored.file();
        this.stored = stored;
        this.options = options;
    }

    /** Decides names, orientation and activations, in this order, and reads the matrices. */
    ReadNetwork network() {
        ActivationFields activation = ActivationFields.taken(file, stored.texts());
        StoredArrays.StoredText orientationField = field(Set.of(ORIENTATION));
        for (Map.Entry<String, StoredArrays.StoredText> text : stored.texts().entrySet()) {
            throw InputFileException.format(
                    file,
                    ActivationFields.seemsOne(text.getKey())
                            ? ActivationFields.remedy()
                            : Remedy.of("leave it out of the file or name it as no part of the network")
                                    .by("ignoreArrays")
                                    .orElse("leave it out of the file"),
                    "has the text '%s', which plays no known part in the network",
                    text.getKey());
        }
        LayerChain named = new LayerGrouping(file, stored.arrays()).chain();
        LayerChain chain = new AugmentedMatrices(file, named).separated();
        OrientationDecision orientation = OrientationDecision.of(
                file, chain, orientation(orientationField), options.orientation(), options.dataInputs());
        ActivationDecision activations = ActivationDecision.of(file, activation, options.activations(), chain.depth());
        List<DenseLayer> layers = new ArrayList<>();
        List<String> arrays = new ArrayList<>();
        for (int l = 0; l < chain.depth(); l++) {
            LayerArrays layer = chain.layers().get(l);
            layers.add(layer(
                    layer, orientation.orientation(), activations.activations().get(l)));
            arrays.add(layer.weights().name());
            NamedArray bias = layer.bias();
            if (bias != null) {
                arrays.add(bias.name());
            }
        }
        NetworkReading reading = new NetworkReading(
                arrays,
                orientation.orientation(),
                orientation.source(),
                activations.source(),
                stored.leftOut(),
                List.of());
        return new ReadNetwork(NeuralNetwork.of(layers), reading);
    }

    /** Takes a field out of the texts. */
    private StoredArrays.@Nullable StoredText field(Set<String> names) {
        List<String> found = stored.texts().keySet().stream()
                .filter(name -> names.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (found.size() > 1) {
            throw InputFileException.of(file, "has the fields " + String.join(" and ", found), "leave one of them out");
        }
        return found.isEmpty() ? null : stored.texts().remove(found.get(0));
    }

    private @Nullable Orientation orientation(StoredArrays.@Nullable StoredText field) {
        if (field == null) {
            return null;
        }
        try {
            return Orientation.parse(field.parts().get(0));
        } catch (IllegalArgumentException e) {
            throw InputFileException.of(
                    file, "in its field 'orientation', " + e.getMessage(), "leave the field out or correct it");
        }
    }

    private DenseLayer layer(LayerArrays layer, Orientation orientation, Activation activation) {
        int inputs = layer.inputs(orientation);
        int outputs = layer.outputs(orientation);
        NpyArray matrix = finite(layer.weights());
        double[] weights = orientation == Orientation.FAN_OUT_FAN_IN || layer.singleUnit()
                ? matrix.toArray()
                : transposed(matrix.buffer(), inputs, outputs);
        NamedArray bias = layer.bias();
        RealVector biases =
                bias == null ? null : RealVector.takingOver(finite(bias).toArray());
        return new DenseLayer(layer.label(), inputs, outputs, RealVector.takingOver(weights), biases, activation);
    }

    private static double[] transposed(DoubleBuffer matrix, int rows, int columns) {
        double[] transposed = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = matrix.get(i * columns + j);
            }
        }
        return transposed;
    }

    private NpyArray finite(NamedArray array) {
        NpyArray numbers = array.numbers().get();
        DoubleBuffer buffer = numbers.buffer();
        for (int i = 0; i < numbers.size(); i++) {
            if (!Double.isFinite(buffer.get(i))) {
                throw InputFileException.format(
                        file,
                        "every weight and bias must be a finite number",
                        "%s holds %s at position %d (counted from 0, row by row)",
                        array.name(),
                        buffer.get(i),
                        i);
            }
        }
        return numbers;
    }
}
