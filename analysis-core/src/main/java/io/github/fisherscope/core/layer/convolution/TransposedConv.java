package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A transposed convolution: every position of the input writes its weights into a window of the output. It is the VJP of the
 * convolution from its output to its input.
 *
 * @param inputChannels channels of the input
 * @param outputChannels channels of the output
 * @param groups into how many equal parts channels are divided
 * @param bias whether a number is added to each channel of the output
 * @param window the positions of the output that are written; its pads are cut off
 * @param outputPadding positions added behind along each axis, fewer than the stride
 */
public record TransposedConv(
        int inputChannels, int outputChannels, int groups, boolean bias, Window window, List<Integer> outputPadding)
        implements ComputedLayer {
    public TransposedConv {
        Objects.requireNonNull(window, "window");
        outputPadding = List.copyOf(outputPadding);
        Conv.requireGroups("transposed convolution", inputChannels, outputChannels, groups);
        Args.requireSame("the number of output paddings", outputPadding.size(), window.rank(), "one for each axis");
        Args.require(!window.ceil(), "the window of a transposed convolution has no last step that only partly counts");
        for (int a = 0; a < window.rank(); a++) {
            Args.requireInRange(
                    "an output padding",
                    outputPadding.get(a),
                    0,
                    window.strides().get(a) - 1);
        }
    }

    @Override
    public String kind() {
        return "transposed convolution";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Planes planes = Conv.planes(inputs, window, inputChannels, kind());
        return planes.with(outputChannels, positions(planes));
    }

    private List<Integer> positions(Planes planes) {
        List<Integer> sizes = new ArrayList<>();
        for (int a = 0; a < window.rank(); a++) {
            long cut = (long) window.begins().get(a) + window.ends().get(a);
            long uncut = (planes.positions().get(a) - 1L) * window.strides().get(a)
                    + window.extent(a)
                    + outputPadding.get(a);
            sizes.add(Window.fitting("an axis of the outputs", Math.max(0, uncut - cut)));
        }
        return sizes;
    }

    @Override
    public Map<String, Shape> parameters() {
        return Conv.parameters(inputChannels, outputChannels / groups, window, bias ? outputChannels : 0);
    }

    /** {@inheritDoc} Weights have the input channel first, then the output channel within its group. */
    @Override
    public int unit(String parameter, int entry) {
        int outputs = outputChannels / groups;
        int taps = window.kernel().stream().reduce(1, (a, b) -> a * b);
        if (parameter.equals("bias")) {
            return entry;
        }
        int group = entry / (outputs * taps) / (inputChannels / groups);
        return group * outputs + entry / taps % outputs;
    }

    @Override
    public double flops(List<Shape> inputs) {
        int outputs = outputChannels / groups;
        return 2.0 * inputs.get(0).size() * outputs * window.taps();
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        Planes planes = Conv.planes(inputs, window, inputChannels, kind());
        Planes above = new Planes(planes.batch(), outputChannels, positions(planes), planes.batched());
        return new TransposedConvKernel(this, new Patches(window, outputChannels, above), planes, parameters, backend);
    }
}
