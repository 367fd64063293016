package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/**
 * The change of one factor for each entry, of a layer with one input and no parameters.
 *
 * @param factor its change, which this closes
 * @param backend on which it is
 */
record FactorChange(Matrix factor, Backend backend) implements VjpChange {
    @Override
    public void addVjp(Matrix cotangents, int input, Matrix below) {
        try (Matrix product = backend.allocate(cotangents.rows(), cotangents.columns())) {
            backend.hadamard(cotangents, factor, product);
            backend.add(1, product, 1, below);
        }
    }

    @Override
    public void close() {
        factor.close();
    }
}
