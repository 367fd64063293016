package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

        private @Nullable Matrix arguments;

        Kernel(ScalarFunction function, Backend backend) {
            super(backend);
            this.function = function;
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            Matrix u = inputs.get(0);
            begin();
            arguments = u;
            Matrix slopes = own(u.rows(), u.columns());
            factor(slopes);
            Entries.map(backend(), u, slopes, function.derivative());
            Entries.map(backend(), u, output, function.value());
        }

        @Override
        void bend(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, DiagonalChange change) {
            Matrix v = inputTangents.get(0);
            if (v != null) {
                Matrix bend = change.own(v.rows(), v.columns());
                Entries.map(backend(), Objects.requireNonNull(arguments), bend, function.second());
                backend().hadamard(bend, v, bend);
                change.factor(0, bend);
            }
        }
    }
}
