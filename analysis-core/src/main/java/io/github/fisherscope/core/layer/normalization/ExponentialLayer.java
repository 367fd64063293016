package io.github.fisherscope.core.layer.normalization;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.shape.Axes;
import java.util.List;

/** A softmax along an axis, or a function of one: every group of entries along the axis is taken by itself. */
interface ExponentialLayer extends ComputedLayer {
    /** Returns the axis, counted from the front or, below 0, from behind. */
    int axis();

    /** Returns what is done with each group. */
    GroupRule rule();

    @Override
    default Shape output(List<Shape> inputs) {
        return Exponentials.output(kind(), axis(), inputs);
    }

    @Override
    default LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        Shape groups = Exponentials.groups(inputs.get(0), axis());
        return new GroupKernel(rule(), Axes.broadcast(groups, inputs.get(0)), groups.size(), backend);
    }
}
