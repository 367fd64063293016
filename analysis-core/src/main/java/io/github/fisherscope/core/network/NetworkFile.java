package io.github.fisherscope.core.network;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.math.RealVector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Networks in {@code .npz} files: arrays {@code W1, b1, …, WL, bL} with W fan-out × fan-in; a missing b is zero. Other
 * arrays in the file are left alone.
 */
public final class NetworkFile {
    private NetworkFile() {}

    /**
     * Reads a network.
     *
     * @param activation the name of the hidden layers' activation, such as {@code tanh}
     * @throws InputFileException if the file is damaged, an array is missing, or shapes do not fit together
     */
    public static NeuralNetwork read(String file, String activation) {
        return read(Path.of(file), Activation.parse(activation));
    }

    /**
     * Reads a network.
     *
     * @throws InputFileException if the file is damaged, an array is missing, or shapes do not fit together
     */
    public static NeuralNetwork read(Path file, Activation activation) {
        try (NpzFile npz = NpzFile.open(file)) {
            if (!npz.contains("W1")) {
                throw InputFileException.format(
                        file,
                        "save weights as W1, b1, …, WL, bL, each W fan-out × fan-in",
                        "there is no array W1 among %s",
                        npz.names());
            }
            List<Integer> widths = new ArrayList<>();
            List<double[]> weights = new ArrayList<>();
            List<double[]> biases = new ArrayList<>();
            for (int l = 1; npz.contains("W" + l); l++) {
                NpyArray w = matrix(npz, file, l);
                if (l == 1) {
                    widths.add(w.columns());
                } else if (w.columns() != widths.get(l - 1)) {
                    throw InputFileException.format(
                            file,
                            "W must be fan-out × fan-in (transpose it if needed)",
                            "W%d is %d × %d but W%d has %d rows",
                            l,
                            w.rows(),
                            w.columns(),
                            l - 1,
                            widths.get(l - 1));
                }
                widths.add(w.rows());
                weights.add(w.toArray());
                biases.add(bias(npz, file, l, w.rows()));
            }
            refuseGap(npz, file, weights.size());
            return finite(file, widths, activation, weights, biases);
        }
    }

    /**
     * Returns M_0, …, M_L from the headers of the matrices, without reading a number; nothing where they do not tell, so
     * that {@link #read} has to say why.
     */
    public static Optional<List<Integer>> widths(Path file) {
        List<Integer> widths = new ArrayList<>();
        try (NpzFile npz = NpzFile.open(file)) {
            for (int l = 1; npz.contains("W" + l); l++) {
                List<Integer> shape = npz.header("W" + l).shape();
                if (shape.size() != 2 || shape.contains(0)) {
                    return Optional.empty();
                }
                if (l == 1) {
                    widths.add(shape.get(1));
                }
                widths.add(shape.get(0));
            }
        }
        return widths.isEmpty() ? Optional.empty() : Optional.of(widths);
    }

    private static NpyArray matrix(NpzFile npz, Path file, int l) {
        NpyArray w = npz.read("W" + l);
        if (w.dimensions() != 2 || w.size() == 0) {
            throw InputFileException.format(
                    file, "it must be a matrix, fan-out × fan-in", "W%d has shape %s", l, w.shape());
        }
        return w;
    }

    private static double[] bias(NpzFile npz, Path file, int l, int fanOut) {
        if (!npz.contains("b" + l)) {
            return new double[fanOut];
        }
        NpyArray b = npz.read("b" + l);
        if (b.size() != fanOut) {
            throw InputFileException.format(
                    file,
                    "it must have " + fanOut + " entries, one per row of W" + l,
                    "b%d has shape %s",
                    l,
                    b.shape());
        }
        return b.toArray();
    }

    /** A file with W1 and W3 but no W2 is a mistake, not a network with one layer. */
    private static void refuseGap(NpzFile npz, Path file, int depth) {
        for (String name : npz.names()) {
            if (name.matches("[Wb][1-9][0-9]{0,5}") && Integer.parseInt(name.substring(1)) > depth) {
                throw InputFileException.format(
                        file, "number the layers from 1 without a gap", "there is %s but no W%d", name, depth + 1);
            }
        }
    }

    private static NeuralNetwork finite(
            Path file, List<Integer> widths, Activation activation, List<double[]> weights, List<double[]> biases) {
        // NeuralNetwork checks the numbers; here its complaint gets the name of the file.
        try {
            return NeuralNetwork.takingOver(widths, activation, weights, biases);
        } catch (IllegalArgumentException e) {
            throw InputFileException.of(file, String.valueOf(e.getMessage()), "save finite float64 numbers");
        }
    }

    /** Writes a network so that {@link #read} gives it back bit for bit (the activation is not stored). */
    public static void write(Path file, NeuralNetwork network) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        double[] theta = network.parameterVector();
        ParameterLayout layout = network.layout();
        for (int l = 1; l <= network.depth(); l++) {
            int fanIn = network.width(l - 1);
            int offset = (int) layout.weightOffset(l);
            arrays.put(
                    "W" + l,
                    NpyArray.ofRows(
                            network.width(l),
                            fanIn,
                            (row, target) -> System.arraycopy(theta, offset + row * fanIn, target, 0, fanIn)));
            RealVector bias = network.layer(l).bias();
            if (bias != null) {
                arrays.put("b" + l, NpyArray.of(bias.toArray(), bias.size()));
            }
        }
        NpzFile.write(file, arrays);
    }
}
