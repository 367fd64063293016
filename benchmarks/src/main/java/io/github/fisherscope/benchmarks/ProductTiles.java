package io.github.fisherscope.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Prints, in Markdown, at what rate (10⁹ operations per second) a product {@code C = A Bᵀ} of square matrices is made that is
 * cut into tiles of C, each tile one call of OpenBLAS on one thread, shared out between threads: what shape of tile the
 * backend should choose.
 *
 * <p>usage: {@code java -cp … io.github.fisherscope.benchmarks.ProductTiles [order [threads [rows×columns …]]]}, as {@code
 * 1000 2 500x250 264x504}; the best of {@value #RUNS} runs counts.
 */
public final class ProductTiles {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;
    private static final int RUNS = 40;
    private static final List<String> SHAPES =
            List.of("500x1000", "500x250", "250x500", "256x512", "264x504", "125x1000");

    private final int order;
    private final int threads;
    private final double[] numbers;
    private final ExecutorService crew;

    private ProductTiles(int order, int threads) {
        this.order = order;
        this.threads = threads;
        this.crew = Executors.newFixedThreadPool(threads);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        this.numbers = new double[order * order];
        Arrays.setAll(numbers, i -> random.nextGaussian());
    }

    /** Multiplies one tile, whose first entry is (row, column). */
    private interface Call {
        void multiply(int row, int column, int height, int width);
    }

    public static void main(String[] args) throws InterruptedException {
        ProductTiles products = new ProductTiles(number(args, 0, 1000), number(args, 1, 2));
        List<String> shapes = args.length > 2 ? Arrays.asList(args).subList(2, args.length) : SHAPES;
        openblas.blas_set_num_threads(1);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        out.println("| tile | tiles | float64 | float32 |");
        out.println("|---|---:|---:|---:|");
        Call inDouble = products.inDouble();
        Call inSingle = products.inSingle();
        for (String shape : shapes) {
            String[] sides = shape.split("x", -1);
            int height = Integer.parseInt(sides[0]);
            int width = Integer.parseInt(sides[1]);
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %.0f |%n",
                    shape,
                    products.count(height) * products.count(width),
                    products.rate(inDouble, height, width),
                    products.rate(inSingle, height, width));
        }
        products.crew.shutdown();
    }

    private static int number(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private int count(int side) {
        return (order + side - 1) / side;
    }

    private Call inDouble() {
        int n = order;
        DoublePointer a = new DoublePointer(numbers);
        DoublePointer b = new DoublePointer(numbers);
        DoublePointer c = new DoublePointer((long) n * n);
        return (i, j, height, width) -> openblas.cblas_dgemm(
                ROW_MAJOR,
                PLAIN,
                TRANSPOSED,
                height,
                width,
                n,
                1,
                a.getPointer((long) i * n),
                n,
                b.getPointer((long) j * n),
                n,
                0,
                c.getPointer((long) i * n + j),
                n);
    }

    private Call inSingle() {
        int n = order;
        float[] narrow = new float[numbers.length];
        IntStream.range(0, narrow.length).forEach(k -> narrow[k] = (float) numbers[k]);
        FloatPointer a = new FloatPointer(narrow);
        FloatPointer b = new FloatPointer(narrow);
        FloatPointer c = new FloatPointer((long) n * n);
        return (i, j, height, width) -> openblas.cblas_sgemm(
                ROW_MAJOR,
                PLAIN,
                TRANSPOSED,
                height,
                width,
                n,
                1,
                a.getPointer((long) i * n),
                n,
                b.getPointer((long) j * n),
                n,
                0,
                c.getPointer((long) i * n + j),
                n);
    }

    private double rate(Call call, int height, int width) throws InterruptedException {
        double best = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            multiply(call, height, width);
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        return 2e-9 * order * order * order / best;
    }

    private void multiply(Call call, int height, int width) throws InterruptedException {
        int across = count(width);
        int tiles = count(height) * across;
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int tile = next.getAndIncrement(); tile < tiles; tile = next.getAndIncrement()) {
                int i = tile / across * height;
                int j = tile % across * width;
                call.multiply(i, j, Math.min(height, order - i), Math.min(width, order - j));
            }
        };
        try {
            for (Future<Object> done : crew.invokeAll(Collections.nCopies(threads, Executors.callable(work)))) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
