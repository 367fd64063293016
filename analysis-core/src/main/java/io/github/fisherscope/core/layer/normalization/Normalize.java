package io.github.fisherscope.core.layer.normalization;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.shape.Axes;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the entries along some axes to mean 0 and mean square 1, {@code (x − μ)/√(σ² + ε)} with the variance σ² that divides
 * by the number of entries; or to mean square 1 alone, {@code x/√(mean x² + ε)}. Layer and RMS norms have the last axes,
 * instance norms those of positions, and group norms read channels as groups first.
 *
 * @param axes over which, counted from the front or, below 0, from behind
 * @param epsilon ε
 * @param centred whether the mean is taken off
 */
public record Normalize(List<Integer> axes, double epsilon, boolean centred) implements ComputedLayer {
    public Normalize {
        axes = List.copyOf(axes);
        Args.require(!axes.isEmpty(), "a norm has no axis; it needs at least one");
        Args.requireNonNegative("the epsilon of a norm", epsilon);
    }

    @Override
    public String kind() {
        return centred ? "normalize" : "rms-normalize";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Args.requireSame("the number of inputs of " + kind(), inputs.size(), 1, "it takes one");
        axes.forEach(axis -> Axes.number(inputs.get(0), axis));
        return inputs.get(0);
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        Shape input = inputs.get(0);
        List<Integer> kept = new ArrayList<>(input.dimensions());
        axes.forEach(axis -> kept.set(Axes.number(input, axis), 1));
        Shape groups = new Shape(kept);
        Rule rule = new Rule(epsilon, centred, input.size() / groups.size());
        return new GroupKernel(rule, Axes.broadcast(groups, input), groups.size(), backend);
    }

    /** The formulas; the state of a group is {@code 1/√(σ² + ε)}. */
    private record Rule(double epsilon, boolean centred, int each) implements GroupRule {
        private double[] means(double[] x, int[] group, int groups) {
            double[] means = new double[groups];
            for (int i = 0; i < x.length; i++) {
                means[group[i]] += x[i];
            }
            for (int g = 0; g < groups; g++) {
                means[g] /= each;
            }
            return means;
        }

        private double[] products(double[] x, double[] y, int[] group, int groups) {
            double[] means = new double[groups];
            for (int i = 0; i < x.length; i++) {
                means[group[i]] += x[i] * y[i];
            }
            for (int g = 0; g < groups; g++) {
                means[g] /= each;
            }
            return means;
        }

        @Override
        public void forward(double[] x, int[] group, double[] state) {
            if (centred) {
                double[] means = means(x, group, state.length);
                for (int i = 0; i < x.length; i++) {
                    x[i] -= means[group[i]];
                }
            }
            double[] squares = products(x, x, group, state.length);
            for (int g = 0; g < state.length; g++) {
                state[g] = 1 / Math.sqrt(squares[g] + epsilon);
            }
            for (int i = 0; i < x.length; i++) {
                x[i] *= state[group[i]];
            }
        }

        @Override
        public void derivative(double[] y, int[] group, double[] state, double[] tangent) {
            double[] products = products(y, tangent, group, state.length);
            double[] means = centred ? means(tangent, group, state.length) : new double[state.length];
            for (int i = 0; i < y.length; i++) {
                int g = group[i];
                tangent[i] = state[g] * (tangent[i] - means[g] - y[i] * products[g]);
            }
        }

        /** The derivative is symmetric. */
        @Override
        public void transposed(double[] y, int[] group, double[] state, double[] cotangent) {
            derivative(y, group, state, cotangent);
        }

        /** With {@code s = 1/√(σ² + ε)} the derivative is {@code s (g − mean g − y mean(g y))}, and {@code ds = −s² mean(y dx)}. */
        @Override
        public void change(double[] y, int[] group, double[] state, double[] tangent, double[] cotangent) {
            double[] moved = tangent.clone();
            derivative(y, group, state, moved);
            double[] growth = products(y, tangent, group, state.length);
            double[] along = products(y, cotangent, group, state.length);
            double[] bends = products(moved, cotangent, group, state.length);
            derivative(y, group, state, cotangent);
            for (int i = 0; i < y.length; i++) {
                int g = group[i];
                cotangent[i] = -state[g] * (growth[g] * cotangent[i] + moved[i] * along[g] + y[i] * bends[g]);
            }
        }
    }
}
