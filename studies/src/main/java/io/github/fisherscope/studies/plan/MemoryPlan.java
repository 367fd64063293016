package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import java.util.Locale;

/**
 * The planned peak of the resident memory of the whole process, from the sizes alone: matrices outside the Java heap, what
 * lives on the heap at most with room for what the collector has not yet swept, and the Java machine itself.
 *
 * <p>The room holds for the collector that the launcher asks for (serial, a young generation of {@value #YOUNG_MIB} MiB,
 * the old one not larger than 1.18 times what lives in it); with another collector the heap may grow to its own limit.
 *
 * @param cost the sizes
 */
public record MemoryPlan(CostModel cost) {
    /**
     * The smallest study takes 160 MiB, the young generation another {@value #YOUNG_MIB}; the rest is for pictures,
     * compiled code and what allocators keep for themselves.
     */
    public static final long RUNTIME = 320L << 20;

    /** What the heap takes for each byte that lives: 1 / (1 − 0.15), as the launcher sets the free share. */
    private static final double HEAP_PER_LIVE = 1.18;

    static final int YOUNG_MIB = 64;

    /** What the signals of all vectors that pass through the network together take, unless one takes more. */
    private static final long SIGNALS = 1L << 30;

    /** Gradients or directions of the vectors that share a sweep, unless a single one takes more. */
    private static final long SWEEP_VECTORS = 512L << 20;

    /** The sensitivities of one of two blocks of samples whose tiles are formed. */
    private static final long BLOCK = 256L << 20;

    private static final int LARGEST_GRAM = 8192;

    /** Rows of a block of the dual matrix stored for products, in the host's memory and on a device, at most. */
    private static final int LARGEST_EDGE = 512;

    private static final int LARGEST_EDGE_APART = 4096;

    /** Shares of an image that are summed apart, at most. */
    private static final int IMAGES = 16;

    /** Parameters up to which a study makes vectors of that length, and how many at a time. */
    private static final long LARGEST_VECTOR = 12_000_000;

    private static final int ANALYSIS_VECTORS = 8;

    /** Sensitivities that are kept at once for eigenvectors in parameter space, in numbers. */
    private static final double LARGEST_FACTOR = 64e6;

    /**
     * The parts.
     *
     * @param outside bytes of matrices outside the heap
     * @param live bytes that live on the heap
     */
    record Parts(double outside, double live) {
        /** Returns everything, wherever it lies. */
        long total() {
            return (long) Math.min(0x1p62, RUNTIME + HEAP_PER_LIVE * live + outside);
        }

        /** Returns what lies in the host's memory when matrices lie on a device. */
        long onHeap() {
            return (long) Math.min(0x1p62, RUNTIME + HEAP_PER_LIVE * live);
        }

        /** Returns the matrices alone. */
        long matrices() {
            return (long) Math.min(0x1p62, outside);
        }

        /** Returns one line. */
        String describe() {
            return String.format(
                    Locale.ROOT,
                    "planned for the process %s: %s of matrices, %s of data, network and vectors on the Java heap, %s for"
                            + " the Java machine%n",
                    MethodChoice.size(total()),
                    MethodChoice.size((long) outside),
                    MethodChoice.size((long) (HEAP_PER_LIVE * live)),
                    MethodChoice.size(RUNTIME));
        }
    }

    /**
     * Requires that numbers of files fit beside the Java machine.
     *
     * @param bytes of the numbers that live at once while files are read
     * @param limit bytes allowed
     */
    public static void requireReading(long bytes, long limit) {
        long needed = (long) Math.min(0x1p62, RUNTIME + HEAP_PER_LIVE * bytes);
        if (needed > limit) {
            throw new MemoryLimitException("reading the files takes " + MethodChoice.size(needed)
                    + ", Java machine included, and the memory limit allows "
                    + MethodChoice.size(limit)
                    + "; raise it to at least that, or read fewer samples");
        }
    }

    private double parameters() {
        return (double) cost.parameters();
    }

    private double samples() {
        return (double) cost.samples();
    }

    private double rows() {
        return (double) cost.rows();
    }

    private double units() {
        return (double) cost.units();
    }

    private int numberBytes() {
        return cost.precision().bytes();
    }

    /** Returns the planned peak of the process in bytes. */
    long bytes(Method method, ProductRoute route, SpectrumOptions options) {
        return parts(method, route, options).total();
    }

