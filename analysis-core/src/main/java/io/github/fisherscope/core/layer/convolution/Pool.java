package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import java.util.List;

/** One number for what a window sees, channel by channel. */
interface Pool extends ComputedLayer {
    /** Returns where it looks. */
    Window window();

    @Override
    default Shape output(List<Shape> inputs) {
        Args.requireSame("the number of inputs of " + kind(), inputs.size(), 1, "it takes one");
        Planes planes = Planes.of(inputs.get(0), window().rank(), kind());
        return planes.with(planes.channels(), window().steps(planes.positions()));
    }
}
