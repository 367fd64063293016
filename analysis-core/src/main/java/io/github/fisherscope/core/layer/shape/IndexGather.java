package io.github.fisherscope.core.layer.shape;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A layer that moves numbers and does nothing else: entry j of the output is the entry {@code table[j]} of the inputs, laid one
 * after another, or a constant. Transposing, slicing, padding, concatenating and broadcasting are such tables, and the VJP of
 * each adds what the table reads. Immutable.
 */
public final class IndexGather implements ComputedLayer {
    /** Stands in a table for the constant. */
    public static final int CONSTANT = -1;

    /** The kind of a layer that moves channels behind positions, for a likelihood that looks for them there. */
    public static final String CHANNELS_LAST = "channels-last";

    private final String kind;
    private final List<Shape> inputs;
    private final Shape output;
    private final int[] table;
    private final double constant;

    private IndexGather(String kind, List<Shape> inputs, Shape output, int[] table, double constant) {
        this.kind = kind;
        this.inputs = List.copyOf(inputs);
        this.output = output;
        this.table = table;
        this.constant = constant;
    }

    /**
     * Returns the layer of any table.
     *
     * @param kind what messages call it
     * @param table one index for each entry of the output, {@link #CONSTANT} for the constant
     * @throws IllegalArgumentException if the table has another length, or an index that no input has
     */
    public static IndexGather of(String kind, List<Shape> inputs, Shape output, int[] table, double constant) {
        Args.requireSame("the length of the table of " + kind, table.length, output.size(), "the output is " + output);
        long size = inputs.stream().mapToLong(Shape::size).sum();
        for (int index : table) {
            Args.requireInRange("an index of the table of " + kind, index, CONSTANT, size - 1);
        }
        return new IndexGather(kind, inputs, output, table.clone(), constant);
    }

    /** Returns the same numbers in another shape. */
    public static IndexGather reshape(Shape input, Shape output) {
        Args.require(
                input.size() == output.size(),
                "a tensor of shape %s has %d entries and cannot be read as %s, which has %d",
                input,
                input.size(),
                output,
                output.size());
        return new IndexGather(
                "reshape",
                List.of(input),
                output,
                IntStream.range(0, input.size()).toArray(),
                0);
    }

    /** Returns a tensor whose axis d is axis {@code order.get(d)} of the input. */
    public static IndexGather transpose(Shape input, List<Integer> order) {
        int rank = input.dimensions().size();
        Args.require(
                order.stream()
                        .sorted()
                        .toList()
                        .equals(IntStream.range(0, rank).boxed().toList()),
                "the order of axes is %s; it must have each of 0 to %d once for the shape %s",
                order,
                rank - 1,
                input);
        int[] strides = Axes.strides(input);
        int[] steps = order.stream().mapToInt(axis -> strides[axis]).toArray();
        Shape output = new Shape(order.stream().map(input.dimensions()::get).toList());
        return new IndexGather("transpose", List.of(input), output, Axes.table(output, steps), 0);
    }

    /** Returns a tensor with one axis of the input behind all others. */
    public static IndexGather channelsLast(Shape input, int axis) {
        int rank = input.dimensions().size();
        List<Integer> order = IntStream.range(0, rank - 1)
                .mapToObj(d -> d < axis ? d : d + 1)
                .collect(Collectors.toCollection(ArrayList::new));
        order.add(axis);
        IndexGather moved = transpose(input, order);
        return new IndexGather(CHANNELS_LAST, moved.inputs, moved.output, moved.table, 0);
    }

    /**
     * Returns a tensor whose coordinates along each axis are looked up: {@code maps.get(d).get(i)} is the coordinate of the
     * input along axis d that coordinate i of the output takes, or {@link #CONSTANT}. Slices, padding, repeating and resizing
     * to the nearest are of this kind.
     */
    public static IndexGather alongAxes(String kind, Shape input, List<List<Integer>> maps, double constant) {
        Args.requireSame(
                "the number of axes of " + kind, maps.size(), input.dimensions().size(), "input is " + input);
        int[] strides = Axes.strides(input);
        Shape output = new Shape(maps.stream().map(List::size).toList());
        int[] table = new int[output.size()];
        int filled = 1;
        for (int d = 0; d < strides.length; d++) {
            List<Integer> map = maps.get(d);
            for (int coordinate : map) {
                Args.requireInRange(
                        "a coordinate along axis " + d,
                        coordinate,
                        CONSTANT,
                        input.dimensions().get(d) - 1);
            }
            for (int i = filled - 1; i >= 0; i--) {
                for (int k = map.size() - 1; k >= 0; k--) {
                    boolean outside = table[i] == CONSTANT || map.get(k) == CONSTANT;
                    table[i * map.size() + k] = outside ? CONSTANT : table[i] + map.get(k) * strides[d];
                }
            }
            filled *= map.size();
        }
        return new IndexGather(kind, List.of(input), output, table, constant);
    }

    /**
     * Returns a part of a tensor.
     *
     * @param starts the first coordinate along each axis
     * @param counts how many along each axis
     * @param steps how far apart along each axis, below 0 for backwards
     */
    public static IndexGather slice(Shape input, List<Integer> starts, List<Integer> counts, List<Integer> steps) {
        List<List<Integer>> maps = new ArrayList<>();
        for (int d = 0; d < input.dimensions().size(); d++) {
            int start = starts.get(d);
            int step = steps.get(d);
            int last = start + (counts.get(d) - 1) * step;
            Args.require(
                    counts.get(d) > 0
                            && Math.min(start, last) >= 0
                            && Math.max(start, last) < input.dimensions().get(d),
                    "the slice from %d to %d along axis %d does not lie within the shape %s",
                    start,
                    last,
                    d,
                    input);
            maps.add(IntStream.range(0, counts.get(d))
                    .mapToObj(i -> start + i * step)
                    .toList());
        }
        return alongAxes("slice", input, maps, 0);
    }

