package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.network.Activation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An activation, {@code h = φ(u)} entry by entry. It keeps the slopes {@code φ′(u)} of a batch: one number an entry. */
public final class Activated implements LayerKernel {
    private final Activation activation;
    private final Backend backend;
    private @Nullable Matrix slopes;
    private @Nullable Matrix arguments;

    private Activated(Activation activation, Backend backend) {
        this.activation = activation;
        this.backend = backend;
    }

    /**
     * What it is.
     *
     * @param activation φ
     */
    public record Of(Activation activation) implements ComputedLayer {
        @Override
        public String kind() {
            return activation.id();
        }

        @Override
        public Shape output(List<Shape> inputs) {
            Args.requireSame("the number of inputs of " + kind(), inputs.size(), 1, "an activation takes one");
            return inputs.get(0);
        }

        @Override
        public Map<String, Shape> parameters() {
            return Map.of();
        }

        @Override
        public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
            return new Activated(activation, backend);
        }
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        Matrix u = inputs.get(0);
        close();
        Matrix fresh = backend.allocate(u.rows(), u.columns());
        slopes = fresh;
        arguments = u;
        backend.copy(u, output);
        backend.activate(activation, output, output, fresh);
    }

    private Matrix slopes() {
        return Objects.requireNonNull(slopes, "forward() must run first");
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null) {
            backend.fill(outputTangent, 0);
        } else {
            backend.hadamard(tangent, slopes(), outputTangent);
        }
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        if (beta == 0) {
            backend.hadamard(cotangents, slopes(), below);
            return;
        }
        try (Matrix product = backend.allocate(cotangents.rows(), cotangents.columns())) {
            backend.hadamard(cotangents, slopes(), product);
            backend.add(1, product, beta, below);
        }
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null || activation.piecewiseLinear()) {
            return Optional.of(VjpChange.NONE);
        }
        Matrix u = Objects.requireNonNull(arguments, "forward() must run first");
        Matrix bend = backend.allocate(u.rows(), u.columns());
        int columns = Math.toIntExact(u.columns());
        RowBlocks.forEach(backend, u.rows(), columns, (from, to) -> {
            double[] row = new double[columns];
            for (long t = from; t < to; t++) {
                RowBlocks.read(u, t, row, 0);
                for (int i = 0; i < columns; i++) {
                    row[i] = activation.secondDerivative(row[i]);
                }
                bend.write(t, 0, row, 0, columns);
            }
        });
        backend.hadamard(bend, tangent, bend);
        return Optional.of(new FactorChange(bend, backend));
    }

    @Override
    public void close() {
        Matrix kept = slopes;
        if (kept != null) {
            kept.close();
            slopes = null;
        }
    }
}
