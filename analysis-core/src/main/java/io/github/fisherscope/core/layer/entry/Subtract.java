package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;

/** The first of two tensors of one shape less the second, entry by entry. */
public record Subtract() implements PairLayer {
    @Override
    public String kind() {
        return "subtract";
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
            Matrix plus = own(1, a.columns());
            Matrix minus = own(1, a.columns());
            backend().fill(plus, 1);
            backend().fill(minus, -1);
            factor(plus);
            factor(minus);
            backend().copy(a, output);
            backend().add(-1, b, 1, output);
        }
    }
}
