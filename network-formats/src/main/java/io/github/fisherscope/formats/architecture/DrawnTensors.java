package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.random.GraphFamily;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.core.random.TensorLaw;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.StoredTensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tensors that are made as lines ask for them. The k-th tensor of weights, scales included, has the stream k of weights, and the
 * bias or shift behind it the stream k of biases, so that a chain of dense layers is the network that the family of its widths
 * has, and leaving out biases leaves the weights as they are.
 */
final class DrawnTensors implements TensorSupply {
    private final GraphAssembly assembly;
    private final Variances variances;
    private final Map<String, StoredTensor> tensors = new HashMap<>();
    private final Map<String, TensorLaw> laws = new HashMap<>();
    private int weights;

    DrawnTensors(GraphAssembly assembly, Variances variances) {
        this.assembly = assembly;
        this.variances = variances;
    }

    @Override
    public boolean drawn() {
        return true;
    }

    @Override
    public Optional<StoredTensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    @Override
    public boolean isParameter(String name) {
        return true;
    }

    @Override
    public void want(String place, Wanted wanted) {
        StoredTensor there = tensors.get(wanted.name());
        if (there != null) {
            if (!there.dimensions().equals(wanted.dimensions())) {
                throw new ArchitectureException(place + " shares '" + wanted.name() + "', which is "
                        + new Shape(there.dimensions()) + ", and needs the shape " + new Shape(wanted.dimensions()));
            }
            return;
        }
        int size = new Shape(wanted.dimensions()).size();
        StoredTensor made = new StoredTensor(wanted.name(), wanted.dimensions(), () -> new double[size]);
        tensors.put(wanted.name(), made);
        laws.put(wanted.name(), law(wanted));
        assembly.declare(made);
    }

    private TensorLaw law(Wanted wanted) {
        boolean own = !Double.isNaN(wanted.variance());
        double line = own ? wanted.variance() : 0;
        return switch (wanted.role()) {
            case WEIGHT ->
                new TensorLaw(StreamPurpose.WEIGHTS, ++weights, 0, (own ? line : variances.weight()) / wanted.fanIn());
            case SCALE -> new TensorLaw(StreamPurpose.WEIGHTS, ++weights, 1, line);
            case BIAS -> new TensorLaw(StreamPurpose.BIASES, weights, 0, own ? line : variances.bias());
            case SHIFT -> new TensorLaw(StreamPurpose.BIASES, weights, 0, line);
        };
    }

    GraphFamily family(Graph graph) {
        return new GraphFamily(
                graph,
                graph.tensors().stream()
                        .map(t -> Objects.requireNonNull(laws.get(t.name())))
                        .toList());
    }
}
