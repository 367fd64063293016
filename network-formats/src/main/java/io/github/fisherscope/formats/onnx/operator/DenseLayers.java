package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.WeightSource;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.operator.Value.Weights;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.Rearrangement;
import java.util.List;
import java.util.Optional;

/** Products with a stored matrix, which are dense layers on the last axis, and the biases that are added to them. */
final class DenseLayers {
    private DenseLayers() {}

    /**
     * Returns a dense layer of a stored matrix, or nothing if the matrix is computed.
     *
     * @param matrix inputs × outputs, or outputs × inputs if {@code transposed}
     * @param bias added to every position, or nothing
     */
    static Optional<Signal> dense(
            NodeCall call, Signal input, Value matrix, boolean transposed, Optional<WeightSource> bias) {
        if (matrix instanceof Signal || matrix.dims().size() != 2) {
            return Optional.empty();
        }
        int rows = matrix.dims().get(0);
        int columns = matrix.dims().get(1);
        int inputs = transposed ? columns : rows;
        int outputs = transposed ? rows : columns;
        Value oriented = transposed ? matrix : call.move(matrix, Rearrangement.transpose(matrix.dims(), List.of(1, 0)));
        DenseShape shape = new DenseShape(inputs, outputs, bias.isPresent());
        WeightSource weight = call.requireWeights(oriented);
        List<WeightSource> weights = bias.map(b -> List.of(weight, b)).orElse(List.of(weight));
        List<Integer> dims = Dims.with(input.dims(), input.dims().size() - 1, outputs);
        return Optional.of(call.emit(new DenseKernel.Of(shape), List.of(input), weights, dims));
    }

    /**
     * Gives a dense layer that has no bias the one that is added to its output, if nothing else takes that output.
     *
     * @return whether it was given
     */
    static boolean takeBias(NodeCall call, Signal signal, Weights bias) {
        if (signal.part() == Graph.INPUT || signal.dims().isEmpty()) {
            return false;
        }
        GraphAssembly.Part part = call.assembly().part(signal.part());
        if (!(part.layer() instanceof DenseKernel.Of dense) || dense.shape().bias()) {
            return false;
        }
        int outputs = dense.shape().outputs();
        boolean fits = bias.size() == outputs
                && bias.dims().get(bias.dims().size() - 1) == outputs
                && signal.dims().get(signal.dims().size() - 1) == outputs
                && signal.dims().size() >= bias.dims().size();
        int taken = call.input(0).equals(signal) ? 0 : 1;
        if (!fits || !call.isOnlyTaker(taken) || !(part.weights().get(0) instanceof WeightSource.Stored)) {
            return false;
        }
        call.assembly()
                .replace(
                        signal.part(),
                        new DenseKernel.Of(new DenseShape(dense.shape().inputs(), outputs, true)),
                        List.of(part.weights().get(0), call.requireWeights(bias)));
        return true;
    }
}