    Parts parts(Method method, ProductRoute route, SpectrumOptions options) {
        boolean iterative = CostModel.iterative(method);
        double vectors = iterative ? vectors(method, options) : 8.0 * Math.min(rows(), parameters());
        double live = given() + vectors + analysisVectors();
        if (route == ProductRoute.STREAMED && iterative) {
            return new Parts(streamed(), live);
        }
        double search = switch (method) {
            case DENSE -> 2.0 * parameters() * parameters() * 8;
            case DUAL -> dual();
            default -> products(route) + (route == ProductRoute.MATRIX ? 0 : exactMoments());
        };
        double signals = samples() * units() * numberBytes();
        double moments = parameters() * numberBytes() + signals + sensitivityBlock();
        if (liesOnDevice(method, vectors, (double) cost.device() - kept() - search)) {
            live += found(options) - vectors;
            search += vectors;
        }
        return new Parts(kept() + Math.max(search, moments), live);
    }

    /**
     * Returns the parts of work on one side alone that reports nothing but itself.
     *
     * @param outside bytes of matrices beside the network's own signals
     * @param vectors numbers in vectors on the heap
     */
    private Parts alone(double outside, double vectors) {
        return new Parts(kept() + outside, given() + 8 * vectors);
    }

    /** Returns the parts of all eigenvalues of the dual matrix. */
    Parts allEigenvalues() {
        return alone(dual(), rows());
    }

    /** Returns the parts of products with the dual matrix by a route, with {@code vectors} of its numbers of rows. */
    Parts dualProducts(ProductRoute route, int vectors) {
        return alone(onDual(route), vectors * rows());
    }

    /** Returns the parts of products with F, with {@code vectors} of P numbers. */
    Parts fisherProducts(int vectors) {
        return alone(onParameters(), vectors * parameters());
    }

    /** Returns the parts of the exact moments. */
    Parts moments() {
        return alone(exactMoments(), 0);
    }

    /** Returns the parts of work over data in batches, with {@code vectors} of the smaller side. */
    Parts batches(int vectors) {
        return new Parts(streamed(), given() + 8 * vectors * Math.min(rows(), parameters()));
    }

    private double given() {
        return 8 * (samples() * cost.layout().layer(1).inputs() + parameters());
    }

    private double kept() {
        return (parameters() + samples() * (cost.layout().layer(1).inputs() + 2 * units())) * numberBytes();
    }

    /** Returns whether Krylov vectors lie on a device beside their operator, by the rule of the spectra. */
    private boolean liesOnDevice(Method method, double vectors, double free) {
        boolean krylov = method == Method.LANCZOS || method == Method.QUADRATURE;
        return krylov && cost.apart() && cost.precision() == Precision.DOUBLE && vectors <= free / 2;
    }

    /** Returns the bytes of vectors that the host has all the same: eigenvectors read, and as many to start from; probes. */
    private double found(SpectrumOptions options) {
        double count = 2.0 * Math.max(options.top(), cost.rowsPerSample()) + options.probes();
        return 8 * count * Math.min(rows(), parameters());
    }

    /** LAPACK works in float64 and in place; the solver of a device in the precision given, with two matrices more. */
    private double dual() {
        return cost.apart()
                ? matrix() + Math.max(building(), 2 * matrix())
                : matrix() * (cost.precision() == Precision.SINGLE ? 3 : 1) + building();
    }

    /** Weights, and at the larger of two times: squared weights with sensitivities, or vectors that share a sweep. */
    private double streamed() {
        double network = parameters() * numberBytes();
        double perSample =
                cost.layout().layer(1).inputs() + 3.0 * cost.units() + cost.rowsPerSample() * (double) cost.outputs();
        double batch = Math.min(batchBytes(), samples() * perSample * numberBytes());
        double moments = network + sensitivityBlock();
        double products = cost.vectorsPerSweep() * network * (cost.onParameters() ? 2 : 1);
        return network + batch + Math.max(moments, products);
    }

    private double batchBytes() {
        return cost.buffer(FisherRoutes.batchBytes(cost.parameters(), cost.precision()));
    }

    /** The sensitivities of a block of samples and a product of the size of its largest layer. */
    private double sensitivityBlock() {
        double largest = cost.layout().layers().stream()
                        .mapToDouble(DenseShape::outputs)
                        .max()
                        .orElse(0)
                / units();
        return Math.min(batchBytes(), allSensitivities()) * (1 + largest);
    }

