package io.github.fisherscope.backend.nd4j.internal;

import static io.github.fisherscope.backend.nd4j.internal.Nd4jStorage.view;

import io.github.fisherscope.core.backend.internal.shared.EntryKernels;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.network.Activation;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Entry-by-entry kernels made of ND4J's operations, in the precision of the matrix. Sums are products with a vector of
 * ones in float64, because ND4J divides its own reductions between threads in a way that may differ from call to call.
 */
final class Nd4jKernels implements EntryKernels {
    /** Entries of a block that is brought to float64 at a time, so that sums take little memory: 32 MB. */
    private static final long BLOCK = 1 << 22;

    @Override
    public void fill(StridedMatrix m, double value) {
        if (!m.isEmpty()) {
            view(m).assign(value);
        }
    }

    @Override
    public void copy(StridedMatrix source, StridedMatrix target) {
        if (!source.isEmpty()) {
            view(target).assign(view(source));
        }
    }

    @Override
    public void add(double alpha, StridedMatrix x, double beta, StridedMatrix y) {
        if (x.isEmpty()) {
            return;
        }
        try (Temporaries temporaries = new Temporaries()) {
            INDArray scaled = temporaries.keep(view(x).mul(alpha));
            INDArray to = view(y);
            if (beta == 0) {
                to.assign(scaled);
            } else {
                to.muli(beta).addi(scaled);
            }
        }
    }

    @Override
    public void addToRows(StridedMatrix row, StridedMatrix m) {
        if (!m.isEmpty()) {
            view(m).addiRowVector(view(row));
        }
    }

    @Override
    public void activate(Activation activation, StridedMatrix u, StridedMatrix h, StridedMatrix d) {
        if (u.isEmpty()) {
            return;
        }
        try (Temporaries temporaries = new Temporaries()) {
            INDArray input = temporaries.keep(view(u).dup('c'));
            Activations.evaluate(activation, input, view(h), view(d), temporaries);
        }
    }

    @Override
    public void hadamard(StridedMatrix a, StridedMatrix b, StridedMatrix out) {
        if (a.isEmpty()) {
            return;
        }
        INDArray factor = view(b);
        for (long row = 0; row < a.rows(); row += b.rows()) {
            INDArray block = view(a.block(row, 0, b.rows(), a.columns()));
            block.muli(factor, view(out.block(row, 0, b.rows(), a.columns())));
        }
    }

    /** Each block of c within which b does not wrap around is one multiplication and one addition. */
    @Override
    public void hadamardAccumulate(
            StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c) {
        if (a.isEmpty()) {
            return;
        }
        try (Temporaries temporaries = new Temporaries()) {
            INDArray shifted = temporaries.keep(view(b).add(shift));
            INDArray factor = wide(shifted, b.columns(), columnShift % b.columns(), a.columns(), temporaries);
            long height;
            for (long i = 0; i < a.rows(); i += height) {
                long from = (i + rowShift) % b.rows();
                height = Math.min(a.rows() - i, b.rows() - from);
                INDArray rows = view(a.block(i, 0, height, a.columns()));
                INDArray product = rows.mul(rowRange(factor, from, height));
                view(c.block(i, 0, height, a.columns())).addi(product);
                product.close();
            }
        }
    }

    /** Returns {@code columns} columns of an array whose columns repeat themselves, from column {@code first} on. */
    private static INDArray wide(INDArray array, long period, long first, long columns, Temporaries temporaries) {
        if (first + columns <= period) {
            return columnRange(array, first, columns);
        }
        INDArray repeated = temporaries.keep(Nd4j.createUninitialized(array.dataType(), array.rows(), columns));
        long filled = Math.min(columns, period - first);
        columnRange(repeated, 0, filled).assign(columnRange(array, first, filled));
        long turn = Math.min(first, columns - filled);
        if (turn > 0) {
            columnRange(repeated, filled, turn).assign(columnRange(array, 0, turn));
            filled += turn;
        }
        while (filled < columns) { // a whole number of periods each time but the last
            long piece = Math.min(filled, columns - filled);
            columnRange(repeated, filled, piece).assign(columnRange(repeated, 0, piece));
            filled += piece;
        }
        return repeated;
    }

    private static INDArray columnRange(INDArray array, long from, long count) {
        return part(array, 0, from, array.rows(), count);
    }

    private static INDArray rowRange(INDArray array, long from, long count) {
        return part(array, from, 0, count, array.columns());
    }

