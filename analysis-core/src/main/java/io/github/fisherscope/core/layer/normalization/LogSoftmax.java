package io.github.fisherscope.core.layer.normalization;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.shape.Axes;
import java.util.List;
import java.util.Map;

/**
 * The logarithm of the softmax along an axis, {@code x − log Σ e^x}.
 *
 * @param axis counted from the front or, below 0, from behind
 */
public record LogSoftmax(int axis) implements ComputedLayer {
    @Override
    public String kind() {
        return "log-softmax";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return Exponentials.output(kind(), axis, inputs);
    }

    @Override
    public Map<String, Shape> parameters() {
        return Map.of();
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        Shape groups = Exponentials.groups(inputs.get(0), axis);
        return new GroupKernel(new Rule(), Axes.broadcast(groups, inputs.get(0)), groups.size(), backend);
    }

    private static final class Rule implements GroupRule {
        @Override
        public void forward(double[] x, int[] group, double[] state) {
            double[] sums = Exponentials.shift(x, group, state.length);
            for (int i = 0; i < x.length; i++) {
                x[i] -= StrictMath.log(sums[group[i]]);
            }
        }

        @Override
        public void derivative(double[] y, int[] group, double[] state, double[] tangent) {
            double[] means = Exponentials.products(exponentials(y), tangent, group, state.length);
            for (int i = 0; i < y.length; i++) {
                tangent[i] -= means[group[i]];
            }
        }

        @Override
        public void transposed(double[] y, int[] group, double[] state, double[] cotangent) {
            double[] sums = new double[state.length];
            for (int i = 0; i < y.length; i++) {
                sums[group[i]] += cotangent[i];
            }
            for (int i = 0; i < y.length; i++) {
                cotangent[i] -= StrictMath.exp(y[i]) * sums[group[i]];
            }
        }

        private static double[] exponentials(double[] y) {
            double[] p = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                p[i] = StrictMath.exp(y[i]);
            }
            return p;
        }
    }
}
