package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Dense layers, whose kernels are inputs × outputs, and tables of tokens. */
final class DenseClasses {
    private DenseClasses() {}

    static Map<String, KerasLayer> classes() {
        return Map.of(
                "Dense", KerasLayer.one(DenseClasses::dense), "Embedding", KerasLayer.one(DenseClasses::embedding));
    }

    private static KerasFlow dense(KerasCall call, KerasFlow in) {
        int outputs = call.integer("units", 0);
        call.refuse(outputs < 1, "has no number of units");
        int inputs = in.last();
        StoredTensor kernel = call.variable("kernel", List.of(inputs, outputs));
        List<WeightSource> sources = new ArrayList<>();
        sources.add(call.source(WeightSource.transposed(kernel.name(), inputs, outputs), kernel));
        boolean bias = call.flag("use_bias", true);
        if (bias) {
            sources.add(call.whole(call.variable("bias", List.of(outputs))));
        }
        KerasFlow out = call.emit(in, new DenseKernel.Of(new DenseShape(inputs, outputs, bias)), sources);
        return FunctionClasses.activated(call, out);
    }

    private static KerasFlow embedding(KerasCall call, KerasFlow in) {
        call.refuse(
                call.flag("mask_zero", false), "masks tokens of 0, which is not read; save it with mask_zero=False");
        int entries = call.integer("input_dim", 0);
        int width = call.integer("output_dim", 0);
        call.refuse(entries < 1 || width < 1, "has no size of its table");
        StoredTensor table = call.variable("embeddings", List.of(entries, width));
        return call.emit(in, new Lookup(entries, width), List.of(call.whole(table)));
    }
}
