package io.github.fisherscope.formats.model;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.TransposedConv;
import io.github.fisherscope.core.layer.entry.Constant;
import io.github.fisherscope.core.layer.entry.Learned;
import io.github.fisherscope.core.layer.entry.PRelu;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.product.MatMul;
import io.github.fisherscope.core.layer.shape.Axes;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.layer.shape.Reduce;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts the channels of a network's output behind its positions, where likelihoods look for them. Files do not say which axis
 * the channels are: convolutions have them first, dense layers, tables and products of matrices last. The last layer of either
 * sort tells, and what comes behind it is followed axis by axis.
 */
public final class OutputChannels {
    /** The axis of one channel that was squeezed out. */
    private static final int GONE = -1;

    private final GraphAssembly assembly;

    private OutputChannels(GraphAssembly assembly) {
        this.assembly = assembly;
    }

    /**
     * An output with its channels last.
     *
     * @param part number in the assembly
     * @param note what was moved, in one sentence, if anything was
     */
    public record Placed(int part, Optional<String> note) {}

    /** Returns the number of an output with the channels of {@code output} behind all other axes. */
    public static Placed last(GraphAssembly assembly, int output) {
        return new OutputChannels(assembly).placed(output);
    }

    private Placed placed(int output) {
        Shape shape = assembly.shape(output);
        int rank = shape.dimensions().size();
        if (rank <= 2 || output == Graph.INPUT) {
            return new Placed(output, Optional.empty());
        }
        int axis = axis(output);
        if (axis == rank - 1) {
            return new Placed(output, Optional.empty());
        }
        List<Integer> dimensions = shape.dimensions().subList(1, rank);
        if (axis == GONE) {
            List<Integer> more = new ArrayList<>(shape.dimensions());
            more.add(1);
            return new Placed(
                    assembly.reshaped("output", output, new Shape(more)),
                    Optional.of(words(dimensions, dimensions, 1)));
        }
        List<Integer> positions = new ArrayList<>(dimensions);
        int channels = positions.remove(axis - 1);
        return new Placed(
                assembly.add("output", IndexGather.channelsLast(shape, axis), List.of(output)),
                Optional.of(words(dimensions, positions, channels)));
    }

    private static String words(List<Integer> output, List<Integer> positions, int channels) {
        return String.format(
                Locale.ROOT,
                "The output %s of a sample comes from a convolution, whose channels stand first: the likelihood applies at each of %s positions, to %d output%s",
                times(output),
                times(positions),
                channels,
                channels == 1 ? "" : "s");
    }

    private static String times(List<Integer> dimensions) {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }

    /** Returns the axis of the channels, the last one where nothing else is known, or {@link #GONE}. */
    private int axis(int output) {
        Deque<GraphAssembly.Part> behind = new ArrayDeque<>();
        int at = output;
        while (at != Graph.INPUT) {
            GraphAssembly.Part part = assembly.part(at);
            if (part.layer() instanceof Conv || part.layer() instanceof TransposedConv) {
                return follow(1, at, behind);
            }
            if (actsOnTheLast(part)) {
                break;
            }
            behind.push(part);
            at = source(part);
        }
        return rank(output) - 1;
    }

    /** Tells dense layers, tables and products from what acts on every entry. */
    private static boolean actsOnTheLast(GraphAssembly.Part part) {
        Layer layer = part.layer();
        boolean entries = layer instanceof Scale || layer instanceof Shift || layer instanceof PRelu;
        return layer instanceof MatMul || !(part.weights().isEmpty() || entries);
    }

    private int follow(int first, int from, Deque<GraphAssembly.Part> behind) {
        int axis = first;
        Shape shape = assembly.shape(from);
        for (GraphAssembly.Part part : behind) {
            int size = axis == GONE ? 1 : shape.dimensions().get(axis);
            axis = through(part, shape, axis, size);
            shape = part.output();
        }
        return axis;
    }

    private static int through(GraphAssembly.Part part, Shape in, int axis, int channels) {
        int last = part.output().dimensions().size() - 1;
        boolean joined = part.inputs().size() > 1; // one behind the other, which keeps every axis
        if (part.layer() instanceof IndexGather gather && axis != GONE && !joined) {
            return channels == 1 ? ofOne(in, part.output(), axis) : moved(gather, in, part.output(), axis);
        }
        if (part.layer() instanceof Reduce reduce && !reduce.keepDimensions() && axis != GONE) {
            List<Integer> reduced =
                    reduce.axes().stream().map(a -> Axes.number(in, a)).toList();
            return reduced.contains(axis)
                    ? last
                    : axis - (int) reduced.stream().filter(a -> a < axis).count();
        }
        return axis < last ? axis : last;
    }

    /** Returns where the axis of a single channel is after a change of shape. */
    private static int ofOne(Shape in, Shape out, int axis) {
        List<Integer> left = new ArrayList<>(in.dimensions());
        left.remove(axis);
        if (out.dimensions().equals(left)) {
            return GONE;
        }
        int last = out.dimensions().size() - 1;
        return in.dimensions().size() - 1 == last && out.dimensions().get(axis) == 1 ? axis : last;
    }

    /** Returns the axis of the output along which the table walks through the channels of the input. */
    private static int moved(IndexGather gather, Shape in, Shape out, int axis) {
        int stride = Axes.strides(in)[axis];
        int channels = in.dimensions().get(axis);
        int[] strides = Axes.strides(out);
        for (int a = strides.length - 1; a >= 0; a--) {
            if (walks(gather, out, new int[] {strides[a], out.dimensions().get(a)}, stride, channels)) {
                return a;
            }
        }
        return strides.length - 1;
    }

    private static boolean walks(IndexGather gather, Shape out, int[] along, int stride, int channels) {
        int[] channelAt = new int[along[1]];
        Arrays.fill(channelAt, -1);
        for (int j = 0; j < out.size(); j++) {
            int source = gather.source(j);
            if (source == IndexGather.CONSTANT) {
                continue; // a border
            }
            int channel = source / stride % channels;
            int coordinate = j / along[0] % along[1];
            if (channelAt[coordinate] >= 0 && channelAt[coordinate] != channel) {
                return false;
            }
            channelAt[coordinate] = channel;
        }
        return Arrays.stream(channelAt).filter(c -> c >= 0).distinct().count() > 1;
    }

    private int rank(int number) {
        return assembly.shape(number).dimensions().size();
    }

    /** Returns the input that a layer's output has its axes from. */
    private int source(GraphAssembly.Part part) {
        return part.inputs().stream()
                .filter(n -> assembly.shape(n).equals(part.output()) && !fixed(n))
                .findFirst()
                .orElse(part.inputs().stream()
                        .filter(n -> !fixed(n))
                        .findFirst()
                        .orElse(Graph.INPUT));
    }

    private boolean fixed(int number) {
        if (number == Graph.INPUT) {
            return false;
        }
        Layer layer = assembly.part(number).layer();
        return layer instanceof Constant || layer instanceof Learned;
    }
}
