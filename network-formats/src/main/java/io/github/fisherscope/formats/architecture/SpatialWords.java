package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.layer.convolution.AveragePool;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.MaxPool;
import io.github.fisherscope.core.layer.convolution.TransposedConv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.layer.shape.Reduce;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Convolutions, pooling, and what changes the shape. */
final class SpatialWords {
    private SpatialWords() {}

    static Map<String, LayerWord> words() {
        return Map.ofEntries(
                Map.entry("conv1d", conv(1)),
                Map.entry("conv2d", conv(2)),
                Map.entry("convtranspose1d", transposed(1)),
                Map.entry("convtranspose2d", transposed(2)),
                Map.entry("maxpool", LayerWord.of(SpatialWords::maxPool, "stride", "padding", "dilation", "ceil")),
                Map.entry(
                        "avgpool",
                        LayerWord.of(SpatialWords::averagePool, "stride", "padding", "ceil", "count_padding")),
                Map.entry("globalavgpool", LayerWord.of((c, in) -> global(c, in, Reduce.Kind.MEAN))),
                Map.entry("globalmaxpool", LayerWord.of((c, in) -> global(c, in, Reduce.Kind.MAX))),
                Map.entry("mean", LayerWord.of(SpatialWords::mean)),
                Map.entry("select", LayerWord.of(SpatialWords::select, "index")),
                Map.entry(
                        "flatten",
                        LayerWord.of((c, in) -> in.as(List.of(1, in.shape().size())))),
                Map.entry("reshape", LayerWord.of(SpatialWords::reshape)),
                Map.entry("transpose", LayerWord.of(SpatialWords::transpose)));
    }

    private static LayerWord conv(int axes) {
        return LayerWord.ofParameters(
                (c, in) -> conv(c, in, axes), "outputs", "kernel", "stride", "padding", "dilation", "groups", "bias");
    }

    private static LayerWord transposed(int axes) {
        return LayerWord.ofParameters(
                (c, in) -> transposed(c, in, axes),
                "outputs",
                "kernel",
                "stride",
                "padding",
                "dilation",
                "groups",
                "output_padding",
                "bias");
    }

    private static Window window(WordCall call, List<Integer> kernel, List<Integer> strides) {
        int axes = kernel.size();
        List<Integer> pads = new ArrayList<>(call.each("padding", axes, 0, 0));
        pads.addAll(List.copyOf(pads));
        return Window.of(kernel.stream().mapToInt(Integer::intValue).toArray())
                .withStrides(strides)
                .withDilations(call.each("dilation", axes, 1, 1))
                .withPads(pads);
    }

    private static StoredTensor kernelOf(WordCall call, int axes) {
        StoredTensor weight = call.tensor(call.prefix() + ".weight");
        if (weight.dimensions().size() != axes + 2) {
            throw call.wrong("takes '" + weight.name() + "' of " + (axes + 2) + " dimensions, and the file has "
                    + weight.dimensions());
        }
        return weight;
    }

    private static List<WeightSource> weights(WordCall call, StoredTensor weight, Optional<StoredTensor> bias) {
        List<WeightSource> sources = new ArrayList<>(List.of(call.whole(weight)));
        bias.ifPresent(b -> sources.add(call.whole(b)));
        return sources;
    }

    private static Optional<StoredTensor> bias(WordCall call) {
        return call.flag("bias", true) ? call.find(call.prefix() + ".bias") : Optional.empty();
    }

    /** The number of groups follows from the shapes. */
    private static Flow conv(WordCall call, Flow in, int axes) {
        requireSpatial(call, in, axes);
        int channels = in.dims().get(1);
        if (call.sized("outputs", "kernel")) {
            want(call, channels, call.size("outputs"), axes, false);
        }
        StoredTensor weight = kernelOf(call, axes);
        List<Integer> dims = weight.dimensions();
        Optional<StoredTensor> bias = bias(call);
        int groups = call.integer("groups", Math.max(1, channels / dims.get(1)), 1);
        Window window = window(call, dims.subList(2, dims.size()), call.each("stride", axes, 1, 1));
        return call.emit(
                List.of(in),
                new Conv(dims.get(1) * groups, dims.get(0), groups, bias.isPresent(), window),
                weights(call, weight, bias));
    }

    private static void requireSpatial(WordCall call, Flow in, int axes) {
        if (in.dims().size() != axes + 2) {
            throw call.wrong("takes channels and " + axes + (axes == 1 ? " axis" : " axes") + " and gets the shape "
                    + in.shape());
        }
    }

