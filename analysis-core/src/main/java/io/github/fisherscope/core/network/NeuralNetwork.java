package io.github.fisherscope.core.network;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A fully connected network with given parameters, a chain of {@linkplain DenseLayer dense layers}: {@code u^l = W^l h^{l-1}
 * + b^l}, {@code h^l = φ_l(u^l)}, outputs {@code f = h^L}. Each layer has its own activation, the last one usually the
 * identity, and may have no bias. Immutable; parameters are held in float64.
 */
public final class NeuralNetwork {
    private final List<DenseLayer> layers;
    private final List<Integer> widths;
    private final ParameterLayout layout;

    private NeuralNetwork(List<DenseLayer> layers) {
        this.layers = List.copyOf(layers);
        List<Integer> sizes = new ArrayList<>();
        sizes.add(layers.get(0).inputs());
        layers.forEach(layer -> sizes.add(layer.outputs()));
        this.widths = List.copyOf(sizes);
        this.layout = new ParameterLayout(layers.stream().map(DenseLayer::shape).toList());
    }

    /**
     * Makes a network of its layers, the first one on the inputs.
     *
     * @throws IllegalArgumentException if there is no layer, or one does not take as many inputs as the one before it has
     *     outputs
     */
    public static NeuralNetwork of(List<DenseLayer> layers) {
        Args.require(!layers.isEmpty(), "there is no layer; a network has at least one");
        for (int l = 1; l < layers.size(); l++) {
            Args.requireSame(
                    "the number of inputs of layer " + layers.get(l).name(),
                    layers.get(l).inputs(),
                    layers.get(l - 1).outputs(),
                    "layer " + layers.get(l - 1).name() + " before it has that many outputs");
        }
        return new NeuralNetwork(layers);
    }

    /**
     * Makes a network with one activation in all hidden layers, linear outputs and biases in all layers. The arrays are taken
     * over, not copied: the caller gives them up.
     *
     * @param widths {@code [M_0, …, M_L]}
     * @param weights for l = 1, …, L the matrix {@code W^l} (M_l × M_{l-1}) row-major
     * @param biases for l = 1, …, L the vector {@code b^l} (M_l); an empty list for a network without biases
     * @throws IllegalArgumentException if shapes disagree or a parameter is not finite
     */
    public static NeuralNetwork takingOver(
            List<Integer> widths, Activation activation, List<double[]> weights, List<double[]> biases) {
        Objects.requireNonNull(activation, "activation");
        int depth = widths.size() - 1;
        Args.require(depth >= 1, "widths is %s; a network needs inputs and outputs", widths);
        Args.requireSame("the number of weight matrices", weights.size(), depth, "give one for each layer");
        if (!biases.isEmpty()) {
            Args.requireSame(
                    "the number of bias vectors", biases.size(), depth, "give one for each layer, or none at all");
        }
        List<DenseLayer> layers = new ArrayList<>();
        for (int l = 1; l <= depth; l++) {
            layers.add(new DenseLayer(
                    String.valueOf(l),
                    widths.get(l - 1),
                    widths.get(l),
                    RealVector.takingOver(weights.get(l - 1)),
                    biases.isEmpty() ? null : RealVector.takingOver(biases.get(l - 1)),
                    l < depth ? activation : new Activation.Identity()));
        }
        return new NeuralNetwork(layers);
    }

    /** Returns layers 1, …, L. */
    public List<DenseLayer> layers() {
        return layers;
    }

    /** Returns layer l in [1, L]. */
    public DenseLayer layer(int l) {
        return layers.get(l - 1);
    }

    public List<Integer> widths() {
        return widths;
    }

    /** Returns M_l for l in [0, L]. */
    public int width(int l) {
        return widths.get(l);
    }

    /** Returns φ_l for l in [1, L]. */
    public Activation activation(int l) {
        return layer(l).activation();
    }

    /**
     * Returns the activation that all hidden layers have, the identity if there is no hidden layer; empty if hidden layers
     * differ. The last layer has no say.
     */
    public Optional<Activation> hiddenActivation() {
        List<Activation> different = layers.subList(0, depth() - 1).stream()
                .map(DenseLayer::activation)
                .distinct()
                .toList();
        return different.size() > 1
                ? Optional.empty()
                : Optional.of(different.isEmpty() ? new Activation.Identity() : different.get(0));
    }

