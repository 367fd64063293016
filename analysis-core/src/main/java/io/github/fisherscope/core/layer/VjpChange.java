package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Matrix;

/**
 * How the VJPs of a layer change while its inputs and parameters move in a direction, at fixed cotangents: the second
 * derivatives of a layer as Hessians need them. Cotangents have one row for each sample.
 */
public interface VjpChange extends AutoCloseable {
    /** That of a layer which is linear in its inputs and parameters together, or in pieces. */
    VjpChange NONE = new VjpChange() {
        @Override
        public void addVjp(Matrix cotangents, int input, Matrix below) {
            // nothing changes
        }
    };

    /** Adds the change of the VJP with respect to an input to {@code below}. */
    void addVjp(Matrix cotangents, int input, Matrix below);

    /** Adds the change of the VJP with respect to the parameters, summed over samples, to {@code gradient}. */
    default void addParameterVjp(Matrix cotangents, Matrix gradient) {
        // layers without parameters have nothing to add
    }

    /** Frees what this has on the backend. */
    @Override
    default void close() {
        // most have nothing
    }
}
