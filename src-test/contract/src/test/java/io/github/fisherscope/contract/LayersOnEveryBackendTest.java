package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.MaxPool;
import io.github.fisherscope.core.layer.convolution.TransposedConv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.entry.PRelu;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.normalization.Normalize;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.network.DenseShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers give the same numbers on every backend that runs here, in float32 and float64, for one thread and for three. */
class LayersOnEveryBackendTest {
    private static final int SAMPLES = 18;
    private static final int ROWS = 2 * SAMPLES;
    private static final Backends BACKENDS = Backends.onClassPath();

    static Stream<Arguments> layers() {
        Window window = Window.of(3, 3).withPads(List.of(1, 1, 1, 1));
        return Stream.of(
                Arguments.of(new Conv(4, 6, 2, true, window), Shape.of(1, 4, 5, 5)),
                Arguments.of(new Conv(8, 8, 1, true, window), Shape.of(1, 8, 2, 2)),
                Arguments.of(new TransposedConv(4, 2, 1, true, Window.of(2), List.of(0)), Shape.of(4, 5)),
                Arguments.of(new DenseKernel.Of(new DenseShape(4, 3, true)), Shape.of(5, 4)),
                Arguments.of(new DenseKernel.Of(new DenseShape(20, 3, true)), Shape.of(20)),
                Arguments.of(new MaxPool(Window.of(2, 2)), Shape.of(1, 2, 4, 4)),
                Arguments.of(Scale.channels(3, 1), Shape.of(3, 4)),
                Arguments.of(PRelu.channels(3, 1), Shape.of(3, 4)),
                Arguments.of(new Normalize(List.of(-1), 1e-3, true), Shape.of(3, 6)),
                Arguments.of(new Softmax(0), Shape.of(3, 6)),
                Arguments.of(new LookupOfRounded(new Lookup(7, 3)), Shape.of(6)),
                Arguments.of(IndexGather.transpose(Shape.of(3, 5), List.of(1, 0)), Shape.of(3, 5)));
    }

    private static Matrix numbers(Backend backend, int rows, int columns, int phase) {
        Matrix m = backend.allocate(rows, columns);
        for (int i = 0; i < rows; i++) {
            int row = i;
            double[] numbers = DoubleStream.iterate(0, j -> j + 1)
                    .limit(columns)
                    .map(j -> Math.sin(12.9898 * (j + 1) + 78.233 * (row + 1) + phase))
                    .toArray();
            m.write(i, 0, numbers, 0, columns);
        }
        return m;
    }

    private static void collect(Matrix m, List<Double> results) {
        double[] row = new double[(int) m.columns()];
        for (long i = 0; i < m.rows(); i++) {
            m.read(i, 0, row, 0, row.length);
            DoubleStream.of(row).forEach(results::add);
        }
    }

    /** Returns the output, a tangent, a cotangent, a gradient, a Gram tile and squared norms. */
    private static List<Double> results(ComputedLayer layer, Shape shape, Backend backend) {
        int parameters =
                layer.parameters().values().stream().mapToInt(Shape::size).sum();
        int size = layer.output(List.of(shape)).size();
        List<Double> results = new ArrayList<>();
        try (Matrix theta = numbers(backend, 1, parameters, 1);
                Matrix input = numbers(backend, SAMPLES, shape.size(), 2);
                Matrix tangent = numbers(backend, SAMPLES, shape.size(), 3);
                Matrix cotangents = numbers(backend, ROWS, size, 4);
                Matrix output = backend.allocate(SAMPLES, size);
                Matrix moved = backend.allocate(SAMPLES, size);
                Matrix below = backend.allocate(ROWS, shape.size());
                Matrix gradient = backend.allocate(1, parameters);
                Matrix gram = backend.allocate(ROWS, ROWS);
                LayerKernel kernel = layer.kernel(List.of(shape), theta, backend)) {
            kernel.forward(List.of(input), output);
            kernel.jvp(List.of(tangent), parameters == 0 ? null : theta, moved);
            kernel.vjp(cotangents, 0, 0, below);
            kernel.addParameterVjp(cotangents.rowRange(0, SAMPLES), gradient);
            RowGradients rows = kernel.rows(cotangents);
            rows.addGram(backend, 0, ROWS, rows, 0, ROWS, 0.5, gram);
            for (Matrix m : List.of(output, moved, below, gradient, gram)) {
                collect(m, results);
            }
            DoubleStream.of(rows.squaredNorms()).forEach(results::add);
        }
        return results;
    }

    private static double distance(List<Double> found, List<Double> expected) {
        double worst = 0;
        double largest = 0;
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            worst = Math.max(worst, Math.abs(found.get(i) - expected.get(i)));
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        return worst / largest;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void numbersAreTheSame(ComputedLayer layer, Shape shape) {
        List<Double> expected;
        try (Backend reference = BACKENDS.open("java", new BackendConfig(Precision.DOUBLE, 1))) {
            expected = results(layer, shape, reference);
        }
        for (BackendProvider provider : BACKENDS.providers()) {
            if (!(provider.availability() instanceof Availability.Ready)) {
                continue;
            }
            for (Precision precision : provider.precisions()) {
                double tolerance = precision == Precision.DOUBLE ? 1e-13 : 1e-5;
                List<Double> alone;
                try (Backend backend = provider.open(new BackendConfig(precision, 1))) {
                    alone = results(layer, shape, backend);
                }
                assertThat(distance(alone, expected))
                        .as("%s on %s in %s", layer.kind(), provider.name(), precision)
                        .isLessThan(tolerance);
                try (Backend backend = provider.open(new BackendConfig(precision, 3))) {
                    assertThat(results(layer, shape, backend)).isEqualTo(alone);
                }
            }
        }
    }
}
