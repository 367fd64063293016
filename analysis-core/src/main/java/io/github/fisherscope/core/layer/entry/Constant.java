package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.VjpChange;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of constants, the same for every sample. It takes no input.
 *
 * @param shape of one sample's output
 * @param numbers its entries, row after row
 */
public record Constant(Shape shape, RealVector numbers) implements ComputedLayer {
    public Constant {
        Args.requireSame("the number of constants", numbers.size(), shape.size(), "the shape is " + shape);
    }

    @Override
    public String kind() {
        return "constant";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Args.requireSame("the number of inputs of a constant", inputs.size(), 0, "it takes none");
        return shape;
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new Kernel(numbers.toArray(), backend);
    }

    private static final class Kernel implements LayerKernel {
        private final double[] numbers;
        private final Backend backend;

        Kernel(double[] numbers, Backend backend) {
            this.numbers = numbers;
            this.backend = backend;
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            for (long t = 0; t < output.rows(); t++) {
                output.write(t, 0, numbers, 0, numbers.length);
            }
        }

        @Override
        public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
            backend.fill(outputTangent, 0);
        }

        @Override
        public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
            throw new IllegalArgumentException("a constant has no input");
        }

        @Override
        public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
            return Optional.of(VjpChange.NONE);
        }

        @Override
        public void close() {}
    }
}
