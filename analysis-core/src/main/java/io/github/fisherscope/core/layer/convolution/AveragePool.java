package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.LinearKernel;
import java.util.List;

/**
 * The mean of the entries under a window, channel by channel.
 *
 * @param window where it looks
 * @param countPadding whether positions that were added count as zeros; those behind what was added never do
 */
public record AveragePool(Window window, boolean countPadding) implements Pool {
    @Override
    public String kind() {
        return "average-pool";
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        Planes planes = Planes.of(inputs.get(0), window.rank(), kind());
        int outputs = output(inputs).size();
        Means means = new Means(window.table(planes.positions()), weights(planes), planes.area());
        return new LinearKernel(means, inputs.get(0).size(), outputs, backend);
    }

    /** Returns one over the number of positions that count, at each step. */
    private double[] weights(Planes planes) {
        List<Integer> steps = window.steps(planes.positions());
        double[] counts = {1};
        for (int a = 0; a < window.rank(); a++) {
            int size = planes.positions().get(a);
            int low = countPadding ? -window.begins().get(a) : 0;
            int high = countPadding ? size + window.ends().get(a) : size;
            double[] next = new double[counts.length * steps.get(a)];
            for (int s = 0; s < next.length; s++) {
                int seen = 0;
                for (int k = 0; k < window.kernel().get(a); k++) {
                    int at = window.position(a, s % steps.get(a), k);
                    seen += at >= low && at < high ? 1 : 0;
                }
                next[s] = counts[s / steps.get(a)] * seen;
            }
            counts = next;
        }
        for (int s = 0; s < counts.length; s++) {
            counts[s] = counts[s] == 0 ? 0 : 1 / counts[s];
        }
        return counts;
    }

    /** Weighted sums under a window on each of several planes. */
    private static final class Means implements LinearKernel.LinearMap {
        private final int[] table;
        private final double[] weights;
        private final int area;

        Means(int[] table, double[] weights, int area) {
            this.table = table;
            this.weights = weights;
            this.area = area;
        }

        @Override
        public void apply(double[] x, double[] y) {
            for (int plane = 0; plane * weights.length < y.length; plane++) {
                int first = plane * weights.length;
                int start = plane * area;
                for (int k = 0; k < table.length; k += weights.length) {
                    for (int s = 0; s < weights.length; s++) {
                        int from = table[k + s];
                        y[first + s] += from < 0 ? 0 : x[start + from];
                    }
                }
                for (int s = 0; s < weights.length; s++) {
                    y[first + s] *= weights[s];
                }
            }
        }

        @Override
        public void transposed(double[] g, double[] x) {
            for (int plane = 0; plane * weights.length < g.length; plane++) {
                int first = plane * weights.length;
                int start = plane * area;
                for (int s = 0; s < weights.length; s++) {
                    double each = weights[s] * g[first + s];
                    for (int k = s; k < table.length; k += weights.length) {
                        if (table[k] >= 0) {
                            x[start + table[k]] += each;
                        }
                    }
                }
            }
        }
    }
}
