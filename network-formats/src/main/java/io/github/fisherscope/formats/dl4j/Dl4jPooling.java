package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.layer.convolution.AveragePool;
import io.github.fisherscope.core.layer.convolution.MaxPool;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.layer.shape.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pooling, and zeros around images. */
final class Dl4jPooling {
    private Dl4jPooling() {}

    static Map<String, Dl4jLayer> classes() {
        return Map.of(
                "SubsamplingLayer", Dl4jPooling::pool,
                "Pooling2D", Dl4jPooling::pool,
                "GlobalPoolingLayer", Dl4jPooling::global,
                "ZeroPaddingLayer", Dl4jPooling::pad);
    }

    private static int pool(Dl4jCall call, int in) {
        boolean last = call.channelsLast("cnn2dDataFormat");
        Window window = Dl4jConvolutions.window(call, in, last);
        String kind = call.text("poolingType", "");
        return switch (kind) {
            case "MAX" -> call.spatial(in, last, new MaxPool(window), List.of());
            case "AVG" ->
                call.spatial(
                        in, last, new AveragePool(window, call.flag("avgPoolIncludePadInDivisor", false)), List.of());
            default -> throw call.wrong("pools by '" + kind + "'; MAX and AVG are read");
        };
    }

    private static int global(Dl4jCall call, int in) {
        String kind = call.text("poolingType", "");
        call.requireImage(in);
        List<Integer> axes = call.config().path("poolingDimensions").isArray()
                ? call.counts("poolingDimensions", 2, 1)
                : List.of(2, 3);
        call.refuse(
                !axes.equals(List.of(2, 3)) && !axes.equals(List.of(1, 2)),
                "pools the axes " + axes + " of an image, which is not read");
        boolean keep = !call.flag("collapseDimensions", true);
        Reduce.Kind how = switch (kind) {
            case "MAX" -> Reduce.Kind.MAX;
            case "AVG" -> Reduce.Kind.MEAN;
            case "SUM" -> Reduce.Kind.SUM;
            default -> throw call.wrong("pools by '" + kind + "'; MAX, AVG and SUM are read");
        };
        return call.add(in, new Reduce(how, axes, keep));
    }

    private static int pad(Dl4jCall call, int in) {
        call.requireImage(in);
        boolean last = call.channelsLast("dataFormat");
        List<Integer> given = call.counts("padding", 4, 0);
        List<Integer> before = new ArrayList<>(List.of(0, given.get(0), given.get(2)));
        List<Integer> after = new ArrayList<>(List.of(0, given.get(1), given.get(3)));
        before.add(last ? 3 : 1, 0);
        after.add(last ? 3 : 1, 0);
        return call.add(in, IndexGather.pad(call.shape(in), before, after, 0));
    }
}