    /**
     * Returns a tensor with a border of constants.
     *
     * @param before how many entries are added in front along each axis, below 0 to cut some off
     * @param after how many are added behind
     */
    public static IndexGather pad(Shape input, List<Integer> before, List<Integer> after, double constant) {
        return pad(input, before, after, Padding.CONSTANT, constant);
    }

    /** Returns a tensor with a border of copies of its own entries. */
    public static IndexGather padMode(Shape input, List<Integer> before, List<Integer> after, String mode) {
        return pad(input, before, after, Padding.parse(mode), 0);
    }

    private static IndexGather pad(
            Shape input, List<Integer> before, List<Integer> after, Padding padding, double constant) {
        List<List<Integer>> maps = new ArrayList<>();
        for (int d = 0; d < input.dimensions().size(); d++) {
            int size = input.dimensions().get(d);
            maps.add(IntStream.range(-before.get(d), size + after.get(d))
                    .mapToObj(i -> padding.source(i, size))
                    .toList());
        }
        return alongAxes("pad", input, maps, constant);
    }

    /** Returns tensors one behind the other along an axis. */
    public static IndexGather concat(List<Shape> inputs, int axis) {
        Shape first = inputs.get(0);
        int along = Axes.number(first, axis);
        List<Integer> dimensions = new ArrayList<>(first.dimensions());
        int total = 0;
        for (Shape shape : inputs) {
            List<Integer> others = new ArrayList<>(shape.dimensions());
            Args.require(
                    others.size() == dimensions.size(),
                    "%s and %s cannot be concatenated: they differ in rank",
                    first,
                    shape);
            total += others.set(along, first.dimensions().get(along));
            Args.require(
                    others.equals(first.dimensions()),
                    "%s and %s cannot be concatenated along axis %d: they differ along another",
                    first,
                    shape,
                    along);
        }
        dimensions.set(along, total);
        Shape output = new Shape(dimensions);
        int[] strides = Axes.strides(output);
        int[] table = new int[output.size()];
        int start = 0;
        int position = 0;
        for (Shape shape : inputs) {
            int[] targets = Axes.table(shape, strides);
            for (int j = 0; j < targets.length; j++) {
                table[targets[j] + position * strides[along]] = start + j;
            }
            start += targets.length;
            position += shape.dimensions().get(along);
        }
        return new IndexGather("concat", inputs, output, table, 0);
    }

    /** Returns a tensor repeated along new axes in front and along axes of length 1. */
    public static IndexGather broadcast(Shape input, Shape output) {
        return new IndexGather("broadcast", List.of(input), output, Axes.broadcast(input, output), 0);
    }

    /** Returns a tensor repeated as a whole along each axis. */
    public static IndexGather tile(Shape input, List<Integer> repeats) {
        List<List<Integer>> maps = new ArrayList<>();
        for (int d = 0; d < input.dimensions().size(); d++) {
            int size = input.dimensions().get(d);
            maps.add(IntStream.range(0, size * repeats.get(d))
                    .mapToObj(i -> i % size)
                    .toList());
        }
        return alongAxes("tile", input, maps, 0);
    }

    /**
     * Returns chosen coordinates along an axis.
     *
     * @param indices the coordinates, below 0 counted from behind
     * @param shape in which the indices are laid; null if there is one and the axis falls away
     */
    public static IndexGather select(Shape input, int axis, List<Integer> indices, @Nullable Shape shape) {
        int along = Axes.number(input, axis);
        int size = input.dimensions().get(along);
        List<List<Integer>> maps = new ArrayList<>();
        for (int dimension : input.dimensions()) {
            maps.add(IntStream.range(0, dimension).boxed().toList());
        }
        for (int index : indices) {
            Args.requireInRange("an index along axis " + along + " of " + input, index, -size, size - 1);
        }
        maps.set(along, indices.stream().map(i -> i < 0 ? i + size : i).toList());
        IndexGather chosen = alongAxes("gather", input, maps, 0);
        List<Integer> dimensions = new ArrayList<>(input.dimensions().subList(0, along));
        dimensions.addAll(shape == null ? List.of() : shape.dimensions());
        dimensions.addAll(
                input.dimensions().subList(along + 1, input.dimensions().size()));
        Shape output = new Shape(dimensions.isEmpty() ? Collections.nCopies(1, 1) : dimensions);
        return of("gather", chosen.inputs, output, chosen.table, 0);
    }

    /** Returns which entry of the inputs, laid one after another, entry {@code j} of the output is; or {@link #CONSTANT}. */
    public int source(int j) {
        return table[j];
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Shape output(List<Shape> given) {
        Args.require(
                given.equals(inputs),
                "%s was made for inputs of shape %s, and there are %s",
                kind,
                inputs.stream().map(Shape::toString).collect(Collectors.joining(", ")),
                given.stream().map(Shape::toString).collect(Collectors.joining(", ")));
        return output;
    }

    @Override
    public boolean onlyReshapes() {
        return inputs.size() == 1
                && inputs.get(0).size() == table.length
                && IntStream.range(0, table.length).allMatch(j -> table[j] == j);
    }

    @Override
    public LayerKernel kernel(List<Shape> shapes, Matrix parameters, Backend backend) {
        return new IndexGatherKernel(table, inputs, constant, backend);
    }
}
