package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.OuterForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A convolution, as deep learning calls it (a correlation): the same weights at every step of a window, for each group of
 * channels of its own. With as many groups as channels it is depthwise.
 *
 * @param inputChannels channels of the input
 * @param outputChannels channels of the output
 * @param groups into how many equal parts channels are divided; an output sees the inputs of its own part
 * @param bias whether a number is added to each channel
 * @param window the positions that are seen
 */
public record Conv(int inputChannels, int outputChannels, int groups, boolean bias, Window window)
        implements ComputedLayer {
    public Conv {
        Objects.requireNonNull(window, "window");
        requireGroups("convolution", inputChannels, outputChannels, groups);
    }

    static void requireGroups(String kind, int inputChannels, int outputChannels, int groups) {
        Args.requireInRange("the number of input channels", inputChannels, 1, Integer.MAX_VALUE);
        Args.requireInRange("the number of output channels", outputChannels, 1, Integer.MAX_VALUE);
        Args.requireInRange("the number of groups", groups, 1, Integer.MAX_VALUE);
        Args.require(
                inputChannels % groups == 0 && outputChannels % groups == 0,
                "a %s from %d to %d channels cannot have %d groups, which must divide both",
                kind,
                inputChannels,
                outputChannels,
                groups);
    }

    @Override
    public String kind() {
        return "convolution";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Planes planes = planes(inputs, window, inputChannels, kind());
        return planes.with(outputChannels, window.steps(planes.positions()));
    }

    static Planes planes(List<Shape> inputs, Window window, int channels, String kind) {
        Args.requireSame("the number of inputs of a " + kind, inputs.size(), 1, "it takes one");
        Planes planes = Planes.of(inputs.get(0), window.rank(), kind);
        Args.requireSame(
                "the number of channels of " + inputs.get(0),
                planes.channels(),
                channels,
                "the %s takes so many, channels first".formatted(kind));
        return planes;
    }

    @Override
    public Map<String, Shape> parameters() {
        return parameters(outputChannels, inputChannels / groups, window, bias ? outputChannels : 0);
    }

    static Map<String, Shape> parameters(int first, int second, Window window, int biases) {
        List<Integer> dimensions = new ArrayList<>(List.of(first, second));
        dimensions.addAll(window.kernel());
        Map<String, Shape> parameters = new LinkedHashMap<>();
        parameters.put("weight", new Shape(dimensions));
        if (biases > 0) {
            parameters.put("bias", Shape.of(biases));
        }
        return parameters;
    }

    OuterForm form(Planes planes) {
        int steps = window.steps(planes.positions()).stream().reduce(1, (a, b) -> a * b);
        int fanIn = inputChannels / groups * window.taps();
        return new OuterForm(groups, fanIn, outputChannels / groups, steps, planes.batch(), true, bias);
    }

    @Override
    public double flops(List<Shape> inputs) {
        return form(planes(inputs, window, inputChannels, kind())).flops();
    }

    @Override
    public double gramFlops(List<Shape> inputs, double samples, double rows) {
        return form(planes(inputs, window, inputChannels, kind())).gramFlops(samples, rows);
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new ConvKernel(this, planes(inputs, window, inputChannels, kind()), parameters, backend);
    }
}
