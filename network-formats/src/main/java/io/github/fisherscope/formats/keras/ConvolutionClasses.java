package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.TransposedConv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Convolutions. Keras stores positions first: kernels are positions × inputs × outputs, transposed ones positions × outputs ×
 * inputs, depthwise ones positions × inputs × multipliers. θ keeps that order.
 */
final class ConvolutionClasses {
    private ConvolutionClasses() {}

    static Map<String, KerasLayer> classes() {
        return Map.of(
                "Conv1D", KerasLayer.one((c, in) -> conv(c, in, 1)),
                "Conv2D", KerasLayer.one((c, in) -> conv(c, in, 2)),
                "DepthwiseConv1D", KerasLayer.one((c, in) -> depthwise(c, in, 1)),
                "DepthwiseConv2D", KerasLayer.one((c, in) -> depthwise(c, in, 2)),
                "SeparableConv1D", KerasLayer.one((c, in) -> separable(c, in, 1)),
                "SeparableConv2D", KerasLayer.one((c, in) -> separable(c, in, 2)),
                "Conv1DTranspose", KerasLayer.one((c, in) -> transposed(c, in, 1)),
                "Conv2DTranspose", KerasLayer.one((c, in) -> transposed(c, in, 2)));
    }

    private static Window window(KerasCall call, KerasFlow in, int axes) {
        Window window = Windowed.of(call, call.each("kernel_size", axes, 1), call.each("strides", axes, 1))
                .withDilations(call.each("dilation_rate", axes, 1));
        String padding = call.text("padding", "valid");
        if (padding.equals("causal") && axes == 1) {
            int before = (window.kernel().get(0) - 1) * window.dilations().get(0);
            return window.withPads(List.of(before, 0));
        }
        return Windowed.padded(call, window, padding, call.positions(in));
    }

    private static List<Integer> dims(List<Integer> positions, int inputs, int outputs) {
        List<Integer> dims = new ArrayList<>(positions);
        dims.add(inputs);
        dims.add(outputs);
        return dims;
    }

    /** Returns entries of a kernel of positions × a × b in the order b × a × positions. */
    private static WeightSource.EntryTable reversed(int taps, int a, int b) {
        int[] table = new int[Math.multiplyExact(taps, Math.multiplyExact(a, b))];
        for (int i = 0, at = 0; i < b; i++) {
            for (int j = 0; j < a; j++) {
                for (int k = 0; k < taps; k++) {
                    table[at++] = (k * a + j) * b + i;
                }
            }
        }
        return WeightSource.EntryTable.of(table);
    }

    private static WeightSource kernel(KerasCall call, StoredTensor kernel, WeightSource.EntryTable table) {
        return call.source(new WeightSource.Stored(kernel.name(), table), kernel);
    }

    private static boolean bias(KerasCall call, List<WeightSource> sources, int outputs) {
        boolean bias = call.flag("use_bias", true);
        if (bias) {
            sources.add(call.whole(call.variable("bias", List.of(outputs))));
        }
        return bias;
    }

    private static KerasFlow conv(KerasCall call, KerasFlow in, int axes) {
        call.requireRank(in, axes + 2);
        Window window = window(call, in, axes);
        int inputs = call.channels(in);
        int outputs = call.integer("filters", 0);
        int groups = call.integer("groups", 1);
        call.refuse(
                outputs < 1 || groups < 1 || inputs % groups != 0,
                "has " + outputs + " filters in " + groups + " groups of " + inputs + " channels");
        StoredTensor kernel = call.variable("kernel", dims(window.kernel(), inputs / groups, outputs));
        List<WeightSource> sources = new ArrayList<>();
        sources.add(kernel(call, kernel, reversed(window.taps(), inputs / groups, outputs)));
        boolean bias = bias(call, sources, outputs);
        return FunctionClasses.activated(
                call, call.spatial(in, new Conv(inputs, outputs, groups, bias, window), sources));
    }