    /** The fan-in is the number of inputs that reach an output, the mean over outputs for a transposed convolution. */
    private static void want(WordCall call, int inputs, int outputs, int axes, boolean transposed) {
        if (!call.has("kernel")) {
            throw call.wrong("needs \"kernel\": there is no file of tensors that says it");
        }
        List<Integer> kernel = call.each("kernel", axes, 1, 1);
        int groups = call.integer("groups", 1, 1);
        if (inputs % groups != 0 || outputs % groups != 0) {
            throw call.wrong("divides " + inputs + " and " + outputs + " channels into " + groups + " groups");
        }
        List<Integer> dims =
                new ArrayList<>(transposed ? List.of(inputs, outputs / groups) : List.of(outputs, inputs / groups));
        dims.addAll(kernel);
        double fanIn = (double) inputs / groups;
        for (int i = 0; i < axes; i++) {
            double stride = transposed ? call.each("stride", axes, 1, 1).get(i) : 1;
            fanIn *= kernel.get(i) / stride;
        }
        call.wantWeight(call.prefix() + ".weight", dims, fanIn);
        if (call.flag("bias", true)) {
            call.wantBias(call.prefix() + ".bias", outputs);
        }
    }

    private static Flow transposed(WordCall call, Flow in, int axes) {
        requireSpatial(call, in, axes);
        if (call.sized("outputs", "kernel")) {
            want(call, in.dims().get(1), call.size("outputs"), axes, true);
        }
        StoredTensor weight = kernelOf(call, axes);
        List<Integer> dims = weight.dimensions();
        Optional<StoredTensor> bias = bias(call);
        int groups = call.integer("groups", 1, 1);
        Window window = window(call, dims.subList(2, dims.size()), call.each("stride", axes, 1, 1));
        List<Integer> more = call.each("output_padding", axes, 0, 0);
        return call.emit(
                List.of(in),
                new TransposedConv(dims.get(0), dims.get(1) * groups, groups, bias.isPresent(), window, more),
                weights(call, weight, bias));
    }

    /** The stride of pooling is the length of the window unless it is given. */
    private static Window poolWindow(WordCall call, Flow in) {
        int axes = in.dims().size() - 2;
        List<Integer> kernel = call.each(call.value(), "window", axes, 1, 1);
        List<Integer> strides = call.has("stride") ? call.each("stride", axes, 1, 1) : kernel;
        return window(call, kernel, strides).withCeil(call.flag("ceil", false));
    }

    private static Flow maxPool(WordCall call, Flow in) {
        return call.map(in, new MaxPool(poolWindow(call, in)));
    }

    private static Flow averagePool(WordCall call, Flow in) {
        return call.map(in, new AveragePool(poolWindow(call, in), call.flag("count_padding", true)));
    }

    private static Flow global(WordCall call, Flow in, Reduce.Kind kind) {
        Flow pooled = call.map(in, Reduce.globalPool(kind));
        return pooled.as(List.of(1, in.dims().get(1)));
    }

    private static int axis(WordCall call, Flow in) {
        int axis = call.value().asInt(0);
        if (!call.value().isIntegralNumber() || axis < 1 || axis >= in.dims().size()) {
            throw call.wrong("names the axis " + call.value() + " of " + in.shape()
                    + ", where axes of a sample count from 1 on");
        }
        return axis;
    }

    private static Flow mean(WordCall call, Flow in) {
        return call.map(in, new Reduce(Reduce.Kind.MEAN, List.of(axis(call, in)), false));
    }

    /** Keeps one index of an axis, such as the first token. */
    private static Flow select(WordCall call, Flow in) {
        int axis = axis(call, in);
        int length = in.dims().get(axis);
        int index = call.setting("index").asInt(0);
        if (index < -length || index >= length) {
            throw call.wrong("selects index " + index + " of an axis of " + length);
        }
        List<Integer> starts = new ArrayList<>(Collections.nCopies(in.dims().size(), 0));
        starts.set(axis, index < 0 ? index + length : index);
        List<Integer> counts = new ArrayList<>(in.dims());
        counts.set(axis, 1);
        Flow one = call.map(
                in,
                IndexGather.slice(
                        in.shape(),
                        starts,
                        counts,
                        Collections.nCopies(in.dims().size(), 1)));
        counts.remove(axis);
        return one.as(counts);
    }

    /** {@code {"reshape":[16,-1]}} gives a sample other dimensions; one may be −1 and follows from the others. */
    private static Flow reshape(WordCall call, Flow in) {
        List<Integer> dims = new ArrayList<>(List.of(1));
        int open = 0;
        long known = 1;
        for (JsonNode n : call.value()) {
            int d = n.asInt(0);
            if (!n.isIntegralNumber() || (d < 1 && d != -1) || (d == -1 && open > 0)) {
                throw call.wrong("has the shape " + call.value() + "; it must be whole numbers from 1 on, of which one"
                        + " may be -1");
            }
            open = d == -1 ? dims.size() : open;
            known *= d == -1 ? 1 : d;
            dims.add(d);
        }
        int size = in.shape().size();
        if (open > 0 && size % known == 0) {
            dims.set(open, Math.toIntExact(size / known));
        }
        if (dims.size() == 1 || (open == 0 && known != size) || (open > 0 && size % known != 0)) {
            throw call.wrong("reshapes " + in.shape() + " to " + call.value());
        }
        return in.as(dims);
    }

    private static Flow transpose(WordCall call, Flow in) {
        List<Integer> order = new ArrayList<>(List.of(0));
        call.value().forEach(n -> order.add(n.asInt(-1)));
        return call.map(in, IndexGather.transpose(in.shape(), order));
    }
}
