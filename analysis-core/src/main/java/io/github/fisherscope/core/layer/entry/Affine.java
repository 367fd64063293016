package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.shape.Axes;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;

/**
 * Constants times a tensor plus constants, none of them parameters: frozen statistics of a batch norm, masks, temperatures.
 *
 * @param scale what entries are multiplied with
 * @param shift what is added then; it may be infinite, as in a mask before a softmax
 * @param placed the shape of both, which is broadcast to that of the input: aligned at the last axes, 1 is repeated
 */
public record Affine(RealVector scale, RealVector shift, Shape placed) implements ComputedLayer {
    public Affine {
        Args.requireSame("the length of the scale", scale.size(), placed.size(), "its shape is " + placed);
        Args.requireSame("the length of the shift", shift.size(), placed.size(), "its shape is " + placed);
    }

    /** Returns {@code a u + b} with the same numbers everywhere. */
    public static Affine scalar(double a, double b) {
        return new Affine(RealVector.of(a), RealVector.of(b), Shape.of(1));
    }

    @Override
    public String kind() {
        return "affine";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = SameShapes.of(kind(), 1, inputs);
        Axes.broadcast(placed, input);
        return input;
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new Kernel(this, Axes.broadcast(placed, inputs.get(0)), backend);
    }

    private static final class Kernel extends DiagonalKernel {
        private final Affine layer;
        private final int[] table;

        Kernel(Affine layer, int[] table, Backend backend) {
            super(backend);
            this.layer = layer;
            this.table = table;
        }

        private Matrix row(RealVector numbers) {
            double[] wide = new double[table.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = numbers.get(table[i]);
            }
            Matrix row = own(1, wide.length);
            row.write(0, 0, wide, 0, wide.length);
            return row;
        }

        @Override
        public void forward(List<Matrix> inputs, Matrix output) {
            begin();
            Matrix scale = row(layer.scale());
            factor(scale);
            backend().hadamard(inputs.get(0), scale, output);
            backend().addToRows(row(layer.shift()), output);
        }
    }
}