    private static INDArray part(INDArray array, long row, long column, long rows, long columns) {
        long offset = array.offset() + row * array.stride(0) + column * array.stride(1);
        return Nd4j.create(
                array.data(), new long[] {rows, columns}, new long[] {array.stride(0), array.stride(1)}, offset, 'c');
    }

    /** Halves the matrix until single entries are left: two square blocks and one that is copied. */
    @Override
    public void mirrorLower(StridedMatrix c) {
        long n = c.rows();
        if (n < 2) {
            return;
        }
        long half = n / 2;
        long rest = n - half;
        INDArray below = Nd4jStorage.transposedView(c.block(half, 0, rest, half));
        view(c.block(0, half, half, rest)).assign(below);
        mirrorLower(c.block(0, 0, half, half));
        mirrorLower(c.block(half, half, rest, rest));
    }

    @Override
    public void columnSums(StridedMatrix m, StridedMatrix out) {
        if (out.isEmpty()) {
            return;
        }
        try (Temporaries temporaries = new Temporaries()) {
            INDArray sums = temporaries.keep(Nd4j.create(DataType.DOUBLE, new long[] {m.columns(), 1}, 'f'));
            long height = Math.max(1, BLOCK / m.columns());
            INDArray ones = temporaries.keep(Nd4j.ones(DataType.DOUBLE, Math.min(height, Math.max(1, m.rows())), 1));
            for (long i = 0; i < m.rows(); i += height) {
                long count = Math.min(height, m.rows() - i);
                try (Temporaries block = new Temporaries()) {
                    INDArray part = doubles(view(m.block(i, 0, count, m.columns())), block);
                    Nd4jEngine.multiply(1, part, true, rowRange(ones, 0, count), false, 1, sums);
                }
            }
            view(out).assign(sums.reshape('c', 1, m.columns()));
        }
    }

    /** Returns the array in float64: itself if it is. */
    private static INDArray doubles(INDArray array, Temporaries temporaries) {
        return array.dataType() == DataType.DOUBLE ? array : temporaries.keep(array.castTo(DataType.DOUBLE));
    }

    @Override
    public double dot(StridedMatrix a, StridedMatrix b) {
        double sum = 0;
        double[] rows = new double[(int) Math.min(a.rows(), 1 << 16)];
        for (long i = 0; i < a.rows(); i += rows.length) {
            long count = Math.min(rows.length, a.rows() - i);
            double[] part = count == rows.length ? rows : new double[(int) count];
            rowDots(a.block(i, 0, count, a.columns()), b.block(i, 0, count, a.columns()), part);
            for (double row : part) {
                sum += row;
            }
        }
        return sum;
    }

    @Override
    public void rowDots(StridedMatrix a, StridedMatrix b, double[] out) {
        Arrays.fill(out, 0);
        if (a.isEmpty()) {
            return;
        }
        long width = Math.min(a.columns(), BLOCK);
        long height = Math.max(1, BLOCK / width);
        try (Temporaries temporaries = new Temporaries()) {
            INDArray ones = temporaries.keep(Nd4j.ones(DataType.DOUBLE, width, 1));
            for (long i = 0; i < a.rows(); i += height) {
                for (long j = 0; j < a.columns(); j += width) {
                    long rows = Math.min(height, a.rows() - i);
                    long columns = Math.min(width, a.columns() - j);
                    addRowDots(a.block(i, j, rows, columns), b.block(i, j, rows, columns), ones, out, (int) i);
                }
            }
        }
    }

    private static void addRowDots(StridedMatrix a, StridedMatrix b, INDArray ones, double[] out, int first) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray product = temporaries.keep(doubles(view(a), temporaries).mul(doubles(view(b), temporaries)));
            INDArray sums = temporaries.keep(Nd4j.createUninitialized(DataType.DOUBLE, new long[] {a.rows(), 1}, 'f'));
            Nd4jEngine.multiply(1, product, false, rowRange(ones, 0, a.columns()), false, 0, sums);
            double[] found = sums.reshape(a.rows()).toDoubleVector();
            for (int i = 0; i < found.length; i++) {
                out[first + i] += found[i];
            }
        }
    }

    @Override
    public boolean lowerTriangleFinite(StridedMatrix a) {
        double[] row = new double[(int) a.columns()];
        for (long i = 0; i < a.rows(); i++) {
            a.get(i, 0, row, 0, (int) i + 1);
            for (int j = 0; j <= i; j++) {
                if (!Double.isFinite(row[j])) {
                    return false;
                }
            }
        }
        return true;
    }
}
