package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_full;
import org.jspecify.annotations.Nullable;

/**
 * Prints, in Markdown, how long each way to all eigenvalues of a symmetric matrix takes, in seconds: the backend openblas
 * (two stages of our own on all its threads from order 1000 on), and LAPACK's drivers with one and with two threads of
 * OpenBLAS. The matrices are G Gᵀ/n with Gaussian G (n × n), whose eigenvalues reach down to zero. The last column is the
 * largest difference between any two ways, over the largest eigenvalue.
 *
 * <p>usage: {@code java -cp … io.github.fisherscope.benchmarks.EigenvalueDrivers [order …]} (default 256 512 1000 2000
 * 4000); the best of three runs counts.
 */
public final class EigenvalueDrivers {
    private static final int ROW_MAJOR = 101;
    private static final byte VALUES = 'N';
    private static final byte ALL = 'A';
    private static final byte LOWER = 'L';
    private static final int RUNS = 3;

    private final PrintWriter out;
    private final int n;
    private final double[] matrix;
    private final StringBuilder line = new StringBuilder();
    private double @Nullable [] first;
    private double worst;

    private EigenvalueDrivers(PrintWriter out, int n) {
        this.out = out;
        this.n = n;
        this.matrix = wishart(n);
    }

    /** Returns eigenvalues in ascending order and may overwrite its argument. */
    private interface Way {
        double[] values(double[] a);
    }

    public static void main(String[] args) {
        int[] orders = args.length == 0
                ? new int[] {256, 512, 1000, 2000, 4000}
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        out.println(
                "| order | backend openblas | dsyevd, 1 thread | 2 | dsyevr, 1 thread | 2 | dsyevd_2stage, 1 thread | 2 |"
                        + " largest difference |");
        out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (int n : orders) {
            new EigenvalueDrivers(out, n).run();
        }
    }

    private static double[] wishart(int n) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        double[] g = new double[n * n];
        Arrays.setAll(g, i -> random.nextGaussian());
        double[] product = new double[n * n];
        openblas.cblas_dsyrk(ROW_MAJOR, 122, 111, n, n, 1.0 / n, g, n, 0, product, n);
        return product;
    }

    private void run() {
        line.append("| ").append(n).append(" |");
        try (Backend backend = Backends.onClassPath().open("openblas", new BackendConfig(Precision.DOUBLE, 2))) {
            openblas.blas_set_num_threads(1); // threads are the backend's
            time(a -> backendValues(backend, a));
            for (Way driver : new Way[] {this::dsyevd, this::dsyevr, this::dsyevdInTwoStages}) {
                for (int threads : new int[] {1, 2}) {
                    openblas.blas_set_num_threads(threads);
                    time(driver);
                }
            }
        }
        out.printf(Locale.ROOT, "%s %.0e |%n", line, worst);
    }

    private void time(Way way) {
        double best = Double.POSITIVE_INFINITY;
        double[] values = {};
        for (int i = 0; i < RUNS; i++) {
            double[] a = matrix.clone();
            long start = System.nanoTime();
            values = way.values(a);
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        double[] expected = first;
        if (expected == null) {
            first = values;
        } else {
            for (int i = 0; i < n; i++) {
                worst = Math.max(worst, Math.abs(values[i] - expected[i]) / expected[n - 1]);
            }
        }
        line.append(String.format(Locale.ROOT, " %.3g |", best));
    }

    private double[] backendValues(Backend backend, double[] a) {
        try (Matrix m = backend.allocate(n, n)) {
            for (int i = 0; i < n; i++) {
                m.write(i, 0, a, i * n, n);
            }
            double[] values = backend.symmetricEigenvalues(m);
            Arrays.sort(values);
            return values;
        }
    }

    private double[] dsyevd(double[] a) {
        double[] w = new double[n];
        require(openblas_full.LAPACKE_dsyevd(ROW_MAJOR, VALUES, LOWER, n, a, n, w));
        return w;
    }

    private double[] dsyevdInTwoStages(double[] a) {
        double[] w = new double[n];
        require(openblas_full.LAPACKE_dsyevd_2stage(ROW_MAJOR, VALUES, LOWER, n, a, n, w));
        return w;
    }

    private double[] dsyevr(double[] a) {
        double[] w = new double[n];
        require(openblas_full.LAPACKE_dsyevr(
                ROW_MAJOR,
                VALUES,
                ALL,
                LOWER,
                n,
                a,
                n,
                0,
                0,
                0,
                0,
                0,
                new int[1],
                w,
                new double[1],
                n,
                new int[2 * n]));
        return w;
    }

    private static void require(int info) {
        if (info != 0) {
            throw new ArithmeticException("LAPACK ended with info = " + info);
        }
    }
}
