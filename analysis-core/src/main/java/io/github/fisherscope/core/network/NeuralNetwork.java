package io.github.fisherscope.core.network;

import io.github.fisherscope.core.check.Args;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A fully connected network with given weights and biases: {@code u^l = W^l h^{l-1} + b^l}, {@code h^l = φ(u^l)} for
 * l &lt; L, linear output {@code f = u^L}. Immutable; parameters are held in float64.
 */
public final class NeuralNetwork {
    private final List<Integer> widths;
    private final Activation activation;
    private final double[][] weights;
    private final double[][] biases;

    private NeuralNetwork(List<Integer> widths, Activation activation, double[][] weights, double[][] biases) {
        this.widths = widths;
        this.activation = activation;
        this.weights = weights;
        this.biases = biases;
    }

    /**
     * Makes a network from its parameters. The arrays are taken over, not copied: the caller gives them up.
     *
     * @param widths {@code [M_0, …, M_L]}
     * @param weights for l = 1, …, L the matrix {@code W^l} (M_l × M_{l-1}) row-major
     * @param biases for l = 1, …, L the vector {@code b^l} (M_l)
     * @throws IllegalArgumentException if shapes disagree or a parameter is not finite
     */
    public static NeuralNetwork takingOver(
            List<Integer> widths, Activation activation, List<double[]> weights, List<double[]> biases) {
        Objects.requireNonNull(activation, "activation");
        List<Integer> ownWidths = List.copyOf(widths);
        int depth = ownWidths.size() - 1;
        Args.require(depth >= 1, "widths is %s; a network needs inputs and outputs", ownWidths);
        Args.requireSame("the number of weight matrices", weights.size(), depth, "give one for each layer");
        Args.requireSame(
                "the number of bias vectors", biases.size(), depth, "give one for each layer, zeros if unused");
        for (int l = 1; l <= depth; l++) {
            long entries = (long) ownWidths.get(l) * ownWidths.get(l - 1);
            Args.requireSame("the number of entries of W" + l, weights.get(l - 1).length, entries, "check the widths");
            Args.requireSame(
                    "the number of entries of b" + l, biases.get(l - 1).length, ownWidths.get(l), "check the widths");
            requireFinite("W" + l, weights.get(l - 1));
            requireFinite("b" + l, biases.get(l - 1));
        }
        return new NeuralNetwork(
                ownWidths, activation, weights.toArray(double[][]::new), biases.toArray(double[][]::new));
    }

    private static void requireFinite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s holds %s at position %d; every parameter must be finite", name, values[i], i));
            }
        }
    }

    public List<Integer> widths() {
        return widths;
    }

    /** Returns M_l for l in [0, L]. */
    public int width(int l) {
        return widths.get(l);
    }

    public Activation activation() {
        return activation;
    }

    /** Returns L, the number of weight matrices. */
    public int depth() {
        return weights.length;
    }

    public int inputs() {
        return widths.get(0);
    }

    public int outputs() {
        return widths.get(weights.length);
    }

    public ParameterLayout layout() {
        return ParameterLayout.of(widths);
    }

    /** Returns P, the number of weights and biases. */
    public long parameters() {
        return layout().parameters();
    }

    /** Returns {@code W^l_ij} for l in [1, L]. */
    public double weight(int l, int i, int j) {
        return weights[l - 1][Objects.checkIndex(i, width(l)) * width(l - 1) + Objects.checkIndex(j, width(l - 1))];
    }

    /** Returns {@code b^l_i} for l in [1, L]. */
    public double bias(int l, int i) {
        return biases[l - 1][i];
    }

    /** Copies row i of {@code W^l} into {@code target[0 … M_{l-1} − 1]}. */
    public void copyWeightRow(int l, int i, double[] target) {
        System.arraycopy(weights[l - 1], i * width(l - 1), target, 0, width(l - 1));
    }

    /** Returns a copy of {@code b^l}. */
    public double[] biases(int l) {
        return biases[l - 1].clone();
    }

    /**
     * Returns a copy of all parameters in the order of {@link ParameterLayout}.
     *
     * @throws IllegalArgumentException if P exceeds the length of an array
     */
    public double[] parameterVector() {
        ParameterLayout layout = layout();
        double[] theta = new double[arrayLength(layout.parameters())];
        for (int l = 1; l <= depth(); l++) {
            System.arraycopy(weights[l - 1], 0, theta, (int) layout.weightOffset(l), weights[l - 1].length);
            System.arraycopy(biases[l - 1], 0, theta, (int) layout.biasOffset(l), biases[l - 1].length);
        }
        return theta;
    }

    /** Returns a network of the same shape with the parameters of {@code theta}. */
    public NeuralNetwork withParameterVector(double[] theta) {
        ParameterLayout layout = layout();
        Args.requireSame(
                "the length of theta", theta.length, layout.parameters(), "it must have one entry per parameter");
        List<double[]> newWeights = new ArrayList<>();
        List<double[]> newBiases = new ArrayList<>();
        for (int l = 1; l <= depth(); l++) {
            double[] w = new double[weights[l - 1].length];
            double[] b = new double[biases[l - 1].length];
            System.arraycopy(theta, (int) layout.weightOffset(l), w, 0, w.length);
            System.arraycopy(theta, (int) layout.biasOffset(l), b, 0, b.length);
            newWeights.add(w);
            newBiases.add(b);
        }
        return takingOver(widths, activation, newWeights, newBiases);
    }

    /**
     * Returns f(x) for one input by plain loops; the reference that faster paths are tested against.
     *
     * @param x M_0 numbers
     */
    public double[] output(double[] x) {
        Args.requireSame("the length of x", x.length, inputs(), "it must have one entry per input");
        double[] h = x;
        for (int l = 1; l <= depth(); l++) {
            double[] u = biases(l);
            double[] previous = h;
            int fanIn = width(l - 1);
            double[] w = weights[l - 1];
            for (int i = 0; i < u.length; i++) {
                for (int j = 0; j < fanIn; j++) {
                    u[i] += w[i * fanIn + j] * previous[j];
                }
            }
            if (l < depth()) {
                for (int i = 0; i < u.length; i++) {
                    u[i] = activation.value(u[i]);
                }
            }
            h = u;
        }
        return h;
    }

    private static int arrayLength(long parameters) {
        Args.require(
                parameters <= Integer.MAX_VALUE - 8,
                "the network has %d parameters, more than one array holds; use matrix-free operations",
                parameters);
        return (int) parameters;
    }

    @Override
    public String toString() {
        return "NeuralNetwork[%s, %s]"
                .formatted(
                        IntStream.rangeClosed(0, depth())
                                .mapToObj(l -> String.valueOf(width(l)))
                                .reduce((a, b) -> a + "-" + b)
                                .orElseThrow(),
                        activation.id());
    }
}
