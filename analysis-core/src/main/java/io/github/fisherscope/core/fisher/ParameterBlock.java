package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/** A direction or gradient in the space of the parameters of some consecutive layers, held on a backend layer by layer. */
final class ParameterBlock implements AutoCloseable {
    private final ParameterLayout layout;
    private final int firstLayer;
    private final int lastLayer;
    private final List<Matrix> weights;
    private final List<Matrix> biases;
    private final List<Matrix> owned;

    private ParameterBlock(
            ParameterLayout layout, int firstLayer, List<Matrix> weights, List<Matrix> biases, List<Matrix> owned) {
        this.layout = layout;
        this.firstLayer = firstLayer;
        this.lastLayer = firstLayer + weights.size() - 1;
        this.weights = weights;
        this.biases = biases;
        this.owned = owned;
    }

    /** Returns zeros for the given layers. */
    static ParameterBlock zeros(NeuralNetwork network, Backend backend, int firstLayer, int lastLayer) {
        List<Matrix> weights = new ArrayList<>();
        List<Matrix> biases = new ArrayList<>();
        for (int l = firstLayer; l <= lastLayer; l++) {
            weights.add(backend.allocate(network.width(l), network.width(l - 1)));
            biases.add(backend.allocate(1, network.width(l)));
        }
        List<Matrix> owned = new ArrayList<>(weights);
        owned.addAll(biases);
        return new ParameterBlock(network.layout(), firstLayer, weights, biases, owned);
    }

    /** Returns the network's own parameters θ; nothing but the biases is copied. */
    static ParameterBlock ofNetwork(DataSweep sweep) {
        NeuralNetwork network = sweep.network();
        List<Matrix> weights = new ArrayList<>();
        List<Matrix> biases = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            weights.add(sweep.weights(l));
            double[] values = network.biases(l);
            Matrix row = sweep.backend().allocate(1, values.length);
            row.write(0, 0, values, 0, values.length);
            biases.add(row);
        }
        return new ParameterBlock(network.layout(), 1, weights, biases, biases);
    }

    Matrix weights(int l) {
        return weights.get(l - firstLayer);
    }

    Matrix biases(int l) {
        return biases.get(l - firstLayer);
    }

    /** Overwrites the parameters with {@code v}, in the order of {@link ParameterLayout} from the first layer on. */
    void write(double[] v) {
        long start = layout.weightOffset(firstLayer);
        for (int l = firstLayer; l <= lastLayer; l++) {
            Matrix w = weights(l);
            int fanIn = (int) w.columns();
            int offset = Math.toIntExact(layout.weightOffset(l) - start);
            for (int i = 0; i < w.rows(); i++) {
                w.write(i, 0, v, offset + i * fanIn, fanIn);
            }
            int width = (int) w.rows();
            biases(l).write(0, 0, v, Math.toIntExact(layout.biasOffset(l) - start), width);
        }
    }

    /** Copies the parameters to {@code v}, as {@link #write} takes them. */
    void read(double[] v) {
        long start = layout.weightOffset(firstLayer);
        for (int l = firstLayer; l <= lastLayer; l++) {
            Matrix w = weights(l);
            int fanIn = (int) w.columns();
            int offset = Math.toIntExact(layout.weightOffset(l) - start);
            for (int i = 0; i < w.rows(); i++) {
                w.read(i, 0, v, offset + i * fanIn, fanIn);
            }
            int width = (int) w.rows();
            biases(l).read(0, 0, v, Math.toIntExact(layout.biasOffset(l) - start), width);
        }
    }

    @Override
    public void close() {
        owned.forEach(Matrix::close);
    }
}
