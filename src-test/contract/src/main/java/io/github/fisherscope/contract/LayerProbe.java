package io.github.fisherscope.contract;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.KroneckerSharing;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A layer at made-up parameters and inputs, and directions and cotangents to probe it with; all of them repeatable. */
final class LayerProbe implements AutoCloseable {
    private static final int NOTHING = Integer.MIN_VALUE;

    private final ComputedLayer layer;
    private final List<Shape> shapes;
    private final int firstSample;
    private final int samples;
    private final Backend backend;
    private final boolean ownsBackend;
    private final List<Matrix> owned = new ArrayList<>();
    private final List<Matrix> inputs = new ArrayList<>();
    private final LayerKernel kernel;
    private final Matrix output;
    private final int parameters;

    /**
     * @param firstSample number of the first sample, which names its inputs
     * @param samples T
     */
    LayerProbe(ComputedLayer layer, List<Shape> shapes, int firstSample, int samples) {
        this(layer, shapes, firstSample, samples, null, NOTHING, 0);
    }

    private LayerProbe(
            ComputedLayer layer,
            List<Shape> shapes,
            int firstSample,
            int samples,
            @Nullable Backend shared,
            int moved,
            double step) {
        this.backend =
                shared != null ? shared : Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
        this.ownsBackend = shared == null;
        this.layer = layer;
        this.shapes = shapes;
        this.firstSample = firstSample;
        this.samples = samples;
        this.parameters =
                layer.parameters().values().stream().mapToInt(Shape::size).sum();
        Matrix theta = own(1, parameters);
        for (int i = 0; i < parameters; i++) {
            set(theta, 0, i, value(-1, 0, i) + (moved == -1 ? step * directionAt(-1, 0, i) : 0));
        }
        for (int k = 0; k < shapes.size(); k++) {
            Matrix m = own(samples, shapes.get(k).size());
            inputs.add(m);
            for (int t = 0; t < samples; t++) {
                for (int i = 0; i < m.columns(); i++) {
                    set(m, t, i, value(k, firstSample + t, i) + (moved == k ? step * directionAt(k, t, i) : 0));
                }
            }
        }
        this.output = own(samples, layer.output(shapes).size());
        this.kernel = layer.kernel(shapes, theta, backend);
        kernel.forward(inputs, output);
    }

    /** Numbers between −1 and 1 without a pattern that a layer could share; none near a kink at 0. */
    private static double value(int what, int sample, int i) {
        double x = Math.sin(12.9898 * (i + 1) + 78.233 * (sample + 1) + 37.719 * (what + 2));
        return x + Math.copySign(0.05, x);
    }

    private static double directionAt(int what, int sample, int i) {
        return Math.cos(3.1 * i + 1.7 * sample + 0.9 * what);
    }

    /** What a target holds before something is added to it. */
    static double filling(int i) {
        return Math.sin(0.7 * i + 0.2);
    }

