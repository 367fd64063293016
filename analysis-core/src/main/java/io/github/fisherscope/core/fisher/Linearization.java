package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.layer.Dense;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network linearised at a data set: everything that Jacobian products need is computed once and kept on the backend,
 * that is the layers, the activations {@code H_l} (T × M_l, one row per sample) and the slopes {@code φ_l′(u^l)} (T × M_l) of
 * hidden layers, and of the last layer unless its outputs are linear.
 *
 * <p>Cost: one forward pass, 2 T Σ M_l M_{l-1} flops. Memory: P + 2 T Σ M_l numbers. Not changed after construction
 * except by {@link #close()}.
 */
public final class Linearization implements AutoCloseable {
    private final NetworkWeights weights;
    private final NeuralNetwork network;
    private final Backend backend;
    private final int samples;
    private final boolean ownsWeights;
    private final List<Matrix> owned = new ArrayList<>();
    private final List<Matrix> activations = new ArrayList<>();
    private final List<Matrix> slopes = new ArrayList<>();
    private final Matrix outputs;

    private Linearization(NetworkWeights weights, boolean ownsWeights, Dataset data, int from, int to) {
        this.weights = weights;
        this.network = weights.network();
        this.backend = weights.backend();
        this.samples = to - from;
        this.ownsWeights = ownsWeights;
        activations.add(uploadInputs(data, from));
        for (int l = 1; l <= network.depth(); l++) {
            Matrix u = own(samples, network.layer(l).shape().outputs());
            layer(l).forward(activations.get(l - 1), u);
            if (hasSlopes(l)) {
                Matrix slope = own(samples, network.layer(l).shape().outputs());
                backend.activate(network.activation(l), u, u, slope);
                slopes.add(slope);
            }
            activations.add(u);
        }
        outputs = activations.get(network.depth());
    }

    /**
     * Runs the forward pass.
     *
     * @throws IllegalArgumentException if the data's inputs are not the network's
     */
    public static Linearization of(NeuralNetwork network, Dataset data, Backend backend) {
        requireMatch(network, data);
        return new Linearization(new NetworkWeights(network, backend), true, data, 0, data.samples());
    }

    /** Runs the forward pass for samples {@code from} to {@code to} (exclusive) with weights that stay open. */
    static Linearization ofBatch(NetworkWeights weights, Dataset data, int from, int to) {
        requireMatch(weights.network(), data);
        return new Linearization(weights, false, data, from, to);
    }

    private static void requireMatch(NeuralNetwork network, Dataset data) {
        Args.requireSame(
                "the number of inputs of the data (" + data.source().description() + ")",
                data.inputs(),
                network.inputs(),
                "give the network's first width that value");
    }

    private Matrix own(long rows, long columns) {
        Matrix m = backend.allocate(rows, columns);
        owned.add(m);
        return m;
    }

    private Matrix uploadInputs(Dataset data, int from) {
        Matrix x = own(samples, data.inputs());
        double[] row = new double[data.inputs()];
        for (int t = 0; t < samples; t++) {
            data.copyRow(from + t, row);
            x.write(t, 0, row, 0, row.length);
        }
        return x;
    }

    public NeuralNetwork network() {
        return network;
    }

    public Backend backend() {
        return backend;
    }

    /** Returns T. */
    public int samples() {
        return samples;
    }

    /** Returns C. */
    public int outputCount() {
        return network.outputs();
    }

    /** Returns L. */
    public int depth() {
        return network.depth();
    }

    /** Returns layer l in [1, L] on the backend. */
    Dense layer(int l) {
        return weights.get(l);
    }

    /** Returns whether signals change where they pass the activation of layer l: not at linear outputs. */
    boolean hasSlopes(int l) {
        return l < network.depth() || !network.linearOutput();
    }

    /**
     * Carries signals through the activation of layer l, in either direction: each row of {@code signals} is multiplied by
     * the slopes of its sample, entry by entry.
     *
     * @param signals one or several blocks of T rows, one below the other
     */
    void scaleBySlopes(int l, Matrix signals) {
        if (hasSlopes(l)) {
            backend.hadamard(signals, slopes(l), signals);
        }
    }

    /** Returns {@code H_l} (T × M_l) for l in [0, L − 1]; {@code H_0} are the inputs. */
    Matrix activations(int l) {
        return activations.get(l);
    }

    /** Returns {@code φ_l′(u^l)} (T × M_l) for l in [1, L − 1], and for L if outputs are not linear; it stays this object's. */
    public Matrix slopes(int l) {
        return slopes.get(l - 1);
    }

    /**
     * Returns {@code φ_l″(u^l)} (T × M_l) for l in [1, L], computed anew and closed by the caller; empty where the activation
     * has no second derivative but at kinks. Cost: the layer's share of the forward pass.
     */
    Optional<Matrix> curvatures(int l) {
        Activation activation = network.activation(l);
        if (activation.piecewiseLinear()) {
            return Optional.empty();
        }
        int width = network.layer(l).shape().outputs();
        Matrix u = backend.allocate(samples, width);
        layer(l).forward(activations.get(l - 1), u);
        backend.forEach(samples, t -> {
            double[] row = new double[width];
            u.read(t, 0, row, 0, width);
            for (int i = 0; i < width; i++) {
                row[i] = activation.secondDerivative(row[i]);
            }
            u.write(t, 0, row, 0, width);
        });
        return Optional.of(u);
    }

    /** Returns the outputs f, sample by sample: entry {@code t·C + k}. */
    public double[] outputs() {
        int outputCount = outputCount();
        double[] f = new double[Math.multiplyExact(samples, outputCount)];
        for (int t = 0; t < samples; t++) {
            outputs.read(t, 0, f, t * outputCount, outputCount);
        }
        return f;
    }

    @Override
    public void close() {
        owned.forEach(Matrix::close);
        if (ownsWeights) {
            weights.close();
        }
    }
}
