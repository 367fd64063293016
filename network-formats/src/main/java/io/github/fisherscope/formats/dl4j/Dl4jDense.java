package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.normalization.Normalize;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Dense layers: the matrix, inputs × outputs and column by column in the file, then biases, then gains of a layer norm. */
final class Dl4jDense {
    private Dl4jDense() {}

    static Map<String, Dl4jLayer> classes() {
        return Map.of("DenseLayer", Dl4jDense::dense, "OutputLayer", Dl4jDense::dense);
    }

    private static int dense(Dl4jCall call, int in) {
        int inputs = call.count("nin");
        int outputs = call.count("nout");
        call.refuse(
                call.rank(in) != 2 || call.shape(in).size() != inputs,
                "takes " + inputs + " numbers, and gets a sample of the shape " + Dl4jWalk.sample(call.shape(in)));
        StoredTensor weights = call.take("W", List.of(inputs, outputs), true);
        List<WeightSource> sources = new ArrayList<>();
        sources.add(call.source(WeightSource.transposed(weights.name(), inputs, outputs), weights));
        boolean bias = call.flag("hasBias", true);
        boolean norm = call.flag("hasLayerNorm", false);
        List<StoredTensor> shift = bias ? List.of(call.take("b", List.of(outputs))) : List.of();
        if (!norm) {
            shift.forEach(b -> sources.add(call.whole(b)));
            return Dl4jFunctions.activated(
                    call, call.add(in, new DenseKernel.Of(new DenseShape(inputs, outputs, bias)), sources));
        }
        call.countNormalization();
        StoredTensor gain = call.take("g", List.of(outputs));
        int out = call.add(in, new DenseKernel.Of(new DenseShape(inputs, outputs, false)), sources);
        out = call.add(out, new Normalize(List.of(1), 0, true), List.of());
        out = call.add(out, new Scale(call.placed(out, true), call.placed(out, true)), gain);
        for (StoredTensor b : shift) {
            out = call.add(out, new Shift(call.placed(out, true), call.placed(out, true)), b);
        }
        return Dl4jFunctions.activated(call, out);
    }
}
