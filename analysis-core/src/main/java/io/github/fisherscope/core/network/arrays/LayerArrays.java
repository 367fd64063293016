package io.github.fisherscope.core.network.arrays;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of one layer.
 *
 * @param label what to call the layer
 * @param weights its matrix
 * @param bias its biases, or null if it has none
 * @param convention whose names these are
 */
record LayerArrays(
        String label, NamedArray weights, @Nullable NamedArray bias, ArrayName.Convention convention) {

    /** Returns whether the matrix is written as a vector: the weights of a single unit. */
    boolean singleUnit() {
        return weights.dimensions() == 1;
    }

    /** Returns the number of inputs if the matrix has that orientation. */
    int inputs(Orientation orientation) {
        return singleUnit() ? weights.shape().get(0) : weights.shape().get(columnsOf(orientation));
    }

    /** Returns the number of units if the matrix has that orientation. */
    int outputs(Orientation orientation) {
        return singleUnit() ? 1 : weights.shape().get(1 - columnsOf(orientation));
    }

    private static int columnsOf(Orientation orientation) {
        return orientation == Orientation.FAN_OUT_FAN_IN ? 1 : 0;
    }
}