    private static double cotangentAt(int row, int i) {
        return Math.cos(2.3 * row + 1.1 * i + 0.4);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private Matrix own(long rows, long columns) {
        Matrix m = backend.allocate(rows, columns);
        owned.add(m);
        return m;
    }

    private static void set(Matrix m, int row, int column, double value) {
        m.write(row, column, new double[] {value}, 0, 1);
    }

    private static double[] read(Matrix m) {
        int columns = Math.toIntExact(m.columns());
        double[] values = new double[Math.toIntExact(m.rows()) * columns];
        for (int i = 0; i < m.rows(); i++) {
            m.read(i, 0, values, i * columns, columns);
        }
        return values;
    }

    /** Returns the same layer with one input, or for −1 the parameters, moved along the direction. */
    LayerProbe moved(int input, double step) {
        return new LayerProbe(layer, shapes, firstSample, samples, backend, input, step);
    }

    /** Returns the same layer at other samples, on the same backend. */
    LayerProbe at(int first, int count) {
        return new LayerProbe(layer, shapes, first, count, backend, NOTHING, 0);
    }

    int parameters() {
        return parameters;
    }

    double[] output() {
        return read(output);
    }

    private Matrix directionMatrix(int input) {
        Matrix m =
                input < 0 ? own(1, parameters) : own(samples, shapes.get(input).size());
        for (int t = 0; t < m.rows(); t++) {
            for (int i = 0; i < m.columns(); i++) {
                set(m, t, i, directionAt(input, t, i));
            }
        }
        return m;
    }

    /** Returns the direction of an input, or for −1 of the parameters. */
    double[] direction(int input) {
        return read(directionMatrix(input));
    }

    /** Returns the derivative of the output along the direction of an input, or for −1 of the parameters. */
    double[] jvp(int input) {
        List<@Nullable Matrix> tangents = new ArrayList<>();
        for (int k = 0; k < shapes.size(); k++) {
            tangents.add(k == input ? directionMatrix(k) : null);
        }
        Matrix result = own(samples, output.columns());
        backend.fill(result, Double.NaN);
        kernel.jvp(tangents, input < 0 ? directionMatrix(-1) : null, result);
        return read(result);
    }

    private Matrix cotangentMatrix(int rowsPerSample) {
        Matrix m = own((long) rowsPerSample * samples, output.columns());
        for (int row = 0; row < m.rows(); row++) {
            for (int i = 0; i < m.columns(); i++) {
                set(m, row, i, cotangentAt(row, i));
            }
        }
        return m;
    }

    double[] cotangents(int rowsPerSample) {
        return read(cotangentMatrix(rowsPerSample));
    }

    /** Returns the VJP with respect to an input, joined to {@code beta} times the filling. */
    double[] vjp(int input, int rowsPerSample, double beta) {
        int columns = shapes.get(input).size();
        Matrix below = own((long) rowsPerSample * samples, columns);
        for (int row = 0; row < below.rows(); row++) {
            for (int i = 0; i < columns; i++) {
                set(below, row, i, beta == 0 ? Double.NaN : filling(row * columns + i));
            }
        }
        kernel.vjp(cotangentMatrix(rowsPerSample), input, beta, below);
        return read(below);
    }

    /** Returns the VJP with respect to the parameters, for one cotangent for each sample. */
    double[] parameterVjp() {
        Matrix gradient = own(1, parameters);
        kernel.addParameterVjp(cotangentMatrix(1), gradient);
        return read(gradient);
    }

    /** Returns whether the layer knows its second derivatives. */
    boolean bends() {
        return kernel.along(Collections.nCopies(shapes.size(), null), null).isPresent();
    }

    /** Returns the VJP with respect to an input, or for −1 the parameters, for one cotangent for each sample. */
    double[] anyVjp(int input) {
        return input < 0 ? parameterVjp() : vjp(input, 1, 0);
    }

    /**
     * Returns the change of {@link #anyVjp} along the direction of an input, or for −1 of the parameters, joined to the filling.
     *
     * @param moved what moves
     */
    double[] change(int moved, int input) {
        List<@Nullable Matrix> tangents = new ArrayList<>();
        for (int k = 0; k < shapes.size(); k++) {
            tangents.add(k == moved ? directionMatrix(k) : null);
        }
        Matrix sum = own(
                input < 0 ? 1 : samples,
                input < 0 ? parameters : shapes.get(input).size());
        for (int row = 0; row < sum.rows(); row++) {
            for (int i = 0; i < sum.columns(); i++) {
                set(sum, row, i, filling(row * (int) sum.columns() + i));
            }
        }
        try (VjpChange change =
                kernel.along(tangents, moved < 0 ? directionMatrix(-1) : null).orElseThrow()) {
            if (input < 0) {
                change.addParameterVjp(cotangentMatrix(1), sum);
            } else {
                change.addVjp(cotangentMatrix(1), input, sum);
            }
        }
        return read(sum);
    }

    RowGradients rows(int rowsPerSample) {
        return kernel.rows(cotangentMatrix(rowsPerSample));
    }

    /** Returns the tile of two sets of rows, joined to the filling. */
    double[] gram(RowGradients rows, int from, int to, RowGradients other, int otherFrom, int otherTo, double scale) {
        int columns = otherTo - otherFrom;
        Matrix sum = own(to - from, columns);
        for (int i = 0; i < to - from; i++) {
            for (int j = 0; j < columns; j++) {
                set(sum, i, j, filling(i * columns + j));
            }
        }
        rows.addGram(backend, from, to, other, otherFrom, otherTo, scale, sum);
        return read(sum);
    }

    /** Returns all entries of the Kronecker product of the factors for one row for each sample. */
    Optional<double[]> kroneckerProduct() {
        return rows(1).kronecker(backend, KroneckerSharing.EXPAND).stream()
                .findFirst()
                .map(pair -> {
                    try (pair) {
                        double[] b = read(pair.outputs());
                        double[] a = read(pair.inputs());
                        double[] product = new double[a.length * b.length];
                        for (int i = 0; i < product.length; i++) {
                            product[i] = b[i / a.length] * a[i % a.length];
                        }
                        return product;
                    }
                });
    }

    @Override
    public void close() {
        kernel.close();
        owned.forEach(Matrix::close);
        if (ownsBackend) {
            backend.close();
        }
    }
}
