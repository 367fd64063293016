package io.github.fisherscope.core.backend.internal.shared;

import io.github.fisherscope.core.network.Activation;
import java.util.Arrays;

/**
 * Entry-by-entry kernels. Each run is brought to a heap buffer in one bulk copy, computed there and put back in
 * one bulk copy: in float64 with a single rounding to the matrix's precision, or in float32 where that gives the same.
 * The tile kernels are in {@link TileKernels}.
 */
final class Elementwise {
    private final WorkCrew crew;

    Elementwise(WorkCrew crew) {
        this.crew = crew;
    }

    void fill(StridedMatrix m, double value) {
        if (m.contiguous() && m.rows() > 1) {
            fill(m.asRow(), value);
            return;
        }
        Sweep.over(crew, m.rows(), m.columns(), () -> {
            double[] x = new double[Sweep.RUN];
            Arrays.fill(x, value);
            return (i, j, n) -> m.put(i, j, x, 0, n);
        });
    }

    void copy(StridedMatrix source, StridedMatrix target) {
        if (source.contiguous() && target.contiguous() && source.rows() > 1) {
            copy(source.asRow(), target.asRow());
            return;
        }
        Sweep.over(crew, source.rows(), source.columns(), () -> {
            double[] x = new double[Sweep.RUN];
            return (i, j, n) -> {
                source.get(i, j, x, 0, n);
                target.put(i, j, x, 0, n);
            };
        });
    }

    void add(double alpha, StridedMatrix x, double beta, StridedMatrix y) {
        if (x.contiguous() && y.contiguous() && x.rows() > 1) {
            add(alpha, x.asRow(), beta, y.asRow());
            return;
        }
        Sweep.over(crew, x.rows(), x.columns(), () -> {
            double[] xs = new double[Sweep.RUN];
            double[] ys = new double[Sweep.RUN];
            return (i, j, n) -> {
                x.get(i, j, xs, 0, n);
                if (beta == 0) {
                    scale(alpha, xs, ys, n);
                } else {
                    y.get(i, j, ys, 0, n);
                    combine(alpha, xs, beta, ys, n);
                }
                y.put(i, j, ys, 0, n);
            };
        });
    }

    private static void scale(double alpha, double[] x, double[] y, int n) {
        for (int k = 0; k < n; k++) {
            y[k] = alpha * x[k];
        }
    }

    private static void combine(double alpha, double[] x, double beta, double[] y, int n) {
        for (int k = 0; k < n; k++) {
            y[k] = alpha * x[k] + beta * y[k];
        }
    }

    void addToRows(StridedMatrix row, StridedMatrix m) {
        if (row.storage().single() && m.storage().single()) {
            addSingleToRows(row, m);
            return;
        }
        Sweep.over(crew, m.rows(), m.columns(), () -> {
            double[] r = new double[Sweep.RUN];
            double[] x = new double[Sweep.RUN];
            return (i, j, n) -> {
                row.get(0, j, r, 0, n);
                m.get(i, j, x, 0, n);
                combine(1, r, 1, x, n);
                m.put(i, j, x, 0, n);
            };
        });
    }

    /** In float32 alone: the sum of two such numbers rounds to the same by way of float64. */
    private void addSingleToRows(StridedMatrix row, StridedMatrix m) {
        Sweep.over(crew, m.rows(), m.columns(), () -> {
            float[] r = new float[Sweep.RUN];
            float[] x = new float[Sweep.RUN];
            return (i, j, n) -> {
                row.get(0, j, r, 0, n);
                m.get(i, j, x, 0, n);
                for (int k = 0; k < n; k++) {
                    x[k] += r[k];
                }
                m.put(i, j, x, 0, n);
            };
        });
    }

    void activate(Activation activation, StridedMatrix u, StridedMatrix h, StridedMatrix d) {
        if (u.contiguous() && h.contiguous() && d.contiguous() && u.rows() > 1) {
            activate(activation, u.asRow(), h.asRow(), d.asRow());
            return;
        }
        Sweep.over(crew, u.rows(), u.columns(), () -> {
            double[] us = new double[Sweep.RUN];
            double[] ds = new double[Sweep.RUN];
            return (i, j, n) -> {
                u.get(i, j, us, 0, n);
                activation.evaluate(us, us, ds, n);
                h.put(i, j, us, 0, n);
                d.put(i, j, ds, 0, n);
            };
        });
    }

    void hadamard(StridedMatrix a, StridedMatrix b, StridedMatrix out) {
        if (a.sameShape(b) && a.contiguous() && b.contiguous() && out.contiguous() && a.rows() > 1) {
            hadamard(a.asRow(), b.asRow(), out.asRow());
            return;
        }
        if (a.storage().single() && b.storage().single() && out.storage().single()) {
            hadamardSingle(a, b, out);
            return;
        }
        long period = b.rows();
        Sweep.over(crew, a.rows(), a.columns(), () -> {
            double[] as = new double[Sweep.RUN];
            double[] bs = new double[Sweep.RUN];
            return (i, j, n) -> {
                a.get(i, j, as, 0, n);
                b.get(i % period, j, bs, 0, n);
                for (int k = 0; k < n; k++) {
                    as[k] *= bs[k];
                }
                out.put(i, j, as, 0, n);
            };
        });
    }

    /** In float32 alone: the product of two such numbers rounds to the same by way of float64. */
    private void hadamardSingle(StridedMatrix a, StridedMatrix b, StridedMatrix out) {
        long period = b.rows();
        Sweep.over(crew, a.rows(), a.columns(), () -> {
            float[] as = new float[Sweep.RUN];
            float[] bs = new float[Sweep.RUN];
            return (i, j, n) -> {
                a.get(i, j, as, 0, n);
                b.get(i % period, j, bs, 0, n);
                for (int k = 0; k < n; k++) {
                    as[k] *= bs[k];
                }
                out.put(i, j, as, 0, n);
            };
        });
    }

    /** Copies the lower triangle of a square matrix to the upper one. */
    void mirrorLower(StridedMatrix c) {
        long n = c.rows();
        int edge = 32;
        long blocks = Tiling.ceilDiv(n, edge);
        crew.run(Math.toIntExact(blocks), block -> {
            double[] tile = new double[edge * edge];
            double[] line = new double[edge];
            long first = (long) block * edge;
            int height = (int) Math.min(edge, n - first);
            for (long from = 0; from <= first; from += edge) {
                int width = (int) Math.min(edge, n - from);
                for (int i = 0; i < height; i++) {
                    c.get(first + i, from, tile, i * edge, width);
                }
                for (int j = 0; j < width; j++) {
                    int start = from == first ? j + 1 : 0;
                    for (int i = start; i < height; i++) {
                        line[i] = tile[i * edge + j];
                    }
                    if (start < height) {
                        c.put(from + j, first + start, line, start, height - start);
                    }
                }
            }
        });
    }
}
