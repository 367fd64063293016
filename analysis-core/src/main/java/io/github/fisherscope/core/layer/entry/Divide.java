package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;

/** The first of two tensors of one shape divided by the second, entry by entry. */
public record Divide() implements PairLayer {
    @Override
    public String kind() {
        return "divide";
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
            Matrix inverse = own(b.rows(), b.columns());
            Matrix slope = own(b.rows(), b.columns());
            Entries.map(backend(), b, inverse, x -> 1 / x);
            backend().hadamard(a, inverse, output);
            backend().hadamard(output, inverse, slope);
            backend().add(-1, slope, 0, slope);
            factor(inverse);
            factor(slope);
        }
    }
}
