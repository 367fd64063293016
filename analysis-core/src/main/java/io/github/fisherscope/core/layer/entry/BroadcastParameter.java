package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.FormedRows;
import io.github.fisherscope.core.layer.RowBlocks;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.shape.Axes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of parameters that is broadcast to the entries of a tensor and enters each of them as {@code z θ}: the formulas
 * that scales, shifts and slopes have in common. A row of gradients is the sum of {@code δ ∘ z} over the axes along which the
 * parameter is repeated.
 */
final class BroadcastParameter {
    private final int[] table;
    private final int count;
    private final Backend backend;

    /**
     * @param placed shape of the parameter
     * @param target shape to which it is broadcast
     */
    BroadcastParameter(Shape placed, Shape target, Backend backend) {
        this.table = Axes.broadcast(placed, target);
        this.count = placed.size();
        this.backend = backend;
    }

    /** Returns the number of entries of the target. */
    int width() {
        return table.length;
    }

    /** Writes the parameters, or a direction of them, to every entry that they reach, into one row. */
    void expand(Matrix parameters, Matrix wide) {
        double[] numbers = new double[count];
        double[] row = new double[table.length];
        parameters.read(0, 0, numbers, 0, count);
        for (int i = 0; i < row.length; i++) {
            row[i] = numbers[table[i]];
        }
        wide.write(0, 0, row, 0, row.length);
    }

    /**
     * Adds what the output gains when the parameters move.
     *
     * @param z null for ones
     */
    void addAlong(Matrix direction, @Nullable Matrix z, Matrix outputTangent) {
        try (Matrix wide = backend.allocate(1, table.length)) {
            expand(direction, wide);
            if (z == null) {
                backend.addToRows(wide, outputTangent);
                return;
            }
            try (Matrix moved = backend.allocate(z.rows(), z.columns())) {
                backend.hadamard(z, wide, moved);
                backend.add(1, moved, 1, outputTangent);
            }
        }
    }

    /** Adds the sum over samples to the gradient. */
    void addVjp(Matrix cotangent, @Nullable Matrix z, Matrix gradient) {
        double[] sums = new double[table.length];
        try (Matrix product = backend.allocate(cotangent.rows(), cotangent.columns());
                Matrix sum = backend.allocate(1, table.length)) {
            if (z != null) {
                backend.hadamard(cotangent, z, product);
            }
            backend.columnSums(z == null ? cotangent : product, sum);
            sum.read(0, 0, sums, 0, sums.length);
        }
        double[] narrow = new double[count];
        gradient.read(0, 0, narrow, 0, count);
        for (int i = 0; i < sums.length; i++) {
            narrow[table[i]] += sums[i];
        }
        gradient.write(0, 0, narrow, 0, count);
    }

    RowGradients rows(Matrix cotangents, @Nullable Matrix z) {
        return FormedRows.of(backend, cotangents.rows(), count, table.length, (row, gradient, offset) -> {
            double[] delta = new double[table.length];
            RowBlocks.read(cotangents, row, delta, 0);
            if (z != null) {
                double[] factors = new double[table.length];
                RowBlocks.read(z, row % z.rows(), factors, 0);
                for (int i = 0; i < delta.length; i++) {
                    delta[i] *= factors[i];
                }
            }
            for (int i = 0; i < delta.length; i++) {
                gradient[offset + table[i]] += delta[i];
            }
        });
    }

    /** Requires a place with as many entries as the parameter. */
    static void requireSameSize(Shape parameter, Shape placed) {
        Args.requireSame(
                "the number of entries of the place " + placed,
                placed.size(),
                parameter.size(),
                "it must be that of " + parameter);
    }

    /** Returns the place of one number for each channel, before {@code rank} axes of positions. */
    static Shape beforePositions(int channels, int rank) {
        int[] placed = new int[rank + 1];
        Arrays.fill(placed, 1);
        placed[0] = channels;
        return Shape.of(placed);
    }
}
