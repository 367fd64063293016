package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Prints, in Markdown, at what rate (10⁹ operations per second) a product {@code C = A Bᵀ} of square matrices is made that is
 * cut into tiles of C, each tile one call of OpenBLAS on one thread, shared out between threads: what shape of tile the
 * backend should choose. Tiles have sides up to 1024; larger ones the backend would cut again.
 *
 * <p>usage: {@code java -cp … io.github.fisherscope.benchmarks.ProductTiles [order [threads [rows×columns …]]]}, as {@code
 * 1000 2 500x250 264x504}; the best of {@value #RUNS} runs counts.
 */
public final class ProductTiles {
    private static final int RUNS = 40;
    private static final List<String> SHAPES =
            List.of("500x1000", "500x250", "250x500", "256x512", "264x504", "125x1000");

    private ProductTiles() {}

    public static void main(String[] args) {
        int order = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        List<String> shapes = args.length > 2 ? Arrays.asList(args).subList(2, args.length) : SHAPES;
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        out.println("| tile | float64 | float32 |");
        out.println("|---|---:|---:|");
        for (String shape : shapes) {
            String[] sides = shape.split("x", -1);
            int height = Integer.parseInt(sides[0]);
            int width = Integer.parseInt(sides[1]);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f |%n",
                    shape,
                    rate(Precision.DOUBLE, threads, order, height, width),
                    rate(Precision.SINGLE, threads, order, height, width));
        }
    }

    private static double rate(Precision precision, int threads, int order, int height, int width) {
        try (Backend backend = Backends.onClassPath().open("openblas", new BackendConfig(precision, threads));
                Matrix a = gaussian(backend, order);
                Matrix b = gaussian(backend, order);
                Matrix c = backend.allocate(order, order)) {
            double best = Double.MAX_VALUE;
            for (int run = 0; run < RUNS; run++) {
                long start = System.nanoTime();
                multiply(backend, a, b, c, height, width);
                best = Math.min(best, (System.nanoTime() - start) * 1e-9);
            }
            return 2e-9 * order * order * order / best;
        }
    }

    private static Matrix gaussian(Backend backend, int order) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        Matrix m = backend.allocate(order, order);
        double[] row = new double[order];
        for (int i = 0; i < order; i++) {
            Arrays.setAll(row, k -> random.nextGaussian());
            m.write(i, 0, row, 0, order);
        }
        return m;
    }

    /** Inside a task the backend makes one call of a product with sides up to 1024. */
    private static void multiply(Backend backend, Matrix a, Matrix b, Matrix c, int height, int width) {
        int order = (int) c.rows();
        int across = (order + width - 1) / width;
        int down = (order + height - 1) / height;
        backend.forEach(down * across, tile -> {
            int i = tile / across * height;
            int j = tile % across * width;
            int rows = Math.min(height, order - i);
            int columns = Math.min(width, order - j);
            backend.multiply(
                    1,
                    a.rowRange(i, i + rows),
                    Transpose.NO,
                    b.rowRange(j, j + columns),
                    Transpose.YES,
                    0,
                    c.view(i, j, rows, columns));
        });
    }
}
