package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;
import java.util.Map;

/**
 * A parameter as a tensor of its own, the same for every sample, such as a class token. It takes no input. Whatever layers
 * take two tensors can take it as one of them; those that have the parameter within cost less.
 *
 * @param shape of the parameter, and of one sample's output
 */
public record Learned(Shape shape) implements ComputedLayer {
    @Override
    public String kind() {
        return "parameter";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Args.requireSame("the number of inputs of a parameter", inputs.size(), 0, "it takes none");
        return shape;
    }

    @Override
    public Map<String, Shape> parameters() {
        return Map.of("weight", shape);
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new Kernel(new BroadcastParameter(shape, shape, backend), parameters, backend);
    }

    private static final class Kernel extends BroadcastKernel {
        private final Matrix parameters;

        Kernel(BroadcastParameter parameter, Matrix parameters, Backend backend) {
            super(parameter, backend);
            this.parameters = parameters;
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            begin();
            backend().fill(output, 0);
            backend().addToRows(parameters, output);
        }
    }
}
