package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sum of several tensors of one shape, as at the end of a residual block. */
public final class Add implements LayerKernel {
    private final Backend backend;

    private Add(Backend backend) {
        this.backend = backend;
    }

    /** What it is. */
    public record Of() implements ComputedLayer {
        @Override
        public String kind() {
            return "add";
        }

        @Override
        public Shape output(List<Shape> inputs) {
            Args.require(inputs.size() >= 2, "add takes two or more inputs, and there are %d", inputs.size());
            for (Shape shape : inputs) {
                Args.require(
                        shape.equals(inputs.get(0)),
                        "add takes inputs of one shape, and there are %s and %s",
                        inputs.get(0),
                        shape);
            }
            return inputs.get(0);
        }

        @Override
        public Map<String, Shape> parameters() {
            return Map.of();
        }

        @Override
        public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
            return new Add(backend);
        }
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        backend.copy(inputs.get(0), output);
        for (Matrix input : inputs.subList(1, inputs.size())) {
            backend.add(1, input, 1, output);
        }
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        backend.fill(outputTangent, 0);
        for (Matrix tangent : inputTangents) {
            if (tangent != null) {
                backend.add(1, tangent, 1, outputTangent);
            }
        }
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        backend.add(1, cotangents, beta, below);
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        return Optional.of(VjpChange.NONE);
    }

    @Override
    public void close() {}
}
