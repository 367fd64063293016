package io.github.fisherscope.contract;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;

/** Counts the flops of the matrix products that a layer asks a backend for. */
final class CountedProducts {
    private CountedProducts() {}

    /** Returns the flops of a forward pass of some samples. */
    static double ofForwardPass(ComputedLayer layer, List<Shape> shapes, int samples) {
        DoubleAdder flops = new DoubleAdder();
        List<Matrix> inputs = new ArrayList<>();
        int parameters =
                layer.parameters().values().stream().mapToInt(Shape::size).sum();
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1))) {
            Backend counting = counting(backend, flops);
            try (Matrix theta = backend.allocate(1, parameters);
                    Matrix output =
                            backend.allocate(samples, layer.output(shapes).size());
                    LayerKernel kernel = layer.kernel(shapes, theta, counting)) {
                shapes.forEach(shape -> inputs.add(backend.allocate(samples, shape.size())));
                backend.fill(theta, 0.25);
                kernel.forward(inputs, output);
            } finally {
                inputs.forEach(Matrix::close);
            }
        }
        return flops.sum();
    }

    private static Backend counting(Backend backend, DoubleAdder flops) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "multiply" ->
                            flops.add(product((Matrix) arguments[1], (Matrix) arguments[6], arguments[2]));
                        case "multiplySelfTransposed" ->
                            flops.add(product((Matrix) arguments[1], (Matrix) arguments[3], Backend.Transpose.NO));
                        case "multiplyInterleaved" ->
                            throw new UnsupportedOperationException("count " + method + " too");
                        default -> {}
                    }
                    try {
                        return method.invoke(backend, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static double product(Matrix a, Matrix c, Object opA) {
        long inner = opA == Backend.Transpose.NO ? a.columns() : a.rows();
        return 2.0 * c.rows() * c.columns() * inner;
    }
}
