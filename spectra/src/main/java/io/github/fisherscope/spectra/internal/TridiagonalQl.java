package io.github.fisherscope.spectra.internal;

import java.util.Arrays;

/**
 * Eigenvalues of a symmetric tridiagonal matrix with the first components of its eigenvectors: nodes and square roots of
 * the weights of a Gauss quadrature (G. Golub and J. Welsch, Math. Comp. 23 (1969) 221-230). Implicit QL with Wilkinson's
 * shift as in Golub and Van Loan, Matrix Computations, section 8.3; only the first row of the accumulated rotations is
 * kept, so the cost is O(m²) time and O(m) memory.
 */
public final class TridiagonalQl {
    private static final int MOST_SWEEPS = 60;

    private TridiagonalQl() {}

    /**
     * Solves the m × m matrix with the given diagonal and the first m − 1 entries of {@code off} beside it.
     *
     * @return two rows: eigenvalues ascending, and the squared first components, which sum to 1
     * @throws ArithmeticException if an eigenvalue takes more than 60 sweeps, which no finite input is known to do
     */
    public static double[][] nodesAndWeights(double[] diagonal, double[] off, int m) {
        double[] d = Arrays.copyOf(diagonal, m);
        double[] e = Arrays.copyOf(off, m);
        e[m - 1] = 0;
        double[] z = new double[m];
        z[0] = 1;
        for (int l = 0; l < m; l++) {
            for (int sweep = 0; ; sweep++) {
                int end = l;
                while (end < m - 1 && !negligible(d, e, end)) {
                    end++;
                }
                if (end == l) {
                    break;
                }
                if (sweep == MOST_SWEEPS) {
                    throw new ArithmeticException("implicit QL did not converge for eigenvalue " + l + " of " + m);
                }
                sweep(d, e, z, l, end);
            }
        }
        return sorted(d, z);
    }

    private static boolean negligible(double[] d, double[] e, int i) {
        double scale = Math.abs(d[i]) + Math.abs(d[i + 1]);
        return Math.abs(e[i]) <= 0.5 * Math.ulp(1.0) * scale || e[i] == 0;
    }

    private static void sweep(double[] d, double[] e, double[] z, int l, int end) {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double shift = d[l] - e[l] / (g + Math.copySign(Math.hypot(g, 1), g));
        g = d[end] - shift;
        double s = 1;
        double c = 1;
        double p = 0;
        for (int i = end - 1; i >= l; i--) {
            double f = s * e[i];
            double b = c * e[i];
            double r = Math.hypot(f, g);
            e[i + 1] = r;
            if (r == 0) {
                d[i + 1] -= p;
                e[end] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            double upper = z[i + 1];
            z[i + 1] = s * z[i] + c * upper;
            z[i] = c * z[i] - s * upper;
        }
        d[l] -= p;
        e[l] = g;
        e[end] = 0;
    }

    private static double[][] sorted(double[] d, double[] z) {
        Integer[] order = new Integer[d.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(d[a], d[b]));
        double[][] result = new double[2][d.length];
        for (int i = 0; i < d.length; i++) {
            result[0][i] = d[order[i]];
            result[1][i] = z[order[i]] * z[order[i]];
        }
        return result;
    }
}
