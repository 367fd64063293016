package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.List;

/**
 * A tensor plus a parameter, entry by entry: a bias along any axis, the positions of a transformer.
 *
 * @param parameter its own shape
 * @param placed the same numbers in the shape in which they are broadcast to the input: aligned at the last axes, 1 is repeated
 */
public record Shift(Shape parameter, Shape placed) implements BroadcastLayer {
    public Shift {
        BroadcastParameter.requireSameSize(parameter, placed);
    }

    /** Returns the layer of a parameter that is broadcast as it is. */
    public static Shift of(Shape parameter) {
        return new Shift(parameter, parameter);
    }

    /** Returns the layer of one number for each channel of a tensor that has channels before {@code rank} axes of positions. */
    public static Shift channels(int channels, int rank) {
        return new Shift(Shape.of(channels), BroadcastParameter.beforePositions(channels, rank));
    }

    @Override
    public String kind() {
        return "shift";
    }

    @Override
    public String parameterName() {
        return "bias";
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
            Matrix one = own(1, x.columns());
            backend().fill(one, 1);
            factor(one);
            backend().copy(x, output);
            backend().addToRows(wide, output);
        }
    }
}
