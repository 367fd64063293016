package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Matrix;

/**
 * What a layer that acts on each position by itself does with cotangents that are each at one position: rows of C numbers, and
 * for each the number of its position. As many numbers are read as there are outputs at one position, and the same results come
 * as from cotangents with zeros everywhere else.
 */
public interface PositionKernel {
    /**
     * Computes the VJP with respect to the input.
     *
     * @param cotangents rows × C
     * @param places the position of each row
     * @param below rows × (S · inputs), all zero; receives each row at its position
     */
    void vjpAt(Matrix cotangents, int[] places, Matrix below);

    /** Returns the gradients of the parameters that belong to each row; the cotangents must not change as long as they are used. */
    RowGradients rowsAt(Matrix cotangents, int[] places);
}
