package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.io.StoredValue;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads and writes networks in files. */
public final class NetworkFile {
    private static final int START = 8;
    private static final List<NetworkReader> READERS = List.of(new NpzReader(), new NpyReader());

    private NetworkFile() {}

    /**
     * Reads a network from a file that says its activations itself.
     *
     * @throws InputFileException as {@link #read(Path, ReadOptions)}
     * @throws UndecidedNetworkException as {@link #read(Path, ReadOptions)}
     */
    public static NeuralNetwork read(String file) {
        return read(Path.of(file), ReadOptions.defaults()).network();
    }

    /**
     * Reads a network whose hidden layers have that activation.
     *
     * @param activation a name such as {@code tanh}
     * @throws InputFileException as {@link #read(Path, ReadOptions)}
     * @throws UndecidedNetworkException as {@link #read(Path, ReadOptions)}
     */
    public static NeuralNetwork read(String file, String activation) {
        ReadOptions options = ReadOptions.defaults().withActivations(List.of(Activation.parse(activation)));
        return read(Path.of(file), options).network();
    }

    /**
     * Reads a network; the name of the file or its first bytes decide how.
     *
     * @throws InputFileException if the file is damaged, an array is missing or left over, or shapes do not fit together
     * @throws UndecidedNetworkException if neither the file nor the options say what the network is
     */
    public static ReadNetwork read(Path file, ReadOptions options) {
        byte[] start = RegularFile.start(file, START);
        Path last = file.getFileName();
        String name = (last == null ? file : last).toString().toLowerCase(Locale.ROOT);
        return READERS.stream()
                .filter(reader -> reader.recognises(name, start))
                .findFirst()
                .orElseThrow(() -> InputFileException.of(
                        file,
                        "has neither the name nor the first bytes of a known format of networks",
                        "save the weights with numpy.savez as .npz, or with numpy.save as .npy"))
                .read(file, options);
    }

    /**
     * Writes a network as {@code .npz} so that {@link #read} gives it back bit for bit without being told anything: arrays
     * W1, b1, … with W fan-out × fan-in, no b for a layer without biases, and the fields {@code activation} and
     * {@code orientation}.
     */
    public static void write(Path file, NeuralNetwork network) {
        Map<String, StoredValue> values = new LinkedHashMap<>();
        List<DenseLayer> layers = network.layers();
        for (int l = 1; l <= layers.size(); l++) {
            DenseLayer layer = layers.get(l - 1);
            values.put("W" + l, numbers(NpyArray.of(layer.weights().toArray(), layer.outputs(), layer.inputs())));
            RealVector bias = layer.bias();
            if (bias != null) {
                values.put("b" + l, numbers(NpyArray.of(bias.toArray(), layer.outputs())));
            }
        }
        values.put("activation", activations(layers));
        values.put("orientation", new StoredValue.Text(Orientation.FAN_OUT_FAN_IN.id()));
        NpzFile.writeStored(file, values);
    }

    private static StoredValue numbers(NpyArray array) {
        return new StoredValue.Numbers(array);
    }

    /** One name for all hidden layers where it says everything, otherwise a list with the output layer. */
    private static StoredValue activations(List<DenseLayer> layers) {
        List<String> names =
                layers.stream().map(DenseLayer::activation).map(Activation::id).toList();
        int depth = names.size();
        boolean linearOutput = layers.get(depth - 1).activation() instanceof Activation.Identity;
        boolean same = names.subList(0, depth - 1).stream().distinct().count() == 1;
        return depth > 1 && linearOutput && same
                ? new StoredValue.Text(names.get(0))
                : new StoredValue.Items(
                        names.stream().<StoredValue>map(StoredValue.Text::new).toList());
    }
}
