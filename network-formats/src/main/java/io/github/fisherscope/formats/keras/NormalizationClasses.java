package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.normalization.Normalize;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.model.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Normalisations; ε is 10⁻³ unless it is said. Statistics of batches are numbers and no parameters. */
final class NormalizationClasses {
    private static final double EPSILON = 1e-3;

    private NormalizationClasses() {}

    static Map<String, KerasLayer> classes() {
        return Map.of(
                "BatchNormalization", KerasLayer.one(NormalizationClasses::batch),
                "BatchNormalizationV1", KerasLayer.one(NormalizationClasses::batch),
                "LayerNormalization", KerasLayer.one(NormalizationClasses::layer));
    }

    /** Returns the axes that a layer names, counted from the batch axis on. */
    private static Set<Integer> axes(KerasCall call, KerasFlow in) {
        JsonNode axis = call.config().path("axis");
        Set<Integer> axes = new TreeSet<>();
        for (JsonNode one : axis.isArray() ? axis : List.of(axis)) {
            int given = one.isIntegralNumber() ? one.asInt() : -1;
            int counted = given < 0 ? given + in.rank() : given;
            call.refuse(counted < 1 || counted >= in.rank(), "normalises axis " + given + " of " + in.dims());
            axes.add(counted);
        }
        return axes;
    }

    private static List<Integer> lengths(KerasFlow in, Set<Integer> axes) {
        return axes.stream().map(in.dims()::get).toList();
    }

    private static KerasFlow batch(KerasCall call, KerasFlow in) {
        call.countNormalization();
        Set<Integer> axes = axes(call, in);
        call.refuse(axes.size() != 1, "normalises " + axes.size() + " axes; one is read");
        List<Integer> dims = lengths(in, axes);
        List<StoredTensor> scale = new ArrayList<>();
        List<StoredTensor> shift = new ArrayList<>();
        if (call.flag("scale", true)) {
            scale.add(call.variable("gamma", dims));
        }
        if (call.flag("center", true)) {
            shift.add(call.variable("beta", dims));
        }
        double[] mean = call.variable("moving_mean", dims).values().get();
        double[] variance = call.variable("moving_variance", dims).values().get();
        double epsilon = call.real("epsilon", EPSILON);
        double[] factor = new double[mean.length];
        double[] constant = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            factor[i] = 1 / Math.sqrt(variance[i] + epsilon);
            constant[i] = -mean[i] * factor[i];
        }
        Shape placed = KerasCall.placed(in, axes);
        KerasFlow out =
                call.map(in, new Affine(RealVector.takingOver(factor), RealVector.takingOver(constant), placed));
        return scaledAndShifted(call, out, scale, shift, placed);
    }

    private static KerasFlow scaledAndShifted(
            KerasCall call, KerasFlow in, List<StoredTensor> scale, List<StoredTensor> shift, Shape placed) {
        KerasFlow out = in;
        for (StoredTensor gamma : scale) {
            out = call.map(out, new Scale(new Shape(gamma.dimensions()), placed), gamma);
        }
        for (StoredTensor beta : shift) {
            out = call.map(out, new Shift(new Shape(beta.dimensions()), placed), beta);
        }
        return out;
    }

    private static KerasFlow layer(KerasCall call, KerasFlow given) {
        call.countNormalization();
        call.refuse(call.flag("rms_scaling", false), "scales by root mean squares, which is not read");
        KerasFlow in = call.plain(given);
        Set<Integer> axes = axes(call, in);
        List<Integer> dims = lengths(in, axes);
        List<StoredTensor> scale = new ArrayList<>();
        List<StoredTensor> shift = new ArrayList<>();
        if (call.flag("scale", true)) {
            scale.add(call.variable("gamma", dims));
        }
        if (call.flag("center", true)) {
            shift.add(call.variable("beta", dims));
        }
        KerasFlow out = call.map(in, new Normalize(List.copyOf(axes), call.real("epsilon", EPSILON), true));
        return scaledAndShifted(call, out, scale, shift, KerasCall.placed(in, axes));
    }
}
