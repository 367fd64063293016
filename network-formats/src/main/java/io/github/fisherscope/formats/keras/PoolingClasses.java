package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.layer.convolution.AveragePool;
import io.github.fisherscope.core.layer.convolution.MaxPool;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.shape.Reduce;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Pooling. Averages leave padding out. */
final class PoolingClasses {
    private PoolingClasses() {}

    static Map<String, KerasLayer> classes() {
        return Map.of(
                "MaxPooling1D", KerasLayer.one((c, in) -> max(c, in, 1)),
                "MaxPooling2D", KerasLayer.one((c, in) -> max(c, in, 2)),
                "AveragePooling1D", KerasLayer.one((c, in) -> average(c, in, 1)),
                "AveragePooling2D", KerasLayer.one((c, in) -> average(c, in, 2)),
                "GlobalAveragePooling1D", KerasLayer.one((c, in) -> global(c, in, 1, Reduce.Kind.MEAN)),
                "GlobalAveragePooling2D", KerasLayer.one((c, in) -> global(c, in, 2, Reduce.Kind.MEAN)),
                "GlobalMaxPooling1D", KerasLayer.one((c, in) -> global(c, in, 1, Reduce.Kind.MAX)),
                "GlobalMaxPooling2D", KerasLayer.one((c, in) -> global(c, in, 2, Reduce.Kind.MAX)));
    }

    private static Window window(KerasCall call, KerasFlow in, int axes) {
        call.requireRank(in, axes + 2);
        List<Integer> size = call.each(call.config().has("pool_length") ? "pool_length" : "pool_size", axes, 2);
        List<Integer> strides = call.config().path("strides").isNumber()
                        || call.config().path("strides").isArray()
                ? call.each("strides", axes, 1)
                : size;
        return Windowed.padded(
                call, Windowed.of(call, size, strides), call.text("padding", "valid"), call.positions(in));
    }

    private static KerasFlow max(KerasCall call, KerasFlow in, int axes) {
        return call.spatial(in, new MaxPool(window(call, in, axes)), List.of());
    }

    private static KerasFlow average(KerasCall call, KerasFlow in, int axes) {
        return call.spatial(in, new AveragePool(window(call, in, axes), false), List.of());
    }

    private static KerasFlow global(KerasCall call, KerasFlow in, int axes, Reduce.Kind kind) {
        call.requireRank(in, axes + 2);
        int channels = call.channels(in);
        KerasFlow pooled = call.spatial(in, Reduce.globalPool(kind), List.of());
        if (!call.flag("keepdims", false)) {
            return new KerasFlow(pooled.part(), List.of(1, channels), false);
        }
        call.refuse(
                IntStream.range(1, pooled.rank())
                                .filter(i -> pooled.dims().get(i) != 1)
                                .count()
                        > 1,
                "keeps dimensions that it cannot");
        return pooled;
    }
}
