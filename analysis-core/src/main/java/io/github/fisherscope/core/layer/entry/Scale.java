package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor times a parameter, entry by entry: the weight of a norm, a gain.
 *
 * @param parameter its own shape
 * @param placed the same numbers in the shape in which they are broadcast to the input: aligned at the last axes, 1 is repeated
 */
public record Scale(Shape parameter, Shape placed) implements BroadcastLayer {
    public Scale {
        BroadcastParameter.requireSameSize(parameter, placed);
    }

    /** Returns the layer of a parameter that is broadcast as it is. */
    public static Scale of(Shape parameter) {
        return new Scale(parameter, parameter);
    }

    /** Returns the layer of one number for each channel of a tensor that has channels before {@code rank} axes of positions. */
    public static Scale channels(int channels, int rank) {
        return new Scale(Shape.of(channels), BroadcastParameter.beforePositions(channels, rank));
    }

    @Override
    public String kind() {
        return "scale";
    }

    @Override
    public String parameterName() {
        return "weight";
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new Kernel(new BroadcastParameter(placed, inputs.get(0), backend), parameters, backend);
    }

    private static final class Kernel extends BroadcastKernel {
        private final Matrix parameters;

        Kernel(BroadcastParameter parameter, Matrix parameters, Backend backend) {
            super(parameter, backend);
            this.parameters = parameters;
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            Matrix x = inputs.get(0);
            begin();
            Matrix wide = own(1, x.columns());
            parameter().expand(parameters, wide);
            factor(wide);
            derivative(x);
            backend().hadamard(x, wide, output);
        }

        @Override
        void bend(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, DiagonalChange change) {
            Matrix v = inputTangents.get(0);
            if (v != null) {
                change.derivative(v);
            }
            if (direction != null) {
                Matrix wide = change.own(1, parameter().width());
                parameter().expand(direction, wide);
                change.factor(0, wide);
            }
        }
    }
}
