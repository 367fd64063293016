package io.github.fisherscope.core.backend.internal.shared;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.internal.shared.CpuEngine.Operand;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * A backend on the cores of this machine: checks arguments, divides the work by shape and shares it between threads.
 * Products, eigenvalues and the choice of {@link EntryKernels} are left to a {@link CpuEngine}.
 */
public final class CpuBackend implements Backend {
    private static final int INTERLEAVED_PER_TASK = 16;

    private final BackendInfo info;
    private final CpuEngine engine;
    private final WorkCrew crew;
    private final EntryKernels kernels;
    private final OperandRules rules;

    public CpuBackend(BackendInfo info, CpuEngine engine) {
        this.info = info;
        this.engine = engine;
        this.crew = new WorkCrew(info.threads(), info.name());
        this.kernels = engine.kernels(crew);
        this.rules = new OperandRules(this, engine, kernels);
    }

    @Override
    public BackendInfo info() {
        return info;
    }

    @Override
    public int tileEdge() {
        return engine.tileEdge();
    }

    @Override
    public int productEdge() {
        return engine.productEdge();
    }

    @Override
    public long freeBytes() {
        return engine.freeBytes();
    }

    @Override
    public Matrix allocate(long rows, long columns) {
        return allocateStrided(rows, columns);
    }

    private StridedMatrix allocateStrided(long rows, long columns) {
        Args.requireInRange("rows", rows, 0, Long.MAX_VALUE);
        Args.requireInRange("columns", columns, 0, Long.MAX_VALUE);
        long limit = (Long.MAX_VALUE >> 1) / precision().bytes();
        Args.require(
                columns == 0 || rows <= limit / columns,
                "a matrix of %d × %d is too large for any machine; compute it in tiles",
                rows,
                columns);
        engine.requireAddressable(rows, columns);
        return StridedMatrix.root(this, engine.allocate(rows * columns, crew), rows, columns);
    }

    @Override
    public void multiply(double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
        Operand left = new Operand(rules.own("a", a), opA == Transpose.YES);
        Operand right = new Operand(rules.own("b", b), opB == Transpose.YES);
        StridedMatrix out = rules.own("c", c);
        OperandRules.requireProduct(left, right, out);
        OperandRules.requireApart("c", out, "a", left.matrix());
        OperandRules.requireApart("c", out, "b", right.matrix());
        if (out.isEmpty()) {
            return;
        }
        if (left.columns() == 0) {
            scale(beta, out);
            return;
        }
        Tiling tiles = tiling(out.rows(), out.columns(), left.columns());
        if (tiles.count() == 1) {
            engine.product(alpha, left, right, beta, out); // small products feel the way through the crew
            return;
        }
        crew.run(tiles.count(), tile -> {
            long i = tiles.firstRow(tile);
            long j = tiles.firstColumn(tile);
            long m = tiles.rowsFrom(i);
            long n = tiles.columnsFrom(j);
            engine.product(alpha, left.rowBlock(i, m), right.columnBlock(j, n), beta, out.block(i, j, m, n));
        });
    }

    private Tiling tiling(long m, long n, long k) {
        return crew.insideTask() ? engine.tilingWithinTask(m, n, k) : engine.tiling(m, n, k);
    }

    /** Unless the engine takes all at once, each task takes some, one after the other: one is too short to hand out. */
    @Override
    public void multiplyInterleaved(
            int count, double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
        StridedMatrix left = rules.requireInterleaved("a", a, count);
        StridedMatrix right = rules.requireInterleaved("b", b, count);
        StridedMatrix out = rules.requireInterleaved("c", c, count);
        OperandRules.requireApart("c", out, "a", left);
        OperandRules.requireApart("c", out, "b", right);
        Operand firstLeft = new Operand(left.interleaved(0, count), opA == Transpose.YES);
        Operand firstRight = new Operand(right.interleaved(0, count), opB == Transpose.YES);
        StridedMatrix firstOut = out.interleaved(0, count);
        OperandRules.requireProduct(firstLeft, firstRight, firstOut);
        boolean something = !firstOut.isEmpty() && firstLeft.columns() > 0;
        if (something && engine.interleavedProducts(count, alpha, firstLeft, firstRight, beta, firstOut)) {
            return;
        }
        int tasks = (int) Tiling.ceilDiv(count, INTERLEAVED_PER_TASK);
        crew.run(tasks, task -> {
            int from = task * INTERLEAVED_PER_TASK;
            for (int t = from; t < Math.min(count, from + INTERLEAVED_PER_TASK); t++) {
                multiply(
                        alpha,
                        left.interleaved(t, count),
                        opA,
                        right.interleaved(t, count),
                        opB,
                        beta,
                        out.interleaved(t, count));
            }
        });
    }

