package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * u for u &gt; 0 and a slope times u otherwise, where the slope is a parameter.
 *
 * @param parameter its own shape
 * @param placed the same numbers in the shape in which they are broadcast to the input: aligned at the last axes, 1 is repeated
 */
public record PRelu(Shape parameter, Shape placed) implements BroadcastLayer {
    public PRelu {
        BroadcastParameter.requireSameSize(parameter, placed);
    }

    /** Returns the layer of a parameter that is broadcast as it is. */
    public static PRelu of(Shape parameter) {
        return new PRelu(parameter, parameter);
    }

    /** Returns the layer of one number for each channel of a tensor that has channels before {@code rank} axes of positions. */
    public static PRelu channels(int channels, int rank) {
        return new PRelu(Shape.of(channels), BroadcastParameter.beforePositions(channels, rank));
    }

    @Override
    public String kind() {
        return "prelu";
    }

    @Override
    public String parameterName() {
        return "slope";
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new Kernel(new BroadcastParameter(placed, inputs.get(0), backend), parameters, backend);
    }

    private static final class Kernel extends BroadcastKernel {
        private final Matrix parameters;

        private @Nullable Matrix below;

        Kernel(BroadcastParameter parameter, Matrix parameters, Backend backend) {
            super(parameter, backend);
            this.parameters = parameters;
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            Matrix x = inputs.get(0);
            begin();
            Matrix mask = own(x.rows(), x.columns());
            Entries.map(backend(), x, mask, u -> u > 0 ? 0 : 1);
            below = mask;
            Matrix wide = own(1, x.columns());
            parameter().expand(parameters, wide);
            Matrix positive = own(x.rows(), x.columns());
            Matrix negative = own(x.rows(), x.columns());
            Matrix slopes = own(x.rows(), x.columns());
            Entries.map(backend(), x, positive, u -> u > 0 ? 1 : 0);
            Entries.map(backend(), x, negative, u -> u > 0 ? 0 : 1);
            backend().hadamard(negative, wide, slopes);
            backend().add(1, positive, 1, slopes);
            backend().hadamard(negative, x, negative);
            factor(slopes);
            derivative(negative);
            backend().hadamard(x, slopes, output);
        }

        @Override
        void bend(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, DiagonalChange change) {
            Matrix mask = Objects.requireNonNull(below);
            Matrix v = inputTangents.get(0);
            if (v != null) {
                Matrix z = change.own(v.rows(), v.columns());
                backend().hadamard(mask, v, z);
                change.derivative(z);
            }
            if (direction != null) {
                Matrix wide = change.own(1, parameter().width());
                parameter().expand(direction, wide);
                Matrix factor = change.own(mask.rows(), mask.columns());
                backend().hadamard(mask, wide, factor);
                change.factor(0, factor);
            }
        }
    }
}
