package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.shape.IndexGather;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What only moves numbers. */
final class ShapeClasses {
    private ShapeClasses() {}

    static Map<String, KerasLayer> classes() {
        return Map.of(
                "Flatten", KerasLayer.one(ShapeClasses::flatten),
                "Reshape", KerasLayer.one(ShapeClasses::reshape),
                "Permute", KerasLayer.one(ShapeClasses::permute),
                "RepeatVector", KerasLayer.one(ShapeClasses::repeat),
                "ZeroPadding1D", KerasLayer.one((c, in) -> pad(c, in, 1, "padding", 1)),
                "ZeroPadding2D", KerasLayer.one((c, in) -> pad(c, in, 2, "padding", 1)),
                "Cropping1D", KerasLayer.one((c, in) -> pad(c, in, 1, "cropping", -1)),
                "Cropping2D", KerasLayer.one((c, in) -> pad(c, in, 2, "cropping", -1)),
                "UpSampling1D", KerasLayer.one((c, in) -> upsample(c, in, 1)),
                "UpSampling2D", KerasLayer.one((c, in) -> upsample(c, in, 2)));
    }

    private static boolean channelsFirst(KerasCall call) {
        return call.text("data_format", "channels_last").equals("channels_first");
    }

    /** Keras flattens in its own order; from channels first it moves them to the end before. */
    private static KerasFlow flatten(KerasCall call, KerasFlow in) {
        KerasFlow plain = call.plain(in);
        if (channelsFirst(call) && in.rank() > 2) {
            List<Integer> order = new ArrayList<>(List.of(0));
            IntStream.range(2, in.rank()).forEach(order::add);
            order.add(1);
            plain = call.emit(plain, IndexGather.transpose(plain.shape(), order), List.of());
        }
        return new KerasFlow(plain.part(), List.of(1, plain.shape().size()), false);
    }

    private static KerasFlow reshape(KerasCall call, KerasFlow in) {
        KerasFlow plain = call.plain(in);
        List<Integer> dims = new ArrayList<>(List.of(1));
        long known = 1;
        int open = 0;
        JsonNode target = call.config().path("target_shape");
        for (JsonNode n : target) {
            int d = n.asInt(0);
            call.refuse(d < -1 || d == 0 || (d == -1 && open > 0), "reshapes to " + target);
            open = d == -1 ? dims.size() : open;
            known = Math.multiplyExact(known, d == -1 ? 1 : d);
            dims.add(d);
        }
        int size = plain.shape().size();
        call.refuse(open == 0 ? known != size : size % known != 0, "reshapes " + plain.dims() + " to " + target);
        if (open > 0) {
            dims.set(open, Math.toIntExact(size / known));
        }
        return new KerasFlow(plain.part(), dims, false);
    }

    private static KerasFlow permute(KerasCall call, KerasFlow in) {
        KerasFlow plain = call.plain(in);
        List<Integer> order = new ArrayList<>(List.of(0));
        call.config().path("dims").forEach(n -> order.add(n.asInt(0)));
        List<Integer> sorted = order.stream().sorted().toList();
        call.refuse(
                !sorted.equals(IntStream.range(0, plain.rank()).boxed().toList()),
                "permutes axes " + call.config().path("dims") + " of " + plain.dims());
        return call.emit(plain, IndexGather.transpose(plain.shape(), order), List.of());
    }

    private static KerasFlow repeat(KerasCall call, KerasFlow in) {
        int times = call.integer("n", 0);
        call.refuse(times < 1 || in.rank() != 2, "repeats " + in.dims() + " " + times + " times");
        Shape row = Shape.of(1, 1, in.last());
        KerasFlow one = new KerasFlow(in.part(), row.dimensions(), false);
        return call.emit(one, IndexGather.broadcast(row, Shape.of(1, times, in.last())), List.of());
    }

    /** Pads or crops positions; the setting is a number, one for each axis, or a pair for each axis. */
    private static KerasFlow pad(KerasCall call, KerasFlow in, int axes, String setting, int sign) {
        call.requireRank(in, axes + 2);
        KerasFlow plain = call.plain(in);
        List<Integer> before = new ArrayList<>(Collections.nCopies(axes + 2, 0));
        List<Integer> after = new ArrayList<>(before);
        JsonNode given = call.config().path(setting);
        int first = channelsFirst(call) ? 2 : 1;
        for (int i = 0; i < axes; i++) {
            boolean pair = axes == 1 && given.isArray() && given.size() == 2;
            JsonNode own = pair ? given : given.isArray() ? given.path(i) : given;
            int low = own.isArray() ? own.path(0).asInt(-1) : own.asInt(-1);
            int high = own.isArray() ? own.path(1).asInt(-1) : own.asInt(-1);
            call.refuse(low < 0 || high < 0, "has " + setting + " " + given);
            before.set(first + i, sign * low);
            after.set(first + i, sign * high);
        }
        return call.emit(plain, IndexGather.pad(plain.shape(), before, after, 0), List.of());
    }

    private static KerasFlow upsample(KerasCall call, KerasFlow in, int axes) {
        call.requireRank(in, axes + 2);
        call.refuse(
                !call.text("interpolation", "nearest").equals("nearest"), "interpolates; nearest positions are read");
        KerasFlow plain = call.plain(in);
        List<Integer> times = call.each("size", axes, 2);
        int first = channelsFirst(call) ? 2 : 1;
        List<List<Integer>> maps = new ArrayList<>();
        for (int i = 0; i < plain.rank(); i++) {
            int factor = i >= first && i < first + axes ? times.get(i - first) : 1;
            maps.add(IntStream.range(0, Math.multiplyExact(plain.dims().get(i), factor))
                    .mapToObj(j -> j / factor)
                    .toList());
        }
        return call.emit(plain, IndexGather.alongAxes("upsampling", plain.shape(), maps, 0), List.of());
    }
}
