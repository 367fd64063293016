package io.github.fisherscope.core.layer.shape;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import java.util.List;

/** Axes of shapes: their numbers, counted from the front or from behind, and how far apart entries lie along them. */
public final class Axes {
    private Axes() {}

    /**
     * Returns the number of an axis counted from the front.
     *
     * @param axis 0 is the first, −1 the last
     * @throws IllegalArgumentException if the shape has no such axis
     */
    public static int number(Shape shape, int axis) {
        int rank = shape.dimensions().size();
        Args.requireThat(
                axis >= -rank && axis < rank,
                "the axis",
                axis,
                "it must lie between " + -rank + " and " + (rank - 1) + " for the shape " + shape);
        return axis < 0 ? axis + rank : axis;
    }

    /** Returns how far apart two neighbours along each axis lie, row after row. */
    public static int[] strides(Shape shape) {
        int[] strides = new int[shape.dimensions().size()];
        int step = 1;
        for (int d = strides.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= shape.dimensions().get(d);
        }
        return strides;
    }

    /**
     * Returns the index table of a tensor that is broadcast: entry j is the index of the entry of {@code from} that stands at
     * entry j of {@code to}. Shapes are aligned at their last axes, and an axis of length 1 is repeated.
     *
     * @throws IllegalArgumentException if {@code from} cannot be broadcast to {@code to}
     */
    public static int[] broadcast(Shape from, Shape to) {
        List<Integer> narrow = from.dimensions();
        List<Integer> wide = to.dimensions();
        int missing = wide.size() - narrow.size();
        Args.require(missing >= 0, "the shape %s cannot be broadcast to %s, which has fewer axes", from, to);
        int[] strides = strides(from);
        int[] steps = new int[wide.size()];
        for (int d = 0; d < narrow.size(); d++) {
            int size = narrow.get(d);
            int target = wide.get(d + missing);
            Args.require(
                    size == target || size == 1,
                    "the shape %s cannot be broadcast to %s: %d is neither 1 nor %d",
                    from,
                    to,
                    size,
                    target);
            steps[d + missing] = size == 1 ? 0 : strides[d];
        }
        return table(to, steps);
    }

    /** Returns Σ_d i_d steps_d for every entry i of a shape, in the order of its entries. */
    public static int[] table(Shape shape, int[] steps) {
        int[] table = new int[shape.size()];
        int filled = 1;
        for (int d = 0; d < steps.length; d++) {
            int size = shape.dimensions().get(d);
            for (int i = filled - 1; i >= 0; i--) {
                for (int k = size - 1; k >= 0; k--) {
                    table[i * size + k] = table[i] + k * steps[d];
                }
            }
            filled *= size;
        }
        return table;
    }
}
