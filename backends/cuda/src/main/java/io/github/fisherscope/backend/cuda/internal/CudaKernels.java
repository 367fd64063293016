package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.FusedEntryKernels;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.network.Activation;
import java.util.stream.DoubleStream;

/**
 * Entry-by-entry kernels as launches. Sums are formed in two steps whose division follows from the shape: on the device
 * for each block of the grid, then in order.
 */
final class CudaKernels implements FusedEntryKernels {
    /** Columns of one row that a block adds up at a time. */
    private static final long WIDTH = 4096;

    /** Rows of a chunk of {@link #columnSums}, unless that would make too many chunks. */
    private static final long HEIGHT = 256;

    private static final long MOST_CHUNKS = 256;

    /** Rows whose products are brought to the host at a time. */
    private static final int ROWS = 1 << 20;

    private final CudaSession session;
    private final Precision precision;

    CudaKernels(CudaSession session, Precision precision) {
        this.session = session;
        this.precision = precision;
    }

    private KernelCall call(Kernel kernel, Grid grid) {
        return new KernelCall(kernel, precision, grid);
    }

    /** A launch that visits every entry of a shape and whose last parameters are its rows and columns. */
    private void launch(KernelCall call, StridedMatrix shape) {
        session.launch(call.integer(shape.rows()).integer(shape.columns()));
    }

    private static Grid gridOf(StridedMatrix m) {
        return Grid.overEntries(m.rows(), m.columns());
    }

    private static boolean gapless(StridedMatrix m) {
        return m.stride() == m.columns();
    }

    /** Returns all entries of a matrix without gaps as one row: nothing of a warp is idle at the end of a row. */
    private static StridedMatrix asRow(StridedMatrix m) {
        return m.block(0, 0, 1, m.rows() * m.columns());
    }

    @Override
    public void fill(StridedMatrix m, double value) {
        if (m.isEmpty()) {
            return;
        }
        StridedMatrix to = gapless(m) ? asRow(m) : m;
        session.launch(call(Kernel.FILL, gridOf(to))
                .block(to)
                .integer(to.rows())
                .integer(to.columns())
                .real(value));
    }

    @Override
    public void copy(StridedMatrix source, StridedMatrix target) {
        if (source.isEmpty()) {
            return;
        }
        boolean flat = gapless(source) && gapless(target);
        StridedMatrix from = flat ? asRow(source) : source;
        StridedMatrix to = flat ? asRow(target) : target;
        launch(call(Kernel.COPY, gridOf(from)).block(from).block(to), from);
    }

    /** Copies the last rows of {@code source} to {@code target}, the last one first. */
    void copyRowsReversed(StridedMatrix source, StridedMatrix target) {
        launch(
                call(Kernel.COPY_ROWS_REVERSED, gridOf(target))
                        .block(source)
                        .integer(source.rows())
                        .block(target),
                target);
    }

    @Override
    public void add(double alpha, StridedMatrix x, double beta, StridedMatrix y) {
        if (x.isEmpty()) {
            return;
        }
        boolean flat = gapless(x) && gapless(y);
        StridedMatrix from = flat ? asRow(x) : x;
        StridedMatrix to = flat ? asRow(y) : y;
        launch(call(Kernel.ADD, gridOf(from)).real(alpha).block(from).real(beta).block(to), from);
    }

    @Override
    public void addToRows(StridedMatrix row, StridedMatrix m) {
        if (!m.isEmpty()) {
            launch(
                    call(Kernel.ADD_ROW, gridOf(m))
                            .matrix(CudaStorage.address(row))
                            .block(m),
                    m);
        }
    }

    @Override
    public void activate(Activation activation, StridedMatrix u, StridedMatrix h, StridedMatrix d) {
        ActivationCode code = ActivationCode.of(activation);
        if (u.isEmpty()) {
            return;
        }
        boolean flat = gapless(u) && gapless(h) && gapless(d);
        StridedMatrix from = flat ? asRow(u) : u;
        launch(
                call(Kernel.ACTIVATE, gridOf(from))
                        .integer(code.kind())
                        .real(code.parameter())
                        .block(from)
                        .block(flat ? asRow(h) : h)
                        .block(flat ? asRow(d) : d),
                from);
    }

    @Override
    public void hadamard(StridedMatrix a, StridedMatrix b, StridedMatrix out) {
        if (a.isEmpty()) {
            return;
        }
        boolean flat = a.rows() == b.rows() && gapless(a) && gapless(b) && gapless(out);
        StridedMatrix left = flat ? asRow(a) : a;
        StridedMatrix right = flat ? asRow(b) : b;
        launch(
                call(Kernel.MULTIPLY, gridOf(left))
                        .block(left)
                        .block(right)
                        .integer(right.rows())
                        .block(flat ? asRow(out) : out),
                left);
    }

