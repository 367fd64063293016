package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;
import java.util.Objects;

/**
 * A function of one number at every entry. It keeps the slopes of a batch, one number an entry.
 *
 * @param function which
 */
public record Pointwise(ScalarFunction function) implements ComputedLayer {
    public Pointwise {
        Objects.requireNonNull(function, "function");
    }

    @Override
    public String kind() {
        return function.name();
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return SameShapes.of(kind(), 1, inputs);
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new Kernel(function, backend);
    }

    private static final class Kernel extends DiagonalKernel {
        private final ScalarFunction function;

        Kernel(ScalarFunction function, Backend backend) {
            super(backend);
            this.function = function;
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            Matrix u = inputs.get(0);
            begin();
            Matrix slopes = own(u.rows(), u.columns());
            factor(slopes);
            Entries.map(backend(), u, slopes, function.derivative());
            Entries.map(backend(), u, output, function.value());
        }
    }
}
