package io.github.fisherscope.core.backend.internal.shared;

/**
 * Sums in float64. Every block of the fixed division is summed on its own, block sums are added in order: the number
 * of threads has no influence on the result.
 */
final class Reductions {
    private final WorkCrew crew;

    Reductions(WorkCrew crew) {
        this.crew = crew;
    }

    double dot(StridedMatrix a, StridedMatrix b) {
        if (a.contiguous() && b.contiguous() && a.rows() > 1) {
            return dot(a.asRow(), b.asRow());
        }
        if (a.isEmpty()) {
            return 0;
        }
        Tiling blocks = Sweep.blocks(a.rows(), a.columns());
        double[] partial = new double[blocks.count()];
        crew.run(partial.length, block -> {
            Runs runs = new Runs(a, b);
            double[] sum = new double[1];
            Sweep.walk(blocks, block, (i, j, n) -> sum[0] += runs.dot(i, j, n));
            partial[block] = sum[0];
        });
        double total = 0;
        for (double p : partial) {
            total += p;
        }
        return total;
    }

    void rowDots(StridedMatrix a, StridedMatrix b, double[] out) {
        long rows = a.rows();
        long columns = a.columns();
        Tiling blocks = new Tiling(rows, 1, Math.max(1, (1 << 15) / Math.max(1, columns)), 1);
        crew.run(blocks.count(), block -> {
            Runs runs = new Runs(a, b);
            long from = blocks.firstRow(block);
            for (long i = from; i < from + blocks.rowsFrom(from); i++) {
                double sum = 0;
                for (long j = 0; j < columns; j += Sweep.RUN) {
                    sum += runs.dot(i, j, (int) Math.min(Sweep.RUN, columns - j));
                }
                out[(int) i] = sum;
            }
        });
    }

    /** Room for a run of two matrices, of which one and the same is read, and converted, once. */
    private static final class Runs {
        private final StridedMatrix a;
        private final StridedMatrix b;
        private final double[] as = new double[Sweep.RUN];
        private final double[] bs;

        Runs(StridedMatrix a, StridedMatrix b) {
            this.a = a;
            this.b = b;
            this.bs = a.sameEntries(b) ? as : new double[Sweep.RUN];
        }

        double dot(long row, long column, int n) {
            a.get(row, column, as, 0, n);
            if (bs != as) {
                b.get(row, column, bs, 0, n);
            }
            return Reductions.dot(as, bs, n);
        }
    }

    /** Four interleaved sums: the additions do not wait for each other. */
    private static double dot(double[] a, double[] b, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < n; k += 4) {
            s0 = Math.fma(a[k], b[k], s0);
            s1 = Math.fma(a[k + 1], b[k + 1], s1);
            s2 = Math.fma(a[k + 2], b[k + 2], s2);
            s3 = Math.fma(a[k + 3], b[k + 3], s3);
        }
        for (; k < n; k++) {
            s0 = Math.fma(a[k], b[k], s0);
        }
        return (s0 + s1) + (s2 + s3);
    }

    void columnSums(StridedMatrix m, StridedMatrix out) {
        long columns = m.columns();
        if (columns == 0) {
            return;
        }
        int width = (int) Math.min(columns, Sweep.RUN);
        long height = Math.max(1, (1 << 17) / width);
        Tiling blocks = new Tiling(Math.max(1, m.rows()), columns, height, width);
        double[][] partial = new double[blocks.count()][];
        crew.run(partial.length, block -> partial[block] = blockSums(m, blocks, block));
        for (int across = 0; across < blocks.across(); across++) {
            double[] total = partial[across];
            for (int down = 1; down < blocks.down(); down++) {
                addTo(total, partial[down * blocks.across() + across], total.length);
            }
            out.put(0, blocks.firstColumn(across), total, 0, total.length);
        }
    }

    private static double[] blockSums(StridedMatrix m, Tiling blocks, int block) {
        long row = blocks.firstRow(block);
        long column = blocks.firstColumn(block);
        int n = (int) blocks.columnsFrom(column);
        double[] sum = new double[n];
        double[] x = new double[n];
        for (long i = row; i < Math.min(m.rows(), row + blocks.rowsFrom(row)); i++) {
            m.get(i, column, x, 0, n);
            addTo(sum, x, n);
        }
        return sum;
    }

    private static void addTo(double[] sum, double[] x, int n) {
        for (int k = 0; k < n; k++) {
            sum[k] += x[k];
        }
    }

    /** Returns whether the lower triangle, diagonal included, holds finite numbers only. */
    boolean lowerTriangleFinite(StridedMatrix a) {
        long n = a.rows();
        long height = Math.max(1, (1 << 15) / Math.max(1, n));
        Tiling blocks = new Tiling(n, 1, height, 1);
        boolean[] bad = new boolean[blocks.count()];
        crew.run(bad.length, block -> {
            double[] x = new double[Sweep.RUN];
            long from = blocks.firstRow(block);
            for (long i = from; i < from + blocks.rowsFrom(from); i++) {
                for (long j = 0; j <= i; j += Sweep.RUN) {
                    int count = (int) Math.min(Sweep.RUN, i + 1 - j);
                    a.get(i, j, x, 0, count);
                    bad[block] |= !finite(x, count);
                }
            }
        });
        for (boolean b : bad) {
            if (b) {
                return false;
            }
        }
        return true;
    }

    private static boolean finite(double[] x, int n) {
        double zero = 0;
        for (int k = 0; k < n; k++) {
            zero += 0 * x[k]; // 0·∞ and 0·NaN are NaN
        }
        return zero == 0;
    }
}
