package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.normalization.LogSoftmax;
import io.github.fisherscope.core.layer.normalization.Normalize;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Normalisations, and softmax. */
final class NormalizationOperators {
    private static final double EPSILON = (float) 1e-5;

    private NormalizationOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "BatchNormalization", NormalizationOperators::batch,
                "LayerNormalization", c -> layer(c, true),
                "RMSNormalization", c -> layer(c, false),
                "InstanceNormalization", NormalizationOperators::instance,
                "GroupNormalization", NormalizationOperators::group,
                "Softmax", c -> softmax(c, Softmax::new),
                "LogSoftmax", c -> softmax(c, LogSoftmax::new));
    }

    private static double epsilon(NodeCall call) {
        return call.attributes().real("epsilon", EPSILON);
    }

    /** Frozen statistics are numbers: x ↦ (x − mean)/√(variance + ε), then scale and shift, which are parameters. */
    private static List<Value> batch(NodeCall call) {
        call.requireOutputs(1, "its statistics");
        boolean training = call.attributes().integer("training_mode", 0) != 0
                || (call.opset() < 7 && call.attributes().integer("is_test", 0) == 0);
        if (training) {
            throw call.refuse(
                    "is in training mode, where samples depend on each other",
                    "export the model in evaluation mode (model.eval(), training=TrainingMode.PRESERVE)");
        }
        if (call.attributes().integer("spatial", 1) == 0) {
            throw call.refuse("has statistics of single pixels", "export the model with opset 9 or later");
        }
        call.countNormalization();
        KnownNumbers mean = call.numbers(3);
        KnownNumbers variance = call.numbers(4);
        double[] scale = new double[mean.size()];
        double[] shift = new double[mean.size()];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = 1 / Math.sqrt(variance.real(i) + epsilon(call));
            shift[i] = -mean.real(i) * scale[i];
        }
        Shape placed = channels(mean.size(), call.dims(0).size());
        Signal normalized = call.map(
                call.signal(0), new Affine(RealVector.takingOver(scale), RealVector.takingOver(shift), placed));
        return List.of(scaledAndShifted(call, normalized, placed));
    }

    /** Returns a shape that puts numbers along axis 1. */
    private static Shape channels(int count, int rank) {
        List<Integer> dims = new ArrayList<>(Collections.nCopies(Math.max(1, rank - 1), 1));
        dims.set(0, count);
        return new Shape(dims);
    }

    /** Multiplies by input 1 and adds input 2, as far as they are there. */
    private static Signal scaledAndShifted(NodeCall call, Signal signal, Shape placed) {
        Signal scaled = signal;
        if (call.has(1)) {
            ComputedLayer scale = new Scale(Dims.shape(call.dims(1)), placed);
            scaled = call.emit(scale, List.of(signal), List.of(call.requireWeights(1, "scale")), signal.dims());
        }
        if (!call.has(2)) {
            return scaled;
        }
        ComputedLayer shift = new Shift(Dims.shape(call.dims(2)), placed);
        return call.emit(shift, List.of(scaled), List.of(call.requireWeights(2, "shift")), signal.dims());
    }

    private static List<Value> layer(NodeCall call, boolean centred) {
        call.requireOutputs(1, "means and deviations");
        call.countNormalization();
        Signal signal = call.signal(0);
        int rank = signal.dims().size();
        int axis = call.axis("axis", -1, rank);
        Signal normalized = call.map(signal, new Normalize(range(axis, rank), epsilon(call), centred));
        Signal scaled = normalized;
        if (call.has(1)) {
            scaled = call.emit(
                    new Scale(Dims.shape(call.dims(1)), Dims.shape(call.dims(1))),
                    List.of(normalized),
                    List.of(call.requireWeights(1, "scale")),
                    signal.dims());
        }
        if (!call.has(2)) {
            return List.of(scaled);
        }
        return List.of(call.emit(
                new Shift(Dims.shape(call.dims(2)), Dims.shape(call.dims(2))),
                List.of(scaled),
                List.of(call.requireWeights(2, "shift")),
                signal.dims()));
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static List<Value> instance(NodeCall call) {
        call.countNormalization();
        Signal signal = call.signal(0);
        int rank = signal.dims().size();
        Signal normalized = call.map(signal, new Normalize(range(2, rank), epsilon(call), true));
        return List.of(scaledAndShifted(call, normalized, channels(call.input(1).size(), rank)));
    }

    /** Scale and shift belong to groups up to opset 20 and to channels from 21 on. */
    private static List<Value> group(NodeCall call) {
        call.countNormalization();
        Signal signal = call.signal(0);
        List<Integer> dims = signal.dims();
        int groups = Math.toIntExact(call.attributes().integer("num_groups", 1));
        List<Integer> grouped = List.of(dims.get(0), groups, signal.size() / dims.get(0) / groups);
        Signal normalized = call.map(signal.as(grouped), new Normalize(List.of(2), epsilon(call), true));
        if (call.opset() < 21 && call.input(1).size() == groups) {
            return List.of(
                    scaledAndShifted(call, normalized, channels(groups, 3)).as(dims));
        }
        return List.of(scaledAndShifted(call, normalized.as(dims), channels(dims.get(1), dims.size())));
    }

    /** Up to opset 12 everything from the axis on is one axis. */
    private static List<Value> softmax(NodeCall call, IntFunction<ComputedLayer> layer) {
        Signal signal = call.signal(0);
        List<Integer> dims = signal.dims();
        if (call.opset() >= 13) {
            return List.of(call.map(signal, layer.apply(call.axis("axis", -1, dims.size()))));
        }
        int axis = call.axis("axis", 1, dims.size());
        List<Integer> flat = List.of(Dims.size(dims, 0, axis), Dims.size(dims, axis, dims.size()));
        return List.of(call.map(signal.as(flat), layer.apply(1)).as(dims));
    }
}
