package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;

/** The product of two tensors of one shape, entry by entry, as in a gate. */
public record Multiply() implements PairLayer {
    @Override
    public String kind() {
        return "multiply";
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new Kernel(backend);
    }

    private static final class Kernel extends DiagonalKernel {
        Kernel(Backend backend) {
            super(backend);
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            Matrix a = inputs.get(0);
            Matrix b = inputs.get(1);
            begin();
            factor(b);
            factor(a);
            backend().hadamard(a, b, output);
        }
    }
}
