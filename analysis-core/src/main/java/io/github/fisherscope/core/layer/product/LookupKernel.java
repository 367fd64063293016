package io.github.fisherscope.core.layer.product;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowBlocks;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies rows of a table to where tokens stand, and adds cotangents to the rows that were copied. */
final class LookupKernel implements LayerKernel {
    private final Lookup lookup;
    private final int positions;
    private final Matrix table;
    private final Backend backend;
    private int[][] tokens = {};

    LookupKernel(Lookup lookup, int positions, Matrix parameters, Backend backend) {
        this.lookup = lookup;
        this.positions = positions;
        this.table = asTable(parameters);
        this.backend = backend;
    }

    private Matrix asTable(Matrix parameters) {
        return parameters.reshaped(lookup.entries(), lookup.width());
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        Matrix input = inputs.get(0);
        int[][] read = new int[Math.toIntExact(input.rows())][positions];
        double[] numbers = new double[positions];
        for (int t = 0; t < read.length; t++) {
            RowBlocks.read(input, t, numbers, 0);
            for (int s = 0; s < positions; s++) {
                read[t][s] = token(numbers[s], t, s);
            }
        }
        tokens = read;
        copy(table, output);
    }

    private int token(double number, int sample, int position) {
        int entries = lookup.entries();
        Args.require(
                number == Math.rint(number) && number >= -entries && number < entries,
                "sample %d has %s at position %d, and the table has %d rows; tokens are whole numbers from 0 to %d",
                sample,
                number == Math.rint(number) && Math.abs(number) < 1e15 ? String.valueOf((long) number) : number,
                position,
                entries,
                entries - 1);
        return (int) number + (number < 0 ? entries : 0);
    }

    private void copy(Matrix from, Matrix to) {
        int width = lookup.width();
        RowBlocks.forEach(backend, tokens.length, (long) positions * width, (begin, end) -> {
            double[] row = new double[positions * width];
            for (int t = (int) begin; t < end; t++) {
                for (int s = 0; s < positions; s++) {
                    from.read(tokens[t][s], 0, row, s * width, width);
                }
                to.write(t, 0, row, 0, row.length);
            }
        });
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        if (direction == null) {
            backend.fill(outputTangent, 0);
        } else {
            copy(asTable(direction), outputTangent);
        }
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        if (beta == 0) {
            backend.fill(below, 0);
        } else {
            backend.add(beta, below, 0, below);
        }
    }

    @Override
    public void addParameterVjp(Matrix cotangent, Matrix gradient) {
        int width = lookup.width();
        Matrix sums = asTable(gradient);
        double[] row = new double[positions * width];
        double[] sum = new double[width];
        for (int t = 0; t < tokens.length; t++) {
            RowBlocks.read(cotangent, t, row, 0);
            for (int s = 0; s < positions; s++) {
                sums.read(tokens[t][s], 0, sum, 0, width);
                for (int j = 0; j < width; j++) {
                    sum[j] += row[s * width + j];
                }
                sums.write(tokens[t][s], 0, sum, 0, width);
            }
        }
    }

    @Override
    public RowGradients rows(Matrix cotangents) {
        return new LookupRows(lookup, tokens, cotangents, backend);
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        return Optional.of(VjpChange.NONE);
    }

    @Override
    public void close() {}
}
