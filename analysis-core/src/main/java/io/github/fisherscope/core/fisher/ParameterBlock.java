package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.DenseParameters;
import io.github.fisherscope.core.layer.DenseParameters.RowVisitor;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/** A direction or gradient in the space of the parameters of some consecutive layers, held on a backend layer by layer. */
final class ParameterBlock implements AutoCloseable {
    private final Backend backend;
    private final ParameterLayout layout;
    private final int firstLayer;
    private final List<DenseParameters> layers;
    private final boolean owned;

    private ParameterBlock(
            Backend backend, ParameterLayout layout, int firstLayer, List<DenseParameters> layers, boolean owned) {
        this.backend = backend;
        this.layout = layout;
        this.firstLayer = firstLayer;
        this.layers = layers;
        this.owned = owned;
    }

    /** Returns zeros for the given layers. */
    static ParameterBlock zeros(NeuralNetwork network, Backend backend, int firstLayer, int lastLayer) {
        ParameterLayout layout = network.layout();
        List<DenseParameters> layers = new ArrayList<>();
        for (int l = firstLayer; l <= lastLayer; l++) {
            layers.add(DenseParameters.zeros(layout.layer(l), backend));
        }
        return new ParameterBlock(backend, layout, firstLayer, layers, true);
    }

    /** Returns the network's own parameters θ; nothing is copied, and the sweep keeps them. */
    static ParameterBlock ofNetwork(DataSweep sweep) {
        NeuralNetwork network = sweep.network();
        List<DenseParameters> layers = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            layers.add(sweep.layer(l).parameters());
        }
        return new ParameterBlock(sweep.backend(), network.layout(), 1, layers, false);
    }

    /** Returns the parameters that a vector on the backend holds in a single row; it is not copied. */
    static ParameterBlock of(NeuralNetwork network, Backend backend, Matrix row, int firstLayer, int lastLayer) {
        ParameterLayout layout = network.layout();
        long start = layout.weightOffset(firstLayer);
        List<DenseParameters> layers = new ArrayList<>();
        for (int l = firstLayer; l <= lastLayer; l++) {
            layers.add(DenseParameters.view(layout.layer(l), row, layout.weightOffset(l) - start));
        }
        return new ParameterBlock(backend, layout, firstLayer, layers, false);
    }

    /** Returns the part of layer {@code l}, which must be among the block's. */
    DenseParameters layer(int l) {
        return layers.get(l - firstLayer);
    }

    /** Overwrites the parameters with {@code v}, in the order of {@link ParameterLayout} from the first layer on. */
    void write(double[] v) {
        forEachRow((matrix, row, offset, count) -> matrix.write(row, 0, v, offset, count));
    }

    /** Copies the parameters to {@code v}, as {@link #write} takes them. */
    void read(double[] v) {
        forEachRow((matrix, row, offset, count) -> matrix.read(row, 0, v, offset, count));
    }

    private void forEachRow(RowVisitor visitor) {
        long start = layout.weightOffset(firstLayer);
        for (int i = 0; i < layers.size(); i++) {
            int first = Math.toIntExact(layout.weightOffset(firstLayer + i) - start);
            layers.get(i).forEachRow(backend, first, visitor);
        }
    }

    @Override
    public void close() {
        if (owned) {
            layers.forEach(DenseParameters::close);
        }
    }
}
