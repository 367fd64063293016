package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.normalization.Normalize;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.model.StoredTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Normalisations; ε is 10⁻⁵ unless it is given. */
final class NormWords {
    private static final double EPSILON = 1e-5;

    private NormWords() {}

    static Map<String, LayerWord> words() {
        return Map.of(
                "batchnorm", LayerWord.ofParameters(NormWords::batch, "epsilon"),
                "layernorm", LayerWord.ofParameters((c, in) -> layer(c, in, true), "epsilon", "axes"),
                "rmsnorm", LayerWord.ofParameters((c, in) -> layer(c, in, false), "epsilon", "axes"),
                "groupnorm", LayerWord.ofParameters(NormWords::group, "epsilon", "groups"));
    }

    private static double epsilon(WordCall call) {
        return call.real("epsilon", EPSILON);
    }

    private static Shape channels(Flow in) {
        List<Integer> dims =
                new ArrayList<>(Collections.nCopies(Math.max(1, in.dims().size() - 1), 1));
        dims.set(0, in.dims().get(1));
        return new Shape(dims);
    }

    /** Statistics are numbers of the file and no parameters; those of random networks are mean 0 and variance 1. */
    private static Flow batch(WordCall call, Flow in) {
        call.countNormalization();
        int count = in.dims().get(1);
        if (call.drawn()) {
            call.wantAffine(List.of(count), true);
            double scale = 1 / Math.sqrt(1 + epsilon(call));
            return scaledAndShifted(call, call.map(in, Affine.scalar(scale, 0)), channels(in));
        }
        double[] mean = call.tensor(List.of(count), call.prefix() + ".running_mean")
                .values()
                .get();
        double[] variance = call.tensor(List.of(count), call.prefix() + ".running_var")
                .values()
                .get();
        double[] scale = new double[count];
        double[] shift = new double[count];
        for (int i = 0; i < count; i++) {
            scale[i] = 1 / Math.sqrt(variance[i] + epsilon(call));
            shift[i] = -mean[i] * scale[i];
        }
        Flow normalized =
                call.map(in, new Affine(RealVector.takingOver(scale), RealVector.takingOver(shift), channels(in)));
        return scaledAndShifted(call, normalized, channels(in));
    }

    private static Flow scaledAndShifted(WordCall call, Flow in, Shape placed) {
        Flow out = in;
        Optional<StoredTensor> weight =
                call.value().isString() ? call.find(call.prefix() + ".weight") : Optional.empty();
        Optional<StoredTensor> bias = call.value().isString() ? call.find(call.prefix() + ".bias") : Optional.empty();
        if (weight.isPresent()) {
            out = call.map(out, new Scale(new Shape(weight.get().dimensions()), placed), weight.get());
        }
        if (bias.isPresent()) {
            out = call.map(out, new Shift(new Shape(bias.get().dimensions()), placed), bias.get());
        }
        return out;
    }

    /** Normalises the last axes, as many as the scale has unless {@code axes} says it. */
    private static Flow layer(WordCall call, Flow in, boolean centred) {
        call.countNormalization();
        int given = call.value().isString()
                ? call.find(call.prefix() + ".weight")
                        .map(w -> w.dimensions().size())
                        .orElse(1)
                : 1;
        int axes = call.integer("axes", given, 1);
        int rank = in.dims().size();
        if (axes >= rank) {
            throw call.wrong("normalises the last " + axes + " axes of " + in.shape() + ", which has " + (rank - 1)
                    + " beside the batch");
        }
        if (call.drawn() && call.value().isString()) {
            call.wantAffine(in.dims().subList(rank - axes, rank), centred);
        }
        List<Integer> last = IntStream.range(rank - axes, rank).boxed().toList();
        Flow normalized = call.map(in, new Normalize(last, epsilon(call), centred));
        return scaledAndShifted(call, normalized, new Shape(in.dims().subList(rank - axes, rank)));
    }

    private static Flow group(WordCall call, Flow in) {
        call.countNormalization();
        int groups = call.integer("groups", 1, 1);
        int size = in.shape().size();
        if (in.dims().get(1) % groups != 0) {
            throw call.wrong("divides " + in.dims().get(1) + " channels into " + groups + " groups");
        }
        if (call.drawn() && call.value().isString()) {
            call.wantAffine(List.of(in.dims().get(1)), true);
        }
        Flow normalized =
                call.map(in.as(List.of(1, groups, size / groups)), new Normalize(List.of(2), epsilon(call), true));
        return scaledAndShifted(call, normalized.as(in.dims()), channels(in));
    }
}
