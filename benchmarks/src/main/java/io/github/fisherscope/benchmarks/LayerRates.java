package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.network.DenseShape;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Prints, in Markdown, what the passes of layers with shared weights take, and what share of the rate of one large product on
 * the same threads their forward pass, JVP and VJP reach: those of LeNet-like and ResNet-like convolutions and of dense layers
 * on tokens. Columns: one forward pass, one JVP along inputs and parameters, one VJP of R rows for each sample, the Gram matrix
 * of all R·T rows, and their squared norms.
 *
 * <p>usage: {@code java -cp … io.github.fisherscope.benchmarks.LayerRates [threads [double|single [backend]]]}; the best of
 * {@value #RUNS} runs counts.
 */
public final class LayerRates {
    private static final int RUNS = 5;
    private static final int ROWS_PER_SAMPLE = 10;
    private static final int ORDER = 1000;

    private final Backend backend;
    private final PrintWriter out;
    private final double peak;

    private LayerRates(Backend backend, PrintWriter out) {
        this.backend = backend;
        this.out = out;
        try (Matrix a = gaussian(ORDER, ORDER);
                Matrix b = gaussian(ORDER, ORDER);
                Matrix c = backend.allocate(ORDER, ORDER)) {
            double seconds = seconds(() -> backend.multiply(1, a, Transpose.NO, b, Transpose.NO, 0, c));
            this.peak = 2.0 * ORDER * ORDER * ORDER / seconds;
        }
    }

    public static void main(String[] args) {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        Precision precision = args.length > 1 && args[1].equals("single") ? Precision.SINGLE : Precision.DOUBLE;
        String name = args.length > 2 ? args[2] : Backends.AUTO;
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        try (Backend backend = Backends.onClassPath().open(name, new BackendConfig(precision, threads))) {
            LayerRates rates = new LayerRates(backend, out);
            out.printf(
                    Locale.ROOT,
                    "%s, %s, %d threads: a product of order %d at %.0f·10⁹ flops a second%n%n",
                    backend.info().library(),
                    precision,
                    threads,
                    ORDER,
                    rates.peak / 1e9);
            rates.printAll();
        }
    }

    private void printAll() {
        Window five = Window.of(5, 5);
        Window three = Window.of(3, 3).withPads(List.of(1, 1, 1, 1));
        out.println("| layer | T | forward ms (%) | JVP ms (%) | VJP ms (%) | Gram ms | norms ms |");
        out.println("|---|---:|---:|---:|---:|---:|---:|");
        print("conv 5×5, 1→6, 28×28", new Conv(1, 6, 1, true, five.withPads(List.of(2, 2, 2, 2))), 200, 1, 1, 28, 28);
        print("conv 5×5, 6→16, 14×14", new Conv(6, 16, 1, true, five), 200, 1, 6, 14, 14);
        print("conv 3×3, 16→16, 32×32", new Conv(16, 16, 1, false, three), 50, 1, 16, 32, 32);
        print("conv 3×3, 32→32, 16×16", new Conv(32, 32, 1, false, three), 50, 1, 32, 16, 16);
        print("conv 3×3, 64→64, 8×8", new Conv(64, 64, 1, false, three), 50, 1, 64, 8, 8);
        print("conv 3×3, depthwise 64, 16×16", new Conv(64, 64, 64, false, three), 50, 1, 64, 16, 16);
        print("dense 128→128, 32 tokens", new DenseKernel.Of(new DenseShape(128, 128, true)), 50, 32, 128);
        print("dense 128→512, 32 tokens", new DenseKernel.Of(new DenseShape(128, 512, true)), 50, 32, 128);
    }

    private void print(String name, ComputedLayer layer, int samples, int... input) {
        List<Shape> shapes = List.of(Shape.of(input));
        int size = layer.output(shapes).size();
        int rows = ROWS_PER_SAMPLE * samples;
        int parameters =
                layer.parameters().values().stream().mapToInt(Shape::size).sum();
        try (Matrix theta = gaussian(1, parameters);
                Matrix inputs = gaussian(samples, shapes.get(0).size());
                Matrix outputs = backend.allocate(samples, size);
                Matrix cotangents = gaussian(rows, size);
                Matrix below = backend.allocate(rows, inputs.columns());
                Matrix gram = backend.allocate(rows, rows);
                LayerKernel kernel = layer.kernel(shapes, theta, backend)) {
            double flops = samples * layer.flops(shapes);
            double forward = seconds(() -> kernel.forward(List.of(inputs), outputs));
            double jvp = seconds(() -> kernel.jvp(Collections.singletonList(inputs), theta, outputs));
            double vjp = seconds(() -> kernel.vjp(cotangents, 0, 0, below));
            RowGradients gradients = kernel.rows(cotangents);
            double tile = seconds(() -> gradients.addGram(backend, 0, rows, gradients, 0, rows, 1, gram));
            double norms = seconds(gradients::squaredNorms);
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %s | %.1f | %.1f |%n",
                    name,
                    samples,
                    share(forward, flops),
                    share(jvp, 2 * flops),
                    share(vjp, ROWS_PER_SAMPLE * flops),
                    1e3 * tile,
                    1e3 * norms);
        }
    }

    private String share(double seconds, double flops) {
        return String.format(Locale.ROOT, "%.2f (%.0f)", 1e3 * seconds, 100 * flops / seconds / peak);
    }

    private static double seconds(Runnable work) {
        work.run();
        double best = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        return best;
    }

    private Matrix gaussian(int rows, long columns) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(rows * 31L + columns);
        Matrix m = backend.allocate(rows, columns);
        double[] row = new double[Math.toIntExact(columns)];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextGaussian();
            }
            m.write(i, 0, row, 0, row.length);
        }
        return m;
    }
}
