package io.github.fisherscope.backend.cuda.bench;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is too large for {@code fisher bench}: the rate of large matrix products, all eigenvalues of a dual matrix of
 * order 30 000, and products with a Fisher matrix of 10⁸ parameters; each rate as a share of the first. {@code LargeJobs
 * BACKEND OUT.json [--quick]}. Times include bringing the result to the host.
 */
final class LargeJobs {
    private static final Likelihood LIKELIHOOD = new Likelihood.Gaussian(1);

    private final String backend;
    private final Precision precision;
    private final boolean quick;
    private final List<String> rows = new ArrayList<>();
    private double peak;

    private LargeJobs(String backend, Precision precision, boolean quick) {
        this.backend = backend;
        this.precision = precision;
        this.quick = quick;
    }

    public static void main(String[] arguments) throws IOException {
        boolean quick = List.of(arguments).contains("--quick");
        List<String> all = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            all.addAll(new LargeJobs(arguments[0], precision, quick).run());
        }
        if (arguments[0].equals("cuda")) {
            all.addAll(new LargeJobs("cuda-tf32", Precision.SINGLE, quick).run());
        }
        Files.writeString(Path.of(arguments[1]), "[\n" + String.join(",\n", all) + "\n]\n");
    }

    private List<String> run() {
        try (Backend open =
                Backends.onClassPath().open(backend, BackendConfig.defaults().withPrecision(precision))) {
            System.out.printf(
                    "%n%s, %s: %s on %s%n",
                    backend, precision, open.info().library(), open.info().device());
            for (int order : quick ? new int[] {256, 512} : new int[] {4096, 8192, 16_384}) {
                peak = Math.max(peak, product(open, order));
            }
            attempt("all eigenvalues", () -> spectrum(open));
            attempt("products", () -> products(open));
        }
        return rows;
    }

    /** Too little memory for one job is no reason to lose the others. */
    private void attempt(String job, Runnable work) {
        try {
            work.run();
        } catch (OutOfMemoryError e) {
            System.out.printf("  %s: %s%n", job, e.getMessage());
            rows.add("  {\"backend\": \"%s\", \"precision\": \"%s\", \"job\": \"%s\", \"refused\": \"out of memory\"}"
                    .formatted(backend, precision, job));
        }
    }

    private double product(Backend open, int order) {
        double seconds = Double.POSITIVE_INFINITY;
        try (Matrix a = open.allocate(order, order);
                Matrix b = open.allocate(order, order);
                Matrix c = open.allocate(order, order)) {
            fill(a, 1);
            fill(b, 2);
            double[] probe = new double[1];
            for (int round = 0; round < 5; round++) {
                long start = System.nanoTime();
                open.multiply(1, a, Transpose.NO, b, Transpose.NO, 0, c);
                c.read(order - 1L, order - 1L, probe, 0, 1); // waits for the device
                seconds = Math.min(seconds, (System.nanoTime() - start) * 1e-9);
            }
        }
        double flops = 2.0 * order * order * order;
        report("matrix product of order " + order, seconds, flops, 0);
        return flops / seconds;
    }

    /** Numbers in [-1, 1) without a pattern: equal ones cost a GPU less power and give it a higher clock. */
    private static void fill(Matrix m, int seed) {
        double[] row = new double[(int) m.columns()];
        long state = seed;
        for (long i = 0; i < m.rows(); i++) {
            for (int j = 0; j < row.length; j++) {
                state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
                row[j] = (state >> 11) * 0x1p-52;
            }
            m.write(i, 0, row, 0, row.length);
        }
    }

    private Linearization linearization(Backend open, int samples, int... widths) {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, widths);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, 1).network(0);
        return Linearization.of(network, RandomInputs.of(1).standardNormal(0, samples, widths[0]), open);
    }

    private void spectrum(Backend open) {
        int width = quick ? 100 : 1000;
        int samples = quick ? 30 : 3000;
        try (Linearization at = linearization(open, samples, width, width, width, 10)) {
            double n = 10.0 * samples;
            long start = System.nanoTime();
            try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, FisherRequest.exact(LIKELIHOOD))) {
                double built = (System.nanoTime() - start) * 1e-9;
                report(String.format(Locale.ROOT, "dual matrix of order %.0f", n), built, n * n * 2 * width, 0);
                start = System.nanoTime();
                double[] values = dual.eigenvalues().toArray();
                double solved = (System.nanoTime() - start) * 1e-9;
                double disagreement = Math.abs(Arrays.stream(values).sum() / dual.trace() - 1);
                report("all its eigenvalues", solved, 4.0 / 3 * n * n * n, disagreement);
            }
        }
    }

    private void products(Backend open) {
        int width = quick ? 100 : 7100;
        int samples = quick ? 30 : 1000;
        try (Linearization at = linearization(open, samples, width, width, width, 10)) {
            double gram = Math.min(2.0 * samples * samples * width, 4.0 * samples * width * width);
            double flops = 4.0 * samples * width * (width + 10) + 2 * gram;
            try (WholeFisherMatrix k = FisherRoutes.dual(FisherRoute.NETWORK, at, FisherRequest.exact(LIKELIHOOD))) {
                double[] u = wave(k.dimension(), 1);
                double[] w = wave(k.dimension(), 2);
                double[] ku = new double[u.length];
                double[] kw = new double[u.length];
                k.apply(w, kw);
                double seconds = time(() -> k.apply(u, ku));
                double disagreement = Math.abs(dot(w, ku) / dot(u, kw) - 1);
                report(
                        String.format(Locale.ROOT, "K u with %.1e parameters", 2.0 * width * width),
                        seconds,
                        flops,
                        disagreement);
            }
            try (WholeFisherMatrix f = FisherRoutes.products(at, FisherRequest.exact(LIKELIHOOD))) {
                double[] v = wave(f.dimension(), 1);
                double[] fv = new double[v.length];
                double seconds = time(() -> f.apply(v, fv));
                double disagreement = Math.abs(dot(v, fv) / f.quadraticForm(v) - 1);
                report(
                        String.format(Locale.ROOT, "F v with %.1e parameters", (double) f.dimension()),
                        seconds,
                        8.0 * samples * (2.0 * width * width + 10.0 * width),
                        disagreement);
            }
        }
    }

    private static double[] wave(int n, int seed) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.sin(seed + 0.7 * i) + 0.5;
        }
        return x;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double time(Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        return best;
    }

    private void report(String job, double seconds, double flops, double disagreement) {
        double share = peak > 0 ? flops / seconds / peak : 1;
        System.out.printf(
                Locale.ROOT,
                "  %-36s %10.4f s %10.1f GFLOP/s  %5.2f of the products' rate  check %.0e%n",
                job,
                seconds,
                flops / seconds * 1e-9,
                share,
                disagreement);
        rows.add(String.format(
                Locale.ROOT,
                "  {\"backend\": \"%s\", \"precision\": \"%s\", \"job\": \"%s\", \"seconds\": %.6g, \"gigaflop\": %.6g,"
                        + " \"shareOfProducts\": %.4f, \"disagreement\": %.3g}",
                backend,
                precision,
                job,
                seconds,
                flops * 1e-9,
                share,
                disagreement));
    }
}