    private double products(ProductRoute route) {
        return cost.onParameters() ? onParameters() : onDual(route);
    }

    private double onParameters() {
        return 2.0 * cost.vectorsPerSweep() * parameters() * numberBytes() + samples() * units() * numberBytes();
    }

    private double onDual(ProductRoute route) {
        return switch (route) {
            case MATRIX -> halfMatrix() + Math.max(building(), images());
            case SENSITIVITIES -> grams() + signals() + allSensitivities();
            default -> grams() + signals();
        };
    }

    /** Two blocks of sensitivities, and the Gram matrices of their samples. */
    private double exactMoments() {
        double grams = cost.depth() * samples() * samples() * numberBytes();
        return Math.min(allSensitivities(), 2 * cost.buffer(BLOCK)) + Math.min(grams, cost.buffer(BLOCK));
    }

    /**
     * Returns the parts with eigenvectors in parameter space, which keep all sensitivities beside the dual map; the
     * other plan where there are too many of them to be made.
     */
    Parts withEigenvectors(Method method, ProductRoute route, SpectrumOptions options) {
        Parts parts = parts(method, route, options);
        boolean made = parameters() <= LARGEST_VECTOR
                && rows() * (units() + cost.layout().layer(1).inputs()) <= LARGEST_FACTOR;
        double needed = made ? kept() + allSensitivities() + grams() + signals() : 0;
        return new Parts(Math.max(parts.outside(), needed), parts.live());
    }

    private double analysisVectors() {
        return parameters() <= LARGEST_VECTOR ? 8.0 * ANALYSIS_VECTORS * parameters() : 0;
    }

    private double matrix() {
        return rows() * rows() * numberBytes();
    }

    /** The blocks on and below the diagonal, the largest that a backend takes. */
    private double halfMatrix() {
        double edge = Math.min(rows(), cost.apart() ? LARGEST_EDGE_APART : LARGEST_EDGE);
        return rows() * (rows() + edge) / 2 * numberBytes();
    }

    /** The images that groups of block rows sum apart, and the vectors themselves. */
    private double images() {
        return (IMAGES + 1.0) * Math.min(FisherRoutes.VECTORS, cost.rowsPerSample()) * rows() * numberBytes();
    }

    /** What lives beside the dual matrix while it is built: all Gram matrices and all sensitivities. */
    private double building() {
        return allSensitivities() + cost.depth() * samples() * samples() * numberBytes();
    }

    /** The Gram matrices that products keep: those that cost less than gradients. */
    private double grams() {
        double count = 0;
        for (int l = 1; l <= cost.depth(); l++) {
            count += samples() < 2L * cost.layout().layer(l).inputs() && samples() <= LARGEST_GRAM ? 1 : 0;
        }
        return count * samples() * samples() * numberBytes();
    }

    private double allSensitivities() {
        return rows() * units() * numberBytes();
    }

    private double signals() {
        double each = 2.0 * samples() * units() * numberBytes();
        double block = Math.min(CostModel.BATCH, cost.rowsPerSample()) * each;
        return Math.max(each, Math.min(block, cost.buffer(SIGNALS)));
    }

    /** The Krylov basis with its images, or the vectors of the probes in step with the eigenvectors found before. */
    private double vectors(Method method, SpectrumOptions options) {
        long n = Math.min(cost.rows(), cost.parameters());
        long outputs = cost.rowsPerSample();
        long top = Math.max(options.top(), outputs);
        double basis = 2.0 * Math.min(n, Math.max(2 * top + 40, top + 6 * outputs) + outputs) * n;
        QuadratureConfig quadrature = new QuadratureConfig(options.probes(), options.steps(), 1);
        double inStep = method == Method.QUADRATURE
                ? (double) (top + (long) quadrature.probesInStep(n) * Math.min(n, options.steps())) * n
                : 0;
        return 8 * Math.max(basis, inStep);
    }

    /** Returns how many vectors share a sweep: as many as have their gradients, and directions, in 512 MiB. */
    long vectorsPerSweep(double bytesPerVector, long most) {
        return (long) Math.max(1, Math.min((double) most, Math.floor(cost.buffer(SWEEP_VECTORS) / bytesPerVector)));
    }
}