    private void scale(double beta, StridedMatrix c) {
        if (beta == 0) {
            kernels.fill(c, 0);
        } else {
            kernels.add(beta, c, 0, c);
        }
    }

    @Override
    public void multiplySelfTransposed(double alpha, Matrix a, double beta, Matrix c) {
        StridedMatrix left = rules.own("a", a);
        StridedMatrix out = rules.own("c", c);
        Args.requireSame("the number of rows of c", out.rows(), left.rows(), "a has so many rows");
        Args.requireSame("the number of columns of c", out.columns(), left.rows(), "a has so many rows");
        OperandRules.requireApart("c", out, "a", left);
        if (out.isEmpty()) {
            return;
        }
        if (left.columns() == 0) {
            scale(beta, out);
            return;
        }
        long n = out.rows();
        Tiling shape = tiling(n, n, left.columns());
        long edge = Math.min(shape.tileRows(), shape.tileColumns());
        int strips = Math.toIntExact(Tiling.ceilDiv(n, edge));
        crew.run(Math.multiplyExact(strips, strips + 1) / 2, tile -> {
            int down = (int) ((Math.sqrt(8.0 * tile + 1) - 1) / 2);
            int across = tile - down * (down + 1) / 2;
            long i = down * edge;
            long j = across * edge;
            long height = Math.min(edge, n - i);
            StridedMatrix rows = left.block(i, 0, height, left.columns());
            if (down == across) {
                engine.selfProduct(alpha, rows, beta, out.block(i, i, height, height));
            } else {
                Operand other = new Operand(left.block(j, 0, edge, left.columns()), true);
                engine.product(alpha, new Operand(rows, false), other, beta, out.block(i, j, height, edge));
            }
        });
        kernels.mirrorLower(out);
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        Args.requireInRange("count", count, 0, Integer.MAX_VALUE);
        Objects.requireNonNull(task, "task");
        crew.run(count, task);
    }

    @Override
    public void fill(Matrix m, double value) {
        kernels.fill(rules.own("m", m), value);
    }

    @Override
    public void copy(Matrix source, Matrix target) {
        StridedMatrix from = rules.own("source", source);
        StridedMatrix to = rules.own("target", target);
        OperandRules.requireSameShape("target", to, "source", from);
        OperandRules.requireSameOrApart("target", to, "source", from);
        kernels.copy(from, to);
    }

    @Override
    public void add(double alpha, Matrix x, double beta, Matrix y) {
        StridedMatrix from = rules.own("x", x);
        StridedMatrix to = rules.own("y", y);
        OperandRules.requireSameShape("y", to, "x", from);
        OperandRules.requireSameOrApart("y", to, "x", from);
        kernels.add(alpha, from, beta, to);
    }

    @Override
    public void addToRows(Matrix row, Matrix m) {
        StridedMatrix from = rules.own("row", row);
        StridedMatrix to = rules.own("m", m);
        Args.requireSame("the number of rows of row", from.rows(), 1, "pass a single row");
        Args.requireSame("the number of columns of row", from.columns(), to.columns(), "m has so many columns");
        OperandRules.requireApart("m", to, "row", from);
        kernels.addToRows(from, to);
    }

    @Override
    public void activate(Activation activation, Matrix u, Matrix h, Matrix d) {
        Objects.requireNonNull(activation, "activation");
        StridedMatrix from = rules.own("u", u);
        StridedMatrix value = rules.own("h", h);
        StridedMatrix slope = rules.own("d", d);
        OperandRules.requireSameShape("h", value, "u", from);
        OperandRules.requireSameShape("d", slope, "u", from);
        OperandRules.requireSameOrApart("h", value, "u", from);
        OperandRules.requireApart("d", slope, "u", from);
        OperandRules.requireApart("d", slope, "h", value);
        kernels.activate(activation, from, value, slope);
    }

