package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

        @Override
        void bend(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, DiagonalChange change) {
            Matrix a = inputTangents.get(0);
            Matrix b = inputTangents.get(1);
            Matrix inverse = factor(0);
            Matrix slope = factor(1);
            Matrix second = change.own(inverse.rows(), inverse.columns());
            backend().fill(second, 0);
            if (a != null) {
                backend().hadamard(a, inverse, second);
                backend().hadamard(second, inverse, second);
                backend().add(-1, second, 0, second);
            }
            if (b != null) {
                Matrix first = change.own(b.rows(), b.columns());
                Matrix more = change.own(b.rows(), b.columns());
                backend().hadamard(b, inverse, more);
                backend().hadamard(more, inverse, first);
                backend().add(-1, first, 0, first);
                change.factor(0, first);
                backend().hadamard(more, slope, more);
                backend().add(-2, more, 1, second);
            }
            change.factor(1, second);
        }
    }
}
