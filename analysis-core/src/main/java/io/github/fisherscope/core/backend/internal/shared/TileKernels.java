package io.github.fisherscope.core.backend.internal.shared;

/**
 * The kernels of a dual Gram tile, {@code c ← c + a ∘ (b + shift)} with b repeated in both directions, in the matrix's own
 * precision: in float32 conversions would cost more than the arithmetic. Sums of squares are taken in float64, in float32
 * of a few terms at a time, each block of the fixed division on its own and the blocks in order.
 */
final class TileKernels {
    private final WorkCrew crew;

    TileKernels(WorkCrew crew) {
        this.crew = crew;
    }

    void accumulate(StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c) {
        run(new Factor(a, b, rowShift, columnShift, shift), c, false);
    }

    /** Does the same and returns the sum of squares of what was added. */
    double accumulateSquares(
            StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c) {
        return run(new Factor(a, b, rowShift, columnShift, shift), c, true);
    }

    private double run(Factor factor, StridedMatrix c, boolean squares) {
        if (c.isEmpty()) {
            return 0;
        }
        Tiling blocks = Sweep.blocks(c.rows(), c.columns());
        double[] partial = new double[blocks.count()];
        crew.run(partial.length, block -> {
            Pass pass = c.storage().single() ? new SinglePass(factor, c, squares) : new DoublePass(factor, c, squares);
            Sweep.walk(blocks, block, pass);
            partial[block] = pass.sum();
        });
        double total = 0;
        for (double p : partial) {
            total += p;
        }
        return total;
    }

    /** What is added: a ∘ (b + shift). */
    private record Factor(StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift) {
        long rowOfB(long i) {
            return Math.floorMod(i + rowShift, b.rows());
        }
    }

    /** One block's work. */
    private interface Pass extends Sweep.Run {
        /** Returns the sum of squares of the block, 0 unless it was asked for. */
        double sum();
    }

    /**
     * Float64. The squares of each position in a run have a sum of their own: only loops without a dependency between
     * iterations become vector instructions.
     */
    private static final class DoublePass implements Pass {
        private final Factor factor;
        private final StridedMatrix c;
        private final double[] as = new double[Sweep.RUN];
        private final double[] bs = new double[Sweep.RUN];
        private final double[] cs = new double[Sweep.RUN];
        private final double[] squares;

        DoublePass(Factor factor, StridedMatrix c, boolean squares) {
            this.factor = factor;
            this.c = c;
            this.squares = new double[squares ? Sweep.RUN : 0];
        }

        @Override
        public void accept(long i, long j, int n) {
            factor.a.get(i, j, as, 0, n);
            getPeriodic(factor.b, factor.rowOfB(i), j + factor.columnShift, bs, n);
            c.get(i, j, cs, 0, n);
            if (squares.length == 0) {
                accumulate(as, bs, factor.shift, cs, n);
            } else {
                accumulate(as, bs, factor.shift, cs, squares, n);
            }
            c.put(i, j, cs, 0, n);
        }

        @Override
        public double sum() {
            double sum = 0;
            for (double s : squares) {
                sum += s;
            }
            return sum;
        }

        private static void accumulate(double[] a, double[] b, double shift, double[] c, int n) {
            for (int k = 0; k < n; k++) {
                c[k] += a[k] * (b[k] + shift);
            }
        }

        private static void accumulate(double[] a, double[] b, double shift, double[] c, double[] squares, int n) {
            for (int k = 0; k < n; k++) {
                double g = a[k] * (b[k] + shift);
                c[k] += g;
                squares[k] += g * g;
            }
        }
    }

    /**
     * Float32. The squares of each position in a run have a sum of their own, which goes to float64 after
     * {@value #TERMS} terms: one conversion for as many squares, and a rounding error of a few units of the square's own.
     */
    private static final class SinglePass implements Pass {
        private static final int TERMS = 8;

        private final Factor factor;
        private final StridedMatrix c;
        private final float[] as = new float[Sweep.RUN];
        private final float[] bs = new float[Sweep.RUN];
        private final float[] cs = new float[Sweep.RUN];
        private final float[] squares;
        private int terms;
        private double sum;

        SinglePass(Factor factor, StridedMatrix c, boolean squares) {
            this.factor = factor;
            this.c = c;
            this.squares = new float[squares ? Sweep.RUN : 0];
        }

        @Override
        public void accept(long i, long j, int n) {
            factor.a.get(i, j, as, 0, n);
            getPeriodic(factor.b, factor.rowOfB(i), j + factor.columnShift, bs, n);
            c.get(i, j, cs, 0, n);
            if (squares.length == 0) {
                accumulate(as, bs, (float) factor.shift, cs, n);
            } else {
                accumulate(as, bs, (float) factor.shift, cs, squares, n);
                if (++terms == TERMS) {
                    collect();
                }
            }
            c.put(i, j, cs, 0, n);
        }

        @Override
        public double sum() {
            collect();
            return sum;
        }

        private void collect() {
            for (int k = 0; k < squares.length; k++) {
                sum += squares[k];
                squares[k] = 0;
            }
            terms = 0;
        }

        private static void accumulate(float[] a, float[] b, float shift, float[] c, int n) {
            for (int k = 0; k < n; k++) {
                c[k] += a[k] * (b[k] + shift);
            }
        }

        private static void accumulate(float[] a, float[] b, float shift, float[] c, float[] squares, int n) {
            for (int k = 0; k < n; k++) {
                float g = a[k] * (b[k] + shift);
                c[k] += g;
                squares[k] += g * g;
            }
        }
    }

    /** Reads {@code count} entries of a row that repeats itself, from {@code column} on. */
    private static void getPeriodic(StridedMatrix m, long row, long column, double[] target, int count) {
        long period = m.columns();
        long at = Math.floorMod(column, period);
        int done = 0;
        while (done < count) {
            int piece = (int) Math.min(count - done, period - at);
            m.get(row, at, target, done, piece);
            done += piece;
            at = 0;
        }
    }

    /** Reads {@code count} entries of a row that repeats itself, from {@code column} on. */
    private static void getPeriodic(StridedMatrix m, long row, long column, float[] target, int count) {
        long period = m.columns();
        long at = Math.floorMod(column, period);
        int done = 0;
        while (done < count) {
            int piece = (int) Math.min(count - done, period - at);
            m.get(row, at, target, done, piece);
            done += piece;
            at = 0;
        }
    }
}
