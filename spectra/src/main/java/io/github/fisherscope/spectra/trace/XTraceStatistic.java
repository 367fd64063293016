package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.internal.BlockQr;
import io.github.fisherscope.spectra.internal.Vectors;

/**
 * The estimate of {@link XTrace} as a function of its k probes, from inner products alone: with Y = AΩ = QR, H = QᵀAQ,
 * X = QᵀΩ, W = (AQ)ᵀΩ and, for each probe, ωᵀω and ωᵀAω. Leaving probes out needs no further product: the sketch of the
 * others has the basis QG, where G is an orthonormal basis of the columns of R that remain.
 */
final class XTraceStatistic {
    private final int dimension;
    private final double[][] r;
    private final double[][] h;
    private final double[][] x;
    private final double[][] w;
    private final double[] squares;
    private final double[] energies;

    private XTraceStatistic(
            int dimension,
            double[][] r,
            double[][] h,
            double[][] x,
            double[][] w,
            double[] squares,
            double[] energies) {
        this.dimension = dimension;
        this.r = r;
        this.h = h;
        this.x = x;
        this.w = w;
        this.squares = squares;
        this.energies = energies;
    }

    /**
     * Takes the inner products.
     *
     * @param omega the k probes
     * @param y their images
     * @param qr the factors of the images, of rank k
     * @param z the images of the columns of Q
     */
    static XTraceStatistic of(double[][] omega, double[][] y, BlockQr qr, double[][] z) {
        int k = omega.length;
        double[] squares = new double[k];
        double[] energies = new double[k];
        double[][] x = new double[k][k];
        double[][] w = new double[k][k];
        double[][] h = new double[k][k];
        for (int i = 0; i < k; i++) {
            squares[i] = Vectors.dot(omega[i], omega[i]);
            energies[i] = Vectors.dot(omega[i], y[i]);
            for (int j = 0; j < k; j++) {
                x[i][j] = Vectors.dot(qr.q()[j], omega[i]);
                w[i][j] = Vectors.dot(z[j], omega[i]);
                h[i][j] = Vectors.dot(qr.q()[i], z[j]);
            }
        }
        return new XTraceStatistic(omega[0].length, qr.r(), h, x, w, squares, energies);
    }

    /** Returns the estimate, the mean of t_i over the k probes. */
    double value() {
        return RealVector.of(samples()).sum() / r.length;
    }

    /** Returns t_1, …, t_k. */
    double[] samples() {
        int k = r.length;
        double captured = 0;
        for (int i = 0; i < k; i++) {
            captured += h[i][i];
        }
        double[] t = new double[k];
        for (int i = 0; i < k; i++) {
            double[] s = leftOut(i);
            double[] inside = x[i].clone();
            Vectors.axpy(-Vectors.dot(s, inside), s, inside);
            double square = squares[i] - Vectors.dot(inside, inside);
            double energy = energies[i] - 2 * Vectors.dot(inside, w[i]) + quadratic(inside);
            t[i] = captured - quadratic(s) + (dimension - k + 1) * energy / square;
        }
        return t;
    }

    /** Returns the estimate that the same products give when probe {@code left} was never drawn. */
    double without(int left) {
        int k = r.length;
        double[][] columns = new double[k - 1][k];
        for (int j = 0, c = 0; j < k; j++) {
            if (j != left) {
                for (int i = 0; i < k; i++) {
                    columns[c][i] = r[i][j];
                }
                c++;
            }
        }
        BlockQr qr = BlockQr.of(columns);
        double[][] g = qr.q();
        int rank = g.length;
        double[][] hg = new double[rank][k];
        for (int a = 0; a < rank; a++) {
            hg[a] = times(h, g[a]);
        }
        double[][] small = new double[rank][rank];
        for (int a = 0; a < rank; a++) {
            for (int b = 0; b < rank; b++) {
                small[a][b] = Vectors.dot(g[a], hg[b]);
            }
        }
        double[][] xs = new double[rank][];
        double[][] ws = new double[rank][];
        double[] ss = new double[rank];
        double[] es = new double[rank];
        for (int j = 0, c = 0; j < k && c < rank; j++) {
            if (j != left) {
                xs[c] = coordinates(g, x[j]);
                ws[c] = coordinates(g, w[j]);
                ss[c] = squares[j];
                es[c] = energies[j];
                c++;
            }
        }
        return new XTraceStatistic(dimension, qr.r(), small, xs, ws, ss, es).value();
    }

    private static double[] coordinates(double[][] basis, double[] v) {
        double[] c = new double[basis.length];
        for (int a = 0; a < c.length; a++) {
            c[a] = Vectors.dot(basis[a], v);
        }
        return c;
    }

    private static double[] times(double[][] m, double[] v) {
        double[] y = new double[m.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = Vectors.dot(m[i], v);
        }
        return y;
    }

    private double quadratic(double[] v) {
        return Vectors.dot(v, times(h, v));
    }

    /** Returns the unit vector along R⁻ᵀ e_i, by forward substitution with the lower triangular Rᵀ. */
    private double[] leftOut(int i) {
        int k = r.length;
        double[] s = new double[k];
        for (int row = i; row < k; row++) {
            double v = row == i ? 1 : 0;
            for (int j = i; j < row; j++) {
                v -= r[j][row] * s[j];
            }
            s[row] = v / r[row][row];
        }
        Vectors.scale(1 / Vectors.norm(s), s);
        return s;
    }
}