    /** Returns whether the last layer's activation is the identity, {@code f = u^L}. */
    public boolean linearOutput() {
        return activation(depth()) instanceof Activation.Identity;
    }

    /** Returns L, the number of weight matrices. */
    public int depth() {
        return layers.size();
    }

    public int inputs() {
        return widths.get(0);
    }

    public int outputs() {
        return widths.get(depth());
    }

    public ParameterLayout layout() {
        return layout;
    }

    /** Returns P, the number of weights and of the biases that there are. */
    public long parameters() {
        return layout.parameters();
    }

    /** Returns {@code W^l_ij} for l in [1, L]. */
    public double weight(int l, int i, int j) {
        DenseShape shape = layout.layer(l);
        int inputs = shape.inputs();
        return layer(l).weights().get(Objects.checkIndex(i, shape.outputs()) * inputs + Objects.checkIndex(j, inputs));
    }

    /** Returns what layer l in [1, L] adds to its sum number i: {@code b^l_i}, or 0 if the layer has no bias. */
    public double bias(int l, int i) {
        RealVector bias = layer(l).bias();
        return bias == null ? 0 : bias.get(i);
    }

    /** Copies row i of {@code W^l} into {@code target[0 … M_{l-1} − 1]}. */
    public void copyWeightRow(int l, int i, double[] target) {
        int inputs = layout.layer(l).inputs();
        layer(l).weights().copyTo(i * inputs, target, 0, inputs);
    }

    /**
     * Returns a copy of all parameters in the order of {@link ParameterLayout}.
     *
     * @throws IllegalArgumentException if P exceeds the length of an array
     */
    public double[] parameterVector() {
        double[] theta = new double[arrayLength(layout.parameters())];
        for (int l = 1; l <= depth(); l++) {
            RealVector weights = layer(l).weights();
            weights.copyTo(0, theta, (int) layout.weightOffset(l), weights.size());
            RealVector bias = layer(l).bias();
            if (bias != null) {
                bias.copyTo(0, theta, (int) layout.biasOffset(l), bias.size());
            }
        }
        return theta;
    }

    /** Returns a network of the same layers with the parameters of {@code theta}. */
    public NeuralNetwork withParameterVector(double[] theta) {
        Args.requireSame(
                "the length of theta", theta.length, layout.parameters(), "it must have one entry per parameter");
        List<DenseLayer> changed = new ArrayList<>();
        for (int l = 1; l <= depth(); l++) {
            DenseLayer layer = layer(l);
            RealVector weights =
                    part(theta, layout.weightOffset(l), layer.weights().size());
            changed.add(
                    layer.with(weights, layer.hasBias() ? part(theta, layout.biasOffset(l), layer.outputs()) : null));
        }
        return new NeuralNetwork(changed);
    }

    private static RealVector part(double[] theta, long offset, int count) {
        double[] values = new double[count];
        System.arraycopy(theta, (int) offset, values, 0, count);
        return RealVector.takingOver(values);
    }

    /**
     * Returns f(x) for one input by plain loops; the reference that faster paths are tested against.
     *
     * @param x M_0 numbers
     */
    public double[] output(double[] x) {
        Args.requireSame("the length of x", x.length, inputs(), "it must have one entry per input");
        double[] h = x;
        for (DenseLayer layer : layers) {
            double[] u = layer.preActivation(h);
            for (int i = 0; i < u.length; i++) {
                u[i] = layer.activation().value(u[i]);
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

    /** Returns the activations in words: one name if the network is of the usual kind, otherwise all of them in order. */
    public String activationNames() {
        Optional<Activation> hidden = hiddenActivation();
        return hidden.isPresent() && linearOutput() && depth() > 1
                ? hidden.get().id()
                : layers.stream().map(layer -> layer.activation().id()).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "NeuralNetwork[%s, %s]"
                .formatted(widths.stream().map(String::valueOf).collect(Collectors.joining("-")), activationNames());
    }
}