    @Override
    public void hadamard(Matrix a, Matrix b, Matrix out) {
        StridedMatrix left = rules.own("a", a);
        StridedMatrix right = rules.own("b", b);
        StridedMatrix to = rules.own("out", out);
        OperandRules.requireSameShape("out", to, "a", left);
        Args.requireSame("the number of columns of b", right.columns(), left.columns(), "a has so many columns");
        Args.require(
                left.rows() == 0 || (right.rows() > 0 && left.rows() % right.rows() == 0),
                "the number of rows of b is %d; it must divide the %d rows of a",
                right.rows(),
                left.rows());
        OperandRules.requireSameOrApart("out", to, "a", left);
        OperandRules.requireApart("out", to, "b", right);
        kernels.hadamard(left, right, to);
    }

    @Override
    public void hadamardAccumulate(Matrix a, Matrix b, long rowShift, long columnShift, double shift, Matrix c) {
        rules.requireTile(a, b, rowShift, columnShift, c);
        kernels.hadamardAccumulate(
                rules.own("a", a), rules.own("b", b), rowShift, columnShift, shift, rules.own("c", c));
    }

    @Override
    public double hadamardAccumulateSquares(
            Matrix a, Matrix b, long rowShift, long columnShift, double shift, Matrix c) {
        if (!(kernels instanceof FusedEntryKernels fused)) {
            return Backend.super.hadamardAccumulateSquares(a, b, rowShift, columnShift, shift, c);
        }
        rules.requireTile(a, b, rowShift, columnShift, c);
        return fused.hadamardAccumulateSquares(
                rules.own("a", a), rules.own("b", b), rowShift, columnShift, shift, rules.own("c", c));
    }

    @Override
    public void columnSums(Matrix m, Matrix out) {
        StridedMatrix from = rules.own("m", m);
        StridedMatrix to = rules.own("out", out);
        Args.requireSame("the number of rows of out", to.rows(), 1, "pass a single row");
        Args.requireSame("the number of columns of out", to.columns(), from.columns(), "m has so many columns");
        OperandRules.requireApart("out", to, "m", from);
        kernels.columnSums(from, to);
    }

    @Override
    public double dot(Matrix a, Matrix b) {
        StridedMatrix left = rules.own("a", a);
        StridedMatrix right = rules.own("b", b);
        OperandRules.requireSameShape("b", right, "a", left);
        return kernels.dot(left, right);
    }

    @Override
    public void rowDots(Matrix a, Matrix b, double[] out) {
        StridedMatrix left = rules.own("a", a);
        StridedMatrix right = rules.own("b", b);
        OperandRules.requireSameShape("b", right, "a", left);
        Args.requireSame("the length of out", out.length, left.rows(), "a has so many rows");
        kernels.rowDots(left, right, out);
    }

    @Override
    public double[] symmetricEigenvalues(Matrix a) {
        StridedMatrix m = rules.requireSolvable(a);
        if (m.isEmpty()) {
            return new double[0];
        }
        double[] values = engine.eigenvalues(m, crew);
        for (int i = 0, j = values.length - 1; i < j; i++, j--) {
            double t = values[i];
            values[i] = values[j];
            values[j] = t;
        }
        return values;
    }

    @Override
    public EigenPairs symmetricEigenPairs(Matrix a, int top) {
        StridedMatrix m = rules.requireSolvable(a);
        Args.requireInRange("top", (long) top, 1, m.rows());
        StridedMatrix vectors = allocateStrided(top, m.rows());
        try {
            return new EigenPairs(engine.eigenPairs(m, vectors, crew), vectors);
        } catch (RuntimeException | Error e) {
            vectors.close();
            throw e;
        }
    }

    @Override
    public boolean solvePositiveDefinite(double shift, Matrix a, Matrix rows) {
        StridedMatrix m = rules.requireSolvable(a);
        StridedMatrix r = rules.own("rows", rows);
        Args.requireSame("rows.columns", r.columns(), m.rows(), "it must be the order of the matrix");
        return engine.solvePositiveDefinite(shift, m, r, crew);
    }

    @Override
    public void close() {
        crew.close();
        engine.close();
    }
}
