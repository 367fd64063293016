package io.github.fisherscope.contract;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.product.Lookup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Lookup} on tokens that are made of numbers between −2 and 2, some of which are the same. */
record LookupOfRounded(Lookup lookup) implements ComputedLayer {
    @Override
    public String kind() {
        return lookup.kind();
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return lookup.output(inputs);
    }

    @Override
    public Map<String, Shape> parameters() {
        return lookup.parameters();
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new Kernel(lookup.kernel(inputs, parameters, backend), lookup.entries(), backend);
    }

    private record Kernel(LayerKernel inner, int entries, Backend backend) implements LayerKernel {
        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            Matrix numbers = inputs.get(0);
            double[] row = new double[(int) numbers.columns()];
            try (Matrix tokens = backend.allocate(numbers.rows(), row.length)) {
                for (long t = 0; t < tokens.rows(); t++) {
                    numbers.read(t, 0, row, 0, row.length);
                    for (int s = 0; s < row.length; s++) {
                        row[s] = Math.floor((row[s] + 2) * entries / 4) - (s % 2 == 0 ? 0 : entries);
                    }
                    tokens.write(t, 0, row, 0, row.length);
                }
                inner.forward(List.of(tokens), output);
            }
        }

        @Override
        public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
            inner.jvp(inputTangents, direction, outputTangent);
        }

        @Override
        public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
            inner.vjp(cotangents, input, beta, below);
        }

        @Override
        public void addParameterVjp(Matrix cotangent, Matrix gradient) {
            inner.addParameterVjp(cotangent, gradient);
        }

        @Override
        public RowGradients rows(Matrix cotangents) {
            return inner.rows(cotangents);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
