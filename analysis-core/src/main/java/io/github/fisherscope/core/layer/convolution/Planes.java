package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor read as images: N of them, each with channels of positions.
 *
 * @param batch N, 1 if the tensor has no such axis
 * @param channels C
 * @param positions the sizes of the other axes
 * @param batched whether the tensor has an axis for N
 */
record Planes(int batch, int channels, List<Integer> positions, boolean batched) {
    /**
     * Reads a tensor's shape.
     *
     * @param rank the number of axes of positions
     * @param kind what messages call the layer
     */
    static Planes of(Shape shape, int rank, String kind) {
        List<Integer> d = shape.dimensions();
        Args.require(
                d.size() == rank + 1 || d.size() == rank + 2,
                "%s with a window of %d axes takes batch, channels and positions, %d axes, or one less without batch, and"
                        + " there is %s",
                kind,
                rank,
                rank + 2,
                shape);
        boolean batched = d.size() == rank + 2;
        int first = batched ? 1 : 0;
        return new Planes(batched ? d.get(0) : 1, d.get(first), d.subList(first + 1, d.size()), batched);
    }

    /** Returns the number of positions of one channel. */
    int area() {
        return new Shape(positions).size();
    }

    /** Returns the shape of a tensor with the same axis for N. */
    Shape with(int newChannels, List<Integer> newPositions) {
        List<Integer> dimensions = new ArrayList<>();
        if (batched) {
            dimensions.add(batch);
        }
        dimensions.add(newChannels);
        dimensions.addAll(newPositions);
        return new Shape(dimensions);
    }
}