    /** Output c·m + j has channel c alone, by the j-th of its m kernels. */
    private static WeightSource.EntryTable perChannel(int taps, int channels, int multiplier) {
        int[] table = new int[Math.multiplyExact(taps, Math.multiplyExact(channels, multiplier))];
        int at = 0;
        for (int out = 0; out < channels * multiplier; out++) {
            for (int k = 0; k < taps; k++) {
                table[at++] = k * channels * multiplier + out;
            }
        }
        return WeightSource.EntryTable.of(table);
    }

    private static KerasFlow depthwise(KerasCall call, KerasFlow in, int axes) {
        call.requireRank(in, axes + 2);
        Window window = window(call, in, axes);
        int inputs = call.channels(in);
        int multiplier = call.integer("depth_multiplier", 1);
        StoredTensor kernel = call.variable("depthwise_kernel", dims(window.kernel(), inputs, multiplier));
        List<WeightSource> sources = new ArrayList<>();
        sources.add(kernel(call, kernel, perChannel(window.taps(), inputs, multiplier)));
        boolean bias = bias(call, sources, inputs * multiplier);
        return FunctionClasses.activated(
                call, call.spatial(in, new Conv(inputs, inputs * multiplier, inputs, bias, window), sources));
    }

    /** A depthwise convolution without bias and one of 1 × 1. */
    private static KerasFlow separable(KerasCall call, KerasFlow in, int axes) {
        call.requireRank(in, axes + 2);
        Window window = window(call, in, axes);
        int inputs = call.channels(in);
        int between = inputs * call.integer("depth_multiplier", 1);
        int outputs = call.integer("filters", 0);
        call.refuse(outputs < 1, "has no number of filters");
        StoredTensor depth = call.variable("depthwise_kernel", dims(window.kernel(), inputs, between / inputs));
        KerasFlow middle = call.spatial(
                in,
                new Conv(inputs, between, inputs, false, window),
                List.of(kernel(call, depth, perChannel(window.taps(), inputs, between / inputs))));
        List<Integer> ones = Collections.nCopies(axes, 1);
        StoredTensor point = call.variable("pointwise_kernel", dims(ones, between, outputs));
        List<WeightSource> sources = new ArrayList<>();
        sources.add(kernel(call, point, reversed(1, between, outputs)));
        boolean bias = bias(call, sources, outputs);
        Window one = Window.of(ones.stream().mapToInt(Integer::intValue).toArray());
        return FunctionClasses.activated(call, call.spatial(middle, new Conv(between, outputs, 1, bias, one), sources));
    }

    /**
     * The transpose of a convolution whose output has the length of the input here: with padding {@code same} that of stride
     * times the length.
     */
    private static KerasFlow transposed(KerasCall call, KerasFlow in, int axes) {
        call.requireRank(in, axes + 2);
        List<Integer> kernel = call.each("kernel_size", axes, 1);
        List<Integer> strides = call.each("strides", axes, 1);
        call.refuse(
                !call.config().path("output_padding").isMissingNode()
                        && !call.config().path("output_padding").isNull(),
                "has an output padding, which is not read");
        call.refuse(
                call.each("dilation_rate", axes, 1).stream().anyMatch(d -> d != 1), "is dilated, which is not read");
        boolean same = call.text("padding", "valid").equals("same");
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> more = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            int over = kernel.get(i) - strides.get(i);
            int cut = same ? Math.max(over, 0) : 0;
            before.add(cut / 2);
            after.add(cut - cut / 2);
            more.add(Math.max(-over, 0));
        }
        List<Integer> pads = new ArrayList<>(before);
        pads.addAll(after);
        Window window = Windowed.of(call, kernel, strides).withPads(pads);
        int inputs = call.channels(in);
        int outputs = call.integer("filters", 0);
        call.refuse(outputs < 1, "has no number of filters");
        StoredTensor weights = call.variable("kernel", dims(kernel, outputs, inputs));
        List<WeightSource> sources = new ArrayList<>();
        sources.add(kernel(call, weights, reversed(window.taps(), outputs, inputs)));
        boolean bias = bias(call, sources, outputs);
        return FunctionClasses.activated(
                call, call.spatial(in, new TransposedConv(inputs, outputs, 1, bias, window, more), sources));
    }
}
