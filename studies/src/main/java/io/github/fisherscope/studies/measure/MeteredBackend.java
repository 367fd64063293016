package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;

/**
 * A backend that counts the operations of its matrix products and tells now and then how many there were, which is how a
 * study knows how far it is: everything else passes through. The listener is called on whichever thread multiplies, a few
 * times a second, never twice at once.
 */
public final class MeteredBackend implements Backend {
    private static final long TICK_NANOS = 200_000_000;

    private final Backend backend;
    private final int share;
    private final LongAdder flops;
    private final DoubleConsumer listener;
    private final AtomicLong nextTick = new AtomicLong(System.nanoTime());

    /**
     * @param share what the free memory of a device is divided by before it is told
     * @param flops where operations are added up, over several backends if it is shared
     * @param listener told the number of operations so far
     */
    public MeteredBackend(Backend backend, int share, LongAdder flops, DoubleConsumer listener) {
        this.backend = backend;
        this.share = share;
        this.flops = flops;
        this.listener = listener;
    }

    /** Adds operations that were done. */
    void count(double operations) {
        flops.add((long) operations);
        long now = System.nanoTime();
        long due = nextTick.get();
        if (now - due >= 0 && nextTick.compareAndSet(due, now + TICK_NANOS)) {
            listener.accept((double) flops.sum());
        }
    }

    private static double inner(Matrix a, Transpose op) {
        return (double) (op == Transpose.YES ? a.rows() : a.columns());
    }

    @Override
    public void multiply(double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
        backend.multiply(alpha, a, opA, b, opB, beta, c);
        count(2.0 * c.rows() * c.columns() * inner(a, opA));
    }

    @Override
    public void multiplySelfTransposed(double alpha, Matrix a, double beta, Matrix c) {
        backend.multiplySelfTransposed(alpha, a, beta, c);
        count((double) c.rows() * c.columns() * a.columns());
    }

    @Override
    public void multiplyInterleaved(
            int count, double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
        backend.multiplyInterleaved(count, alpha, a, opA, b, opB, beta, c);
        double inner = opA == Transpose.YES ? (double) a.rows() / count : (double) a.columns();
        count(2.0 * c.rows() * c.columns() * inner);
    }

    @Override
    public BackendInfo info() {
        return backend.info();
    }

    @Override
    public Precision precision() {
        return backend.precision();
    }

    @Override
    public int threads() {
        return backend.threads();
    }

    @Override
    public int tileEdge() {
        return backend.tileEdge();
    }

    @Override
    public int productEdge() {
        return backend.productEdge();
    }

    /** Halving it makes every block smaller that is fitted into it. */
    @Override
    public long freeBytes() {
        long free = backend.freeBytes();
        return free == Long.MAX_VALUE ? free : free / share;
    }

    @Override
    public boolean hasOwnMemory() {
        return backend.hasOwnMemory();
    }

    @Override
    public Matrix allocate(long rows, long columns) {
        return backend.allocate(rows, columns);
    }

    @Override
    public Matrix filled(long rows, long columns, Consumer<Matrix> fill) {
        return backend.filled(rows, columns, fill);
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        backend.forEach(count, task);
    }

    @Override
    public void fill(Matrix m, double value) {
        backend.fill(m, value);
    }

    @Override
    public void copy(Matrix source, Matrix target) {
        backend.copy(source, target);
    }

    @Override
    public void add(double alpha, Matrix x, double beta, Matrix y) {
        backend.add(alpha, x, beta, y);
    }

    @Override
    public void addToRows(Matrix row, Matrix m) {
        backend.addToRows(row, m);
    }

    @Override
    public void activate(Activation activation, Matrix u, Matrix h, Matrix d) {
        backend.activate(activation, u, h, d);
    }

    @Override
    public void hadamard(Matrix a, Matrix b, Matrix out) {
        backend.hadamard(a, b, out);
    }

    @Override
    public void hadamardAccumulate(Matrix a, Matrix b, long rowShift, long columnShift, double shift, Matrix c) {
        backend.hadamardAccumulate(a, b, rowShift, columnShift, shift, c);
    }

    @Override
    public double hadamardAccumulateSquares(
            Matrix a, Matrix b, long rowShift, long columnShift, double shift, Matrix c) {
        return backend.hadamardAccumulateSquares(a, b, rowShift, columnShift, shift, c);
    }

    @Override
    public void columnSums(Matrix m, Matrix out) {
        backend.columnSums(m, out);
    }

    @Override
    public double dot(Matrix a, Matrix b) {
        return backend.dot(a, b);
    }

    @Override
    public void rowDots(Matrix a, Matrix b, double[] out) {
        backend.rowDots(a, b, out);
    }

    @Override
    public double[] symmetricEigenvalues(Matrix a) {
        return backend.symmetricEigenvalues(a);
    }

    @Override
    public EigenPairs symmetricEigenPairs(Matrix a, int top) {
        return backend.symmetricEigenPairs(a, top);
    }

    @Override
    public boolean solvePositiveDefinite(double shift, Matrix a, Matrix rows) {
        return backend.solvePositiveDefinite(shift, a, rows);
    }

    @Override
    public void close() {
        backend.close();
    }
}
