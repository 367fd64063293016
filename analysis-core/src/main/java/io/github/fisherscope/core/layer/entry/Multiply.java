package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

        @Override
        void bend(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, DiagonalChange change) {
            for (int k = 0; k < 2; k++) {
                Matrix other = inputTangents.get(1 - k);
                if (other != null) {
                    change.factor(k, other);
                }
            }
        }
    }
}
