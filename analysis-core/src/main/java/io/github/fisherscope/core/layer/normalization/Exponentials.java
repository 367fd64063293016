package io.github.fisherscope.core.layer.normalization;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.shape.Axes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What softmax and its logarithm have in common. */
final class Exponentials {
    private Exponentials() {}

    static Shape output(String kind, int axis, List<Shape> inputs) {
        Args.requireSame("the number of inputs of " + kind, inputs.size(), 1, "it takes one");
        Axes.number(inputs.get(0), axis);
        return inputs.get(0);
    }

    /** Returns the shape whose entries are the groups. */
    static Shape groups(Shape input, int axis) {
        List<Integer> kept = new ArrayList<>(input.dimensions());
        kept.set(Axes.number(input, axis), 1);
        return new Shape(kept);
    }

    /** Subtracts its largest entry from each group and returns the sums of the exponentials. */
    static double[] shift(double[] x, int[] group, int groups) {
        double[] largest = new double[groups];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < x.length; i++) {
            largest[group[i]] = Math.max(largest[group[i]], x[i]);
        }
        double[] sums = new double[groups];
        for (int i = 0; i < x.length; i++) {
            x[i] -= largest[group[i]];
            sums[group[i]] += StrictMath.exp(x[i]);
        }
        return sums;
    }

    /** Returns the sum over each group of {@code a b}. */
    static double[] products(double[] a, double[] b, int[] group, int groups) {
        double[] sums = new double[groups];
        for (int i = 0; i < a.length; i++) {
            sums[group[i]] += a[i] * b[i];
        }
        return sums;
    }
}
