package io.github.fisherscope.spectra;

import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Symmetric matrices with chosen eigenvalues: QΛQᵀ with Q a product of random Householder reflections. */
public final class Prescribed implements SymmetricOperator {
    private final double[] eigenvalues;
    private final double[][] reflectors;
    private final AtomicInteger calls = new AtomicInteger();

    private Prescribed(double[] eigenvalues, double[][] reflectors) {
        this.eigenvalues = eigenvalues;
        this.reflectors = reflectors;
    }

    public static Prescribed of(long seed, double... eigenvalues) {
        int n = eigenvalues.length;
        SplittableRandom random = new SplittableRandom(seed);
        double[][] reflectors = new double[4][n];
        for (double[] v : reflectors) {
            double norm = 0;
            for (int i = 0; i < n; i++) {
                v[i] = random.nextDouble(-1, 1);
                norm += v[i] * v[i];
            }
            for (int i = 0; i < n; i++) {
                v[i] /= Math.sqrt(norm);
            }
        }
        double[] sorted = eigenvalues.clone();
        Arrays.sort(sorted);
        double[] descending = new double[n];
        for (int i = 0; i < n; i++) {
            descending[i] = sorted[n - 1 - i];
        }
        return new Prescribed(descending, reflectors);
    }

    /** The eigenvalues, descending. */
    public double[] eigenvalues() {
        return eigenvalues.clone();
    }

    public int calls() {
        return calls.get();
    }

    public double trace(java.util.function.DoubleUnaryOperator f) {
        return Arrays.stream(eigenvalues).map(f).sum();
    }

    /** Eigenvector i, in the order of the eigenvalues. */
    public double[] eigenvector(int i) {
        double[] e = new double[eigenvalues.length];
        e[i] = 1;
        for (int k = reflectors.length - 1; k >= 0; k--) {
            reflect(reflectors[k], e);
        }
        return e;
    }

    @Override
    public int dimension() {
        return eigenvalues.length;
    }

    @Override
    public void apply(double[] x, double[] y) {
        calls.incrementAndGet();
        System.arraycopy(x, 0, y, 0, x.length);
        for (double[] v : reflectors) {
            reflect(v, y);
        }
        for (int i = 0; i < y.length; i++) {
            y[i] *= eigenvalues[i];
        }
        for (int k = reflectors.length - 1; k >= 0; k--) {
            reflect(reflectors[k], y);
        }
    }

    /** The dense matrix, row-major; its entries carry rounding errors of a few ε times the norm. */
    public double[] dense() {
        int n = dimension();
        double[] a = new double[n * n];
        double[] e = new double[n];
        double[] y = new double[n];
        for (int j = 0; j < n; j++) {
            Arrays.fill(e, 0);
            e[j] = 1;
            apply(e, y);
            for (int i = 0; i < n; i++) {
                a[i * n + j] = y[i];
            }
        }
        return a;
    }

    private static void reflect(double[] v, double[] x) {
        double s = 0;
        for (int i = 0; i < v.length; i++) {
            s += v[i] * x[i];
        }
        for (int i = 0; i < v.length; i++) {
            x[i] -= 2 * s * v[i];
        }
    }

    /** C copies of {@code outlier} above n − C values that fall linearly from 1 to 0.01. */
    public static double[] degenerateTop(int n, int copies, double outlier) {
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = i < copies ? outlier : 0.01 + 0.99 * (n - 1 - i) / Math.max(1, n - 1 - copies);
        }
        return d;
    }

    /** {@code i^(−exponent)}, i = 1 … n. */
    public static double[] powerLaw(int n, double exponent) {
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = Math.pow(i + 1.0, -exponent);
        }
        return d;
    }

    /** Geometric from 1e6 down to 1e-14. */
    public static double[] wideRange(int n) {
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = Math.pow(10, 6 - 20.0 * i / Math.max(1, n - 1));
        }
        return d;
    }

    /** {@code rank} values between 1 and 2, the others zero. */
    public static double[] rankDeficient(int n, int rank) {
        double[] d = new double[n];
        for (int i = 0; i < rank; i++) {
            d[i] = 1 + (double) i / rank;
        }
        return d;
    }

    /** Quantiles of the Marchenko-Pastur law with ratio γ ≤ 1 at (i + ½)/n, by integrating its density. */
    public static double[] marchenkoPastur(int n, double gamma) {
        double a = Math.pow(1 - Math.sqrt(gamma), 2);
        double b = Math.pow(1 + Math.sqrt(gamma), 2);
        int cells = 20_000;
        double[] d = new double[n];
        double mass = 0;
        int next = 0;
        for (int i = 0; i < cells && next < n; i++) {
            // x = mid + half cos: the square roots at the edges become smooth
            double phi = Math.PI * (1 - (i + 0.5) / cells);
            double x = (a + b) / 2 + (b - a) / 2 * Math.cos(phi);
            double weight = Math.PI / cells * (b - a) / 2 * Math.sin(phi);
            mass += weight * Math.sqrt((b - x) * (x - a)) / (2 * Math.PI * gamma * x);
            while (next < n && mass >= (next + 0.5) / n) {
                d[next++] = x;
            }
        }
        while (next < n) {
            d[next++] = b;
        }
        return d;
    }
}
