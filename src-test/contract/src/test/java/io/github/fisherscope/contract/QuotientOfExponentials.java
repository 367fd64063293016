package io.github.fisherscope.contract;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.entry.Divide;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Divide} on exponentials of its inputs, three kernels behind one another. */
record QuotientOfExponentials() implements ComputedLayer {
    @Override
    public String kind() {
        return "quotient of exponentials";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return new Divide().output(inputs);
    }

    @Override
    public Map<String, Shape> parameters() {
        return Map.of();
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        Pointwise exp = new Pointwise(ScalarFunction.exp());
        List<Shape> one = inputs.subList(0, 1);
        return new Kernel(
                exp.kernel(one, parameters, backend),
                exp.kernel(one, parameters, backend),
                new Divide().kernel(inputs, parameters, backend),
                backend);
    }

    private static final class Kernel implements LayerKernel {
        private final LayerKernel above;
        private final LayerKernel below;
        private final LayerKernel quotient;
        private final Backend backend;
        private List<Matrix> exponentials = List.of();

        Kernel(LayerKernel above, LayerKernel below, LayerKernel quotient, Backend backend) {
            this.above = above;
            this.below = below;
            this.quotient = quotient;
            this.backend = backend;
        }

        private Matrix like(Matrix m) {
            return backend.allocate(m.rows(), m.columns());
        }

        private LayerKernel exponential(int input) {
            return input == 0 ? above : below;
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            exponentials = List.of(like(output), like(output));
            above.forward(inputs.subList(0, 1), exponentials.get(0));
            below.forward(inputs.subList(1, 2), exponentials.get(1));
            quotient.forward(exponentials, output);
        }

        @Override
        public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
            int input = inputTangents.get(0) == null ? 1 : 0;
            Matrix tangent = inputTangents.get(input);
            if (tangent == null) {
                backend.fill(outputTangent, 0);
                return;
            }
            try (Matrix inner = like(tangent)) {
                exponential(input).jvp(List.of(tangent), null, inner);
                quotient.jvp(input == 0 ? Arrays.asList(inner, null) : Arrays.asList(null, inner), null, outputTangent);
            }
        }

        @Override
        public void vjp(Matrix cotangents, int input, double beta, Matrix target) {
            try (Matrix inner = like(cotangents)) {
                quotient.vjp(cotangents, input, 0, inner);
                exponential(input).vjp(inner, 0, beta, target);
            }
        }

        @Override
        public void close() {
            exponentials.forEach(Matrix::close);
            above.close();
            below.close();
            quotient.close();
        }
    }
}
