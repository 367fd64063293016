package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.SelectionKernel;
import java.util.List;

/**
 * The largest entry under a window, channel by channel. Of several largest the first counts; what lies outside never does.
 *
 * @param window where it looks
 */
public record MaxPool(Window window) implements Pool {
    @Override
    public String kind() {
        return "max-pool";
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        Planes planes = Planes.of(inputs.get(0), window.rank(), kind());
        int[] table = window.table(planes.positions());
        int steps = table.length / window.taps();
        int area = planes.area();
        SelectionKernel.Chooser chooser = (x, chosen) -> {
            for (int plane = 0; plane * steps < chosen.length; plane++) {
                largest(x, plane * area, table, steps, chosen, plane * steps);
            }
        };
        return new SelectionKernel(chooser, inputs.get(0).size(), output(inputs).size(), backend);
    }

    private static void largest(double[] x, int start, int[] table, int steps, int[] chosen, int first) {
        for (int s = 0; s < steps; s++) {
            int best = -1;
            for (int k = s; k < table.length; k += steps) {
                if (table[k] >= 0 && (best < 0 || x[start + table[k]] > x[best])) {
                    best = start + table[k];
                }
            }
            chosen[first + s] = best;
        }
    }
}
