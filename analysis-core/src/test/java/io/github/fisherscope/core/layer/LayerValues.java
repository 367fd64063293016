package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** Runs one layer forward on the backend {@code java}. */
public final class LayerValues {
    private LayerValues() {}

    /** Returns numbers without a pattern, between −1 and 1. */
    public static double[] numbers(int count, double phase) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Math.sin(12.9898 * (i + 1) + phase);
        }
        return numbers;
    }

    /** Returns the output for one sample. */
    public static double[] of(ComputedLayer layer, double[] parameters, List<Shape> shapes, double[]... inputs) {
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
                Matrix theta = backend.allocate(1, parameters.length)) {
            theta.write(0, 0, parameters, 0, parameters.length);
            List<Matrix> batch = new ArrayList<>();
            for (double[] input : inputs) {
                Matrix m = backend.allocate(1, input.length);
                m.write(0, 0, input, 0, input.length);
                batch.add(m);
            }
            double[] values = new double[layer.output(shapes).size()];
            try (Matrix output = backend.allocate(1, values.length);
                    LayerKernel kernel = layer.kernel(shapes, theta, backend)) {
                kernel.forward(batch, output);
                output.read(0, 0, values, 0, values.length);
            }
            batch.forEach(Matrix::close);
            return values;
        }
    }

    /** Returns the output of a layer with one input and no parameters for one sample. */
    public static double[] of(ComputedLayer layer, Shape shape, double... input) {
        return of(layer, new double[0], List.of(shape), input);
    }
}
