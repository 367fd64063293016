package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Convolutions, biases before kernels in the file. Kernels are outputs × inputs × positions, depthwise ones positions × inputs
 * × multipliers, and those of separable layers multipliers × inputs × positions. θ keeps that.
 */
final class Dl4jConvolutions {
    private static final String FORMAT = "cnn2dDataFormat";

    private Dl4jConvolutions() {}

    static Map<String, Dl4jLayer> classes() {
        return Map.of(
                "ConvolutionLayer", Dl4jConvolutions::conv,
                "Convolution2D", Dl4jConvolutions::conv,
                "DepthwiseConvolution2D", Dl4jConvolutions::depthwise,
                "SeparableConvolution2D", Dl4jConvolutions::separable);
    }

    /** Returns the window of a convolution or a pooling layer; {@code Same} puts the odd number at the end. */
    static Window window(Dl4jCall call, int in, boolean channelsLast) {
        call.requireImage(in);
        List<Integer> padding = call.counts("padding", 2, 0);
        List<Integer> pads = new ArrayList<>(padding);
        pads.addAll(padding);
        int[] kernel = call.counts("kernelSize", 2, 1).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        Window window =
                Window.of(kernel).withStrides(call.counts("stride", 2, 1)).withDilations(call.counts("dilation", 2, 1));
        String mode = call.text("convolutionMode", "Truncate");
        return switch (mode) {
            case "Truncate", "Strict" -> window.withPads(pads);
            case "Same" -> window.samePadding(call.positions(in, channelsLast), true);
            default -> throw call.wrong("has the convolution mode '" + mode + "', which is not read");
        };
    }

    private static int inputs(Dl4jCall call, int in, boolean channelsLast) {
        int inputs = call.count("nin");
        call.refuse(
                call.channels(in, channelsLast) != inputs,
                "takes images of " + inputs + " channels " + (channelsLast ? "last" : "first")
                        + ", and gets a sample of the shape " + Dl4jWalk.sample(call.shape(in)));
        return inputs;
    }

    private static List<StoredTensor> bias(Dl4jCall call, int outputs) {
        return call.flag("hasBias", true) ? List.of(call.take("b", List.of(outputs))) : List.of();
    }

    private static List<WeightSource> sources(Dl4jCall call, WeightSource kernel, List<StoredTensor> bias) {
        List<WeightSource> sources = new ArrayList<>(List.of(kernel));
        bias.forEach(b -> sources.add(call.whole(b)));
        return sources;
    }

    private static int conv(Dl4jCall call, int in) {
        boolean last = call.channelsLast(FORMAT);
        Window window = window(call, in, last);
        int inputs = inputs(call, in, last);
        int outputs = call.count("nout");
        List<StoredTensor> bias = bias(call, outputs);
        StoredTensor kernel = call.take(
                "W",
                List.of(outputs, inputs, window.kernel().get(0), window.kernel().get(1)));
        Conv conv = new Conv(inputs, outputs, 1, !bias.isEmpty(), window);
        return Dl4jFunctions.activated(call, call.spatial(in, last, conv, sources(call, call.whole(kernel), bias)));
    }

    /** Output c·m + j has channel c alone, by the j-th of its m kernels. */
    private static int depthwise(Dl4jCall call, int in) {
        boolean last = call.channelsLast(FORMAT);
        Window window = window(call, in, last);
        int inputs = inputs(call, in, last);
        int multiplier = call.count("depthMultiplier");
        int outputs = Math.multiplyExact(inputs, multiplier);
        List<StoredTensor> bias = bias(call, outputs);
        StoredTensor kernel =
                call.take("W", List.of(window.kernel().get(0), window.kernel().get(1), inputs, multiplier));
        int taps = window.taps();
        int[] table = new int[Math.multiplyExact(taps, outputs)];
        for (int i = 0; i < table.length; i++) {
            table[i] = i % taps * outputs + i / taps;
        }
        WeightSource entries =
                call.source(new WeightSource.Stored(kernel.name(), WeightSource.EntryTable.of(table)), kernel);
        Conv conv = new Conv(inputs, outputs, inputs, !bias.isEmpty(), window);
        return Dl4jFunctions.activated(call, call.spatial(in, last, conv, sources(call, entries, bias)));
    }

    /** A depthwise convolution without biases and one of 1 × 1. */
    private static int separable(Dl4jCall call, int in) {
        boolean last = call.channelsLast(FORMAT);
        Window window = window(call, in, last);
        int inputs = inputs(call, in, last);
        int multiplier = call.count("depthMultiplier");
        int between = Math.multiplyExact(inputs, multiplier);
        int outputs = call.count("nout");
        int taps = window.taps();
        List<StoredTensor> bias = bias(call, outputs);
        StoredTensor kernel = call.take(
                "W",
                List.of(
                        multiplier,
                        inputs,
                        window.kernel().get(0),
                        window.kernel().get(1)));
        StoredTensor mixing = call.take("pW", List.of(outputs, between, 1, 1));
        int[] table = new int[Math.multiplyExact(taps, between)];
        for (int i = 0; i < table.length; i++) {
            int channel = i / taps / multiplier;
            int which = i / taps % multiplier;
            table[i] = (which * inputs + channel) * taps + i % taps;
        }
        WeightSource entries =
                call.source(new WeightSource.Stored(kernel.name(), WeightSource.EntryTable.of(table)), kernel);
        int middle = call.spatial(in, last, new Conv(inputs, between, inputs, false, window), List.of(entries));
        Conv conv = new Conv(between, outputs, 1, !bias.isEmpty(), Window.of(1, 1));
        return Dl4jFunctions.activated(call, call.spatial(middle, last, conv, sources(call, call.whole(mixing), bias)));
    }
}
