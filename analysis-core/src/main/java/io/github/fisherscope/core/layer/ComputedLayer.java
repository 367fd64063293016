package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import java.util.List;

/** A layer that can be computed. A new kind of layer is one file that implements this and {@link LayerKernel}. */
public interface ComputedLayer extends Layer {
    /**
     * Returns the layer at given parameters on a backend.
     *
     * @param inputs shapes of one sample's inputs, which {@link #output} accepted
     * @param parameters 1 × the number of parameters, in the order of {@link #parameters()}; it stays the caller's and must
     *     outlive the kernel
     */
    LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend);
}
