package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_full;

/**
 * Second stage of the reduction: a symmetric band becomes tridiagonal. Sweep s annihilates column s below the
 * subdiagonal; the bulge that this makes is chased down the band in steps of b rows, each of which applies one
 * reflector to a diagonal block and the block below. (Lang, SIAM J. Sci. Comput. 14, 1993; Haidar, Ltaief, Dongarra,
 * SC 2011, for the pipeline.)
 *
 * <p>Step k of sweep s may start once sweep s − 1 has done step k + 1, for then the two touch different columns: several
 * threads follow each other down the band. Each block sees the same reflectors in the same order, so the result does
 * not depend on the number of threads. Cost 6 n² b operations.
 */
final class BulgeChase implements AutoCloseable {
    private static final int ALL_STEPS = Integer.MAX_VALUE;

    private final int n;
    private final int b;
    private final int lead;
    private final NativeDoubles band;
    private final AtomicIntegerArray done;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean abandoned;

    /** Entry (i, j) of the lower triangle will lie at j·lead + i − j with i − j &lt; 2b, room for the bulges included. */
    BulgeChase(int n, int b) {
        this.n = n;
        this.b = b;
        this.lead = 2 * b;
        this.band = BandReduction.zeros((long) n * lead);
        this.done = new AtomicIntegerArray(n);
    }

    /** Writes the entries (column, column), (column + 1, column), … */
    void setColumn(int column, double[] entries, int count) {
        band.put((long) column * lead, entries, 0, count);
    }

    /** Reduces the band; afterwards {@link #diagonal} and {@link #subdiagonal} hold the tridiagonal matrix. */
    void run(WorkCrew crew) {
        crew.run(crew.threads(), worker -> {
            boolean finished = false;
            try (Chaser chaser = new Chaser()) {
                // sweeps are taken in order: whoever waits, waits for a sweep that some thread is working on
                for (int s = next.getAndIncrement(); s < n - 2; s = next.getAndIncrement()) {
                    chaser.sweep(s);
                }
                finished = true;
            } finally {
                abandoned |= !finished;
            }
        });
    }

    double[] diagonal() {
        return everyLead(0, n);
    }

    double[] subdiagonal() {
        return everyLead(1, n - 1);
    }

    private double[] everyLead(int offset, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            band.get((long) i * lead + offset, values, i, 1);
        }
        return values;
    }

    @Override
    public void close() {
        band.close();
    }

    /** One thread's pointers and reflector. Blocks are column-major with leading dimension lead − 1. */
    private final class Chaser implements AutoCloseable {
        private final NativeDoubles vectors = BandReduction.zeros(2L * b + 1);
        private final DoublePointer v = vectors.at(0);
        private final DoublePointer w = vectors.at(b);
        private final DoublePointer tau = vectors.at(2L * b);
        private final DoublePointer first = band.at(0);
        private final DoublePointer second = band.at(0);
        private final double[] zeros = new double[b];

        void sweep(int s) {
            int row = s + 1;
            int size = Math.min(b, n - row);
            await(s - 1, 1);
            reflector(row, s, size);
            int step = 0;
            while (true) {
                await(s - 1, step + 1);
                double t = tau.get();
                applyBothSides(row, size, t);
                int below = row + size;
                int height = Math.min(b, n - below);
                if (height > 0) {
                    applyRight(below, row, height, size, t);
                }
                if (height < 2) {
                    break;
                }
                reflector(below, row, height);
                applyLeft(below, row + 1, height, size - 1, tau.get());
                row = below;
                size = height;
                step++;
                done.lazySet(s, step);
            }
            done.lazySet(s, ALL_STEPS);
        }

        /** Waits until {@code sweep} has done the given number of steps more than one. */
        private void await(int sweep, int steps) {
            if (sweep < 0) {
                return;
            }
            int spins = 0;
            while (done.get(sweep) <= steps) {
                if (abandoned) {
                    throw new IllegalStateException("another thread gave up");
                }
                spins++;
                if (spins < 1000) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(1000); // the other thread has no core at present
                }
            }
        }

        private long index(int row, int column) {
            return (long) column * (lead - 1) + row;
        }

        /** Annihilates a column below its first entry; v and tau describe how. */
        private void reflector(int row, int column, int size) {
            long at = index(row, column);
            first.position(at);
            second.position(at + 1);
            openblas_full.LAPACKE_dlarfg_work(size, first, second, 1, tau);
            openblas_full.cblas_dcopy(size, first, 1, v, 1);
            v.put(1);
            band.put(at + 1, zeros, 0, size - 1);
        }

        private void applyBothSides(int row, int size, double t) {
            first.position(index(row, row));
            openblas_full.cblas_dsymv(Blas.COLUMN_MAJOR, Blas.LOWER, size, t, first, lead - 1, v, 1, 0, w, 1);
            double half = -0.5 * t * openblas_full.cblas_ddot(size, v, 1, w, 1);
            openblas_full.cblas_daxpy(size, half, v, 1, w, 1);
            openblas_full.cblas_dsyr2(Blas.COLUMN_MAJOR, Blas.LOWER, size, -1, v, 1, w, 1, first, lead - 1);
        }

        private void applyRight(int row, int column, int height, int width, double t) {
            first.position(index(row, column));
            openblas_full.cblas_dgemv(
                    Blas.COLUMN_MAJOR, Blas.NO_TRANSPOSE, height, width, t, first, lead - 1, v, 1, 0, w, 1);
            openblas_full.cblas_dger(Blas.COLUMN_MAJOR, height, width, -1, w, 1, v, 1, first, lead - 1);
        }

        private void applyLeft(int row, int column, int height, int width, double t) {
            first.position(index(row, column));
            openblas_full.cblas_dgemv(
                    Blas.COLUMN_MAJOR, Blas.TRANSPOSE, height, width, t, first, lead - 1, v, 1, 0, w, 1);
            openblas_full.cblas_dger(Blas.COLUMN_MAJOR, height, width, -1, v, 1, w, 1, first, lead - 1);
        }

        @Override
        public void close() {
            vectors.close();
        }
    }
}