    @Override
    public void hadamardAccumulate(
            StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c) {
        if (a.isEmpty()) {
            return;
        }
        launch(tileCall(Kernel.MULTIPLY_AND_ADD, gridOf(a), a, b, rowShift, columnShift, shift, c), a);
    }

    private KernelCall tileCall(
            Kernel kernel,
            Grid grid,
            StridedMatrix a,
            StridedMatrix b,
            long rowShift,
            long columnShift,
            double shift,
            StridedMatrix c) {
        return call(kernel, grid)
                .block(a)
                .block(b)
                .integer(b.rows())
                .integer(b.columns())
                .integer(rowShift % b.rows())
                .integer(columnShift % b.columns())
                .real(shift)
                .block(c);
    }

    @Override
    public double hadamardAccumulateSquares(
            StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c) {
        if (a.isEmpty()) {
            return 0;
        }
        Grid grid = Grid.overSums(pieces(a));
        return total(session.withDoubles(
                grid.blocksAcross(),
                squares -> session.launch(
                        tileCall(Kernel.MULTIPLY_AND_ADD_SQUARES, grid, a, b, rowShift, columnShift, shift, c)
                                .integer(a.rows())
                                .integer(a.columns())
                                .integer(WIDTH)
                                .doubles(squares))));
    }

    private static long pieces(StridedMatrix m) {
        return m.rows() * ((m.columns() + WIDTH - 1) / WIDTH);
    }

    private static double total(double[] partial) {
        double total = 0;
        for (double part : partial) {
            total += part;
        }
        return total;
    }

    @Override
    public void mirrorLower(StridedMatrix c) {
        if (c.rows() > 1) {
            session.launch(
                    call(Kernel.MIRROR_LOWER, Grid.overTiles(c.rows())).block(c).integer(c.rows()));
        }
    }

    @Override
    public void columnSums(StridedMatrix m, StridedMatrix out) {
        long columns = m.columns();
        if (columns == 0) {
            return;
        }
        long height = Math.max(HEIGHT, (m.rows() + MOST_CHUNKS - 1) / MOST_CHUNKS);
        int chunks = (int) Math.max(1, (m.rows() + height - 1) / height);
        long partial = session.allocateZeros(chunks * columns, Precision.DOUBLE);
        try {
            session.launch(call(Kernel.SUM_COLUMNS_PARTLY, Grid.overColumns(columns, chunks))
                    .block(m)
                    .integer(m.rows())
                    .integer(columns)
                    .integer(height)
                    .doubles(partial));
            session.launch(call(Kernel.SUM_COLUMNS_FINALLY, Grid.overColumns(columns, 1))
                    .doubles(partial)
                    .integer(chunks)
                    .integer(columns)
                    .matrix(CudaStorage.address(out)));
        } finally {
            session.release(partial);
        }
    }

    @Override
    public double dot(StridedMatrix a, StridedMatrix b) {
        if (a.isEmpty()) {
            return 0;
        }
        boolean flat = gapless(a) && gapless(b);
        StridedMatrix left = flat ? asRow(a) : a;
        StridedMatrix right = flat ? asRow(b) : b;
        Grid grid = Grid.overSums(pieces(left));
        return total(session.withDoubles(
                grid.blocksAcross(),
                sums -> session.launch(call(Kernel.DOT_PARTLY, grid)
                        .block(left)
                        .block(right)
                        .integer(left.rows())
                        .integer(left.columns())
                        .integer(WIDTH)
                        .doubles(sums))));
    }

    @Override
    public void rowDots(StridedMatrix a, StridedMatrix b, double[] out) {
        for (int from = 0; from < out.length; from += ROWS) {
            int rows = Math.min(ROWS, out.length - from);
            StridedMatrix left = a.block(from, 0, rows, a.columns());
            StridedMatrix right = b.block(from, 0, rows, b.columns());
            double[] found = session.withDoubles(
                    rows,
                    sums -> session.launch(call(Kernel.DOT_ROWS, Grid.overSums(rows))
                            .block(left)
                            .block(right)
                            .integer(rows)
                            .integer(left.columns())
                            .doubles(sums)));
            System.arraycopy(found, 0, out, from, rows);
        }
    }

    @Override
    public boolean lowerTriangleFinite(StridedMatrix a) {
        return Double.isFinite(largestOfLower(a));
    }

    /** Returns the largest |a_ij| with j ≤ i, or infinity if one of them is not finite. */
    double largestOfLower(StridedMatrix a) {
        if (a.isEmpty()) {
            return 0;
        }
        Grid grid = Grid.overSums(a.rows());
        double[] partial = session.withDoubles(
                grid.blocksAcross(),
                maxima -> session.launch(call(Kernel.MAXIMUM_OF_LOWER, grid)
                        .block(a)
                        .integer(a.rows())
                        .real(Double.POSITIVE_INFINITY)
                        .doubles(maxima)));
        return DoubleStream.of(partial).max().orElse(0);
    }
}
