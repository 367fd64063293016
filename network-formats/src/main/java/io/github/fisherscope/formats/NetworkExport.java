package io.github.fisherscope.formats;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.OutputFileException;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.network.arrays.NetworkFile;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The parameters of a network as files of arrays in float64, so that reading them gives the same bits; a new format is one line
 * here. Constants (running means, frozen tensors) are no parameters and are not written.
 */
public final class NetworkExport {
    private static final Map<String, BiConsumer<Path, GraphNetwork>> FORMATS =
            Map.of(".npz", NetworkExport::arrays, ".safetensors", NetworkExport::tensors);

    private NetworkExport() {}

    /**
     * Requires a name that says a format.
     *
     * @throws InvalidArgumentException naming the formats
     */
    public static void requireKnown(Path file) {
        format(file);
    }

    private static BiConsumer<Path, GraphNetwork> format(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return FORMATS.entrySet().stream()
                .filter(f -> name.endsWith(f.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> InvalidArgumentException.of(
                        "out",
                        file,
                        "names no format that networks are written in",
                        "end it with .npz or .safetensors"));
    }

    /**
     * Writes the parameters of a network.
     *
     * <p>{@code .safetensors}: every tensor by its name, in the order of θ. {@code .npz}: the same; a chain of dense layers
     * instead as W1, b1, …, with its activations, which {@link NetworkFile} reads without being told anything.
     *
     * @throws InvalidArgumentException if the name says no format
     * @throws OutputFileException if the file cannot be written
     */
    public static void write(Path file, GraphNetwork network) {
        format(file).accept(file, network);
    }

    /** Returns whether a file will hold the chain of dense layers that a network is, rather than its tensors by name. */
    public static boolean asChain(Path file, GraphNetwork network) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".npz")
                && FullyConnected.recognize(network.graph()).covers();
    }

    private static void arrays(Path file, GraphNetwork network) {
        if (asChain(file, network)) {
            NetworkFile.write(file, FullyConnected.network(network));
            return;
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (ParameterTensor tensor : network.graph().tensors()) {
            int[] shape = tensor.shape().dimensions().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            arrays.put(tensor.name(), NpyArray.of(network.values(tensor).toArray(), shape));
        }
        NpzFile.write(file, arrays);
    }

    private static void tensors(Path file, GraphNetwork network) {
        List<StoredTensor> tensors = network.graph().tensors().stream()
                .map(t -> new StoredTensor(
                        t.name(),
                        t.shape().dimensions(),
                        () -> network.values(t).toArray()))
                .toList();
        SafetensorsFile.write(file, tensors);
    }
}
