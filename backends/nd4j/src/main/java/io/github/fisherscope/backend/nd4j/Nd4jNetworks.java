package io.github.fisherscope.backend.nd4j;

import io.github.fisherscope.backend.nd4j.internal.Nd4jStorage;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Networks, data and spectra between ND4J arrays and this library. ND4J's types appear here on purpose: whoever calls
 * this class has them at hand.
 *
 * <p>Parameters have the shape of DL4J's dense layers: one table with the keys {@code 0_W, 0_b, 1_W, 1_b, …}, as
 * {@code MultiLayerNetwork.paramTable()} returns it, W of nIn × nOut and b of 1 × nOut (or nOut). This library's
 * {@code W^l} is the transpose, nOut × nIn. A network with another structure than dense layers, with one activation in
 * all hidden layers and a linear last layer, is not what this library computes with; for a classifier, whose last layer
 * has a softmax, use the {@code Categorical} likelihood, which contains it.
 */
public final class Nd4jNetworks {
    private static final Pattern KEY = Pattern.compile("([0-9]{1,9})_(W|b)");

    private Nd4jNetworks() {}

    /**
     * Makes a network from the parameters of dense layers. Numbers are copied once, to float64; the arrays stay as they
     * are and may be views, of any ordering and floating-point type.
     *
     * @param parameters {@code l_W} and {@code l_b} for each layer l; numbers l may leave gaps, for layers without
     *     parameters; a layer without {@code l_b} has no bias
     * @param activation φ of every hidden layer
     * @throws IllegalArgumentException if a key, a shape or a number is not that of a dense layer
     */
    public static NeuralNetwork network(Map<String, INDArray> parameters, Activation activation) {
        TreeMap<Integer, INDArray> weights = new TreeMap<>();
        TreeMap<Integer, INDArray> biases = new TreeMap<>();
        parameters.forEach((key, array) -> {
            Matcher match = KEY.matcher(key);
            Args.require(
                    match.matches(),
                    "the parameter '%s' is not one of a dense layer; only '0_W', '0_b', '1_W', … can be read",
                    key);
            (match.group(2).equals("W") ? weights : biases).put(Integer.valueOf(match.group(1)), array);
        });
        Args.require(!weights.isEmpty(), "there is no weight among the parameters; pass '0_W', '0_b', …");
        List<Integer> widths = new ArrayList<>();
        List<DenseLayer> layers = new ArrayList<>();
        weights.forEach((layer, w) -> {
            Args.require(w.rank() == 2, "%d_W has rank %d; weights of a dense layer are nIn × nOut", layer, w.rank());
            int fanIn = Math.toIntExact(w.size(0));
            int fanOut = Math.toIntExact(w.size(1));
            if (widths.isEmpty()) {
                widths.add(fanIn);
            }
            Args.requireSame(
                    String.format(Locale.ROOT, "the number of rows of %d_W", layer),
                    fanIn,
                    widths.get(widths.size() - 1),
                    "the layer before it has so many outputs");
            widths.add(fanOut);
            INDArray b = biases.remove(layer);
            layers.add(new DenseLayer(
                    String.valueOf(layers.size() + 1),
                    fanIn,
                    fanOut,
                    RealVector.takingOver(columnMajor(w)), // W column by column is its transpose row by row
                    b == null ? null : RealVector.takingOver(bias(layer, b, fanOut)),
                    activation));
        });
        Args.require(biases.isEmpty(), "the layers %s have biases but no weights", biases.keySet());
        int last = layers.size() - 1;
        layers.set(last, layers.get(last).withActivation(new Activation.Identity()));
        return NeuralNetwork.of(layers);
    }

    private static double[] bias(int layer, INDArray b, int fanOut) {
        Args.requireSame(
                String.format(Locale.ROOT, "the number of entries of %d_b", layer),
                b.length(),
                fanOut,
                "the layer has so many outputs");
        return columnMajor(b);
    }

    private static double[] columnMajor(INDArray array) {
        Args.require(
                array.isR(), "an array of type %s was given; parameters and data are real numbers", array.dataType());
        INDArray copy = array.castTo(DataType.DOUBLE).dup('f');
        return copy.data().asDouble();
    }

    /** Returns the parameters in the shape that {@link #network} reads, in float64 and column-major as DL4J keeps them. */
    public static Map<String, INDArray> parameters(NeuralNetwork network) {
        Map<String, INDArray> table = new LinkedHashMap<>();
        for (int l = 1; l <= network.depth(); l++) {
            INDArray w = Nd4j.create(DataType.DOUBLE, new long[] {network.width(l - 1), network.width(l)}, 'f');
            double[] row = new double[network.width(l - 1)];
            for (int i = 0; i < network.width(l); i++) {
                network.copyWeightRow(l, i, row);
                w.putColumn(i, Nd4j.createFromArray(row));
            }
            table.put((l - 1) + "_W", w);
            RealVector bias = network.layer(l).bias();
            if (bias != null) {
                table.put((l - 1) + "_b", Nd4j.createFromArray(bias.toArray()).reshape(1, network.width(l)));
            }
        }
        return table;
    }

    /**
     * Makes a data set from samples in rows (T × M_0), copied once to float64.
     *
     * @param origin where the samples came from, as a report will state it
     * @throws IllegalArgumentException if the array is no matrix or holds a number that cannot be used
     */
    public static Dataset dataset(INDArray samples, String origin) {
        Args.require(
                samples.rank() == 2,
                "the samples have rank %d; pass a matrix with a sample in each row",
                samples.rank());
        Args.require(samples.isR(), "the samples are of type %s; pass real numbers", samples.dataType());
        int inputs = Math.toIntExact(samples.size(1));
        return Dataset.ofRows(
                Math.toIntExact(samples.size(0)),
                inputs,
                (t, target) -> System.arraycopy(samples.getRow(t).toDoubleVector(), 0, target, 0, inputs),
                DataSource.memory(origin));
    }

    /** Returns numbers, such as eigenvalues in descending order, as a vector in float64. */
    public static INDArray vector(RealVector values) {
        return Nd4j.createFromArray(values.toArray());
    }

    /**
     * Returns a matrix, such as eigenvectors in rows, as an ND4J array of the same shape. A matrix of the nd4j backend
     * shares its memory with the array, which must not be used once the matrix is closed; one of another backend is
     * copied, to float64.
     */
    public static INDArray array(Matrix matrix) {
        if (matrix instanceof StridedMatrix own && own.storage() instanceof Nd4jStorage) {
            own.storage().requireOpen();
            return Nd4jStorage.view(own);
        }
        INDArray copy = Nd4j.create(DataType.DOUBLE, matrix.rows(), matrix.columns());
        double[] row = new double[Math.toIntExact(matrix.columns())];
        for (long i = 0; i < matrix.rows(); i++) {
            matrix.read(i, 0, row, 0, row.length);
            copy.putRow(i, Nd4j.createFromArray(row));
        }
        return copy;
    }
}
