package io.github.fisherscope.generative;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.StoredValue;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Autoencoders as {@code .npz}: arrays {@code encoder.W1} (fan-out × fan-in), {@code encoder.b1}, …, {@code decoder.W1}, …, the
 * lists {@code encoder.activations} and {@code decoder.activations}, and {@code emission} with {@code variance} if it is
 * gaussian. What is written is read back bit for bit.
 */
public final class VaeFile {
    private static final String EMISSION = "emission";
    private static final String VARIANCE = "variance";
    private static final String REMEDY = "save the model of a training, or write it with numpy under these names";

    private VaeFile() {}

    /**
     * Writes a model.
     *
     * @throws io.github.fisherscope.core.io.OutputFileException if the file cannot be written
     */
    public static void write(Path file, Vae model) {
        Map<String, StoredValue> values = new LinkedHashMap<>();
        put(values, "encoder", model.encoder());
        put(values, "decoder", model.decoder());
        values.put(EMISSION, new StoredValue.Text(model.emission().id()));
        if (model.emission() instanceof Emission.Gaussian gaussian) {
            values.put(VARIANCE, new StoredValue.Numbers(NpyArray.of(new double[] {gaussian.variance()}, 1)));
        }
        NpzFile.writeStored(file, values);
    }

    private static void put(Map<String, StoredValue> values, String part, NeuralNetwork network) {
        for (int l = 1; l <= network.depth(); l++) {
            DenseLayer layer = network.layer(l);
            values.put(
                    part + ".W" + l,
                    new StoredValue.Numbers(NpyArray.of(layer.weights().toArray(), layer.outputs(), layer.inputs())));
            RealVector bias = layer.bias();
            if (bias != null) {
                values.put(part + ".b" + l, new StoredValue.Numbers(NpyArray.of(bias.toArray(), layer.outputs())));
            }
        }
        values.put(
                part + ".activations",
                new StoredValue.Items(network.layers().stream()
                        .<StoredValue>map(
                                layer -> new StoredValue.Text(layer.activation().id()))
                        .toList()));
    }

    /** Returns whether a file is one of an autoencoder, without reading its numbers; a missing or damaged one is not. */
    public static boolean isOurs(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            return npz.contains(EMISSION) && npz.contains("encoder.W1") && npz.contains("decoder.W1");
        } catch (InputFileException e) {
            return false;
        }
    }

    /**
     * Reads a model.
     *
     * @throws InputFileException if the file is damaged, an array is missing or shapes do not fit together
     */
    public static Vae read(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            if (!npz.contains(EMISSION)) {
                throw InputFileException.of(
                        file, "is no autoencoder: it has no field 'emission', only " + brief(npz.names()), REMEDY);
            }
            Emission emission = emission(file, npz);
            NeuralNetwork encoder = network(file, npz, "encoder");
            NeuralNetwork decoder = network(file, npz, "decoder");
            return new Vae(encoder, decoder, emission);
        } catch (IllegalArgumentException e) {
            throw InputFileException.of(file, "holds no autoencoder: " + e.getMessage(), REMEDY);
        }
    }

    private static String brief(List<String> names) {
        return names.size() <= 12 ? names.toString() : names.subList(0, 12) + " and more";
    }

    private static Emission emission(Path file, NpzFile npz) {
        Emission named = Emission.parse(text(file, EMISSION, npz.readStored(EMISSION)));
        return named instanceof Emission.Gaussian && npz.contains(VARIANCE)
                ? new Emission.Gaussian(numbers(file, npz, VARIANCE, 1)[0])
                : named;
    }

    private static String text(Path file, String name, StoredValue value) {
        if (value instanceof StoredValue.Text text) {
            return text.text();
        }
        throw InputFileException.of(file, "holds no text in '" + name + "'", REMEDY);
    }

    private static NeuralNetwork network(Path file, NpzFile npz, String part) {
        String field = part + ".activations";
        if (!(npz.readStored(field) instanceof StoredValue.Items items)) {
            throw InputFileException.of(file, "holds no list in '" + field + "'", REMEDY);
        }
        List<DenseLayer> layers = new ArrayList<>();
        for (StoredValue item : items.items()) {
            layers.add(layer(file, npz, part, layers.size() + 1, Activation.parse(text(file, field, item))));
        }
        return NeuralNetwork.of(layers);
    }

    private static DenseLayer layer(Path file, NpzFile npz, String part, int number, Activation activation) {
        String name = part + ".W" + number;
        String biasName = part + ".b" + number;
        List<Integer> shape = npz.header(name).shape();
        if (shape.size() != 2) {
            throw InputFileException.of(
                    file, "array '" + name + "' has the shape " + shape + " and must be outputs × inputs", REMEDY);
        }
        int outputs = shape.get(0);
        double[] weights = numbers(file, npz, name, (long) outputs * shape.get(1));
        double[] bias = npz.contains(biasName) ? numbers(file, npz, biasName, outputs) : null;
        return new DenseLayer(
                String.valueOf(number),
                shape.get(1),
                outputs,
                RealVector.takingOver(weights),
                bias == null ? null : RealVector.takingOver(bias),
                activation);
    }

    private static double[] numbers(Path file, NpzFile npz, String name, long count) {
        double[] values = npz.read(name).toArray();
        if (values.length != count) {
            throw InputFileException.of(
                    file, "array '" + name + "' has " + values.length + " numbers and must have " + count, REMEDY);
        }
        return values;
    }
}
