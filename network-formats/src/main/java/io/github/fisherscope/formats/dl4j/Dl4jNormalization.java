package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.model.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Batch norm: gamma and beta, unless they are locked to two numbers, then the mean, then the variance or the decimal logarithm
 * of the standard deviation. The statistics are numbers and no parameters.
 */
final class Dl4jNormalization {
    private static final double EPSILON = 1e-5;

    private Dl4jNormalization() {}

    static Map<String, Dl4jLayer> classes() {
        return Map.of("BatchNormalization", Dl4jNormalization::batch);
    }

    private static int batch(Dl4jCall call, int in) {
        call.countNormalization();
        boolean last = call.channelsLast("cnn2DFormat");
        Shape placed = call.placed(in, last);
        int channels = call.count("nout");
        call.refuse(
                placed.size() != channels,
                "normalises " + channels + " channels, and gets a sample of the shape "
                        + Dl4jWalk.sample(call.shape(in)));
        List<Integer> dims = List.of(channels);
        boolean locked = call.flag("lockGammaBeta", false);
        List<StoredTensor> learned = new ArrayList<>();
        if (!locked) {
            learned.add(call.take("gamma", dims));
            learned.add(call.take("beta", dims));
        }
        double[] mean = call.take("mean", dims).values().get();
        boolean logarithm = call.flag("useLogStd", false);
        double[] spread =
                call.take(logarithm ? "log10stdev" : "var", dims).values().get();
        double gamma = locked ? call.real("gamma", 1) : 1;
        double beta = locked ? call.real("beta", 0) : 0;
        double[] factor = new double[channels];
        double[] constant = new double[channels];
        for (int i = 0; i < channels; i++) {
            double deviation = logarithm ? Math.pow(10, spread[i]) : 0;
            double variance = logarithm ? deviation * deviation : spread[i];
            factor[i] = gamma / Math.sqrt(variance + call.real("eps", EPSILON));
            constant[i] = beta - mean[i] * factor[i];
        }
        int out = call.add(in, new Affine(RealVector.takingOver(factor), RealVector.takingOver(constant), placed));
        if (!locked) {
            out = call.add(out, new Scale(Shape.of(channels), placed), learned.get(0));
            out = call.add(out, new Shift(Shape.of(channels), placed), learned.get(1));
        }
        return out;
    }
}
