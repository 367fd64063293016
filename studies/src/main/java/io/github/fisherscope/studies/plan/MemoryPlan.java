package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.ParameterMoments;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;

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
    public static final double HEAP_PER_LIVE = 1.18;

    static final int YOUNG_MIB = 64;

    /** Vectors of as many numbers as there are parameters that an analysis holds at a time. */
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

        PlanTable.MemoryShares shares() {
            return new PlanTable.MemoryShares(total(), (long) outside, (long) (HEAP_PER_LIVE * live), RUNTIME);
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
            throw new MemoryLimitException("reading the files takes " + MemorySize.of(needed)
                    + ", Java machine included, and the memory limit allows "
                    + MemorySize.of(limit)
                    + "; raise it to at least that, or give smaller files");
        }
    }

    /** Returns what the heap takes for bytes that live on it. */
    static long onHeap(long live) {
        return (long) Math.min(0x1p62, HEAP_PER_LIVE * live);
    }

    private double parameters() {
        return (double) cost.parameters();
    }

    private double samples() {
        return (double) cost.size().samples();
    }

    private double rows() {
        return (double) cost.rows();
    }

    private double units() {
        return (double) cost.size().units();
    }

    private int numberBytes() {
        return cost.size().numberBytes();
    }

    /** Returns the planned peak of the process in bytes. */
    long bytes(Method method, ProductRoute route, SpectrumOptions options) {
        return parts(method, route, options).total();
    }

    Parts parts(Method method, ProductRoute route, SpectrumOptions options) {
        boolean iterative = method.iterative();
        long n = Math.min(cost.rows(), cost.parameters());
        double vectors = 8 * method.how().vectors(n, cost.size().rowsPerSample(), options);
        double live = given() + vectors + analysisVectors();
        if (route == ProductRoute.STREAMED && iterative) {
            return new Parts(streamed(), live);
        }
        boolean momentsApart = iterative && route != ProductRoute.MATRIX;
        double search = cost.price(method, route).bytes() + (momentsApart ? DualMoments.bytes(cost.size()) : 0);
        double signals = samples() * units() * numberBytes();
        double moments = signals + ParameterMoments.bytes(cost.size());
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
        return alone(FisherRoutes.priceOfDualEntries(cost.size()).bytes(), rows());
    }

    /** Returns the parts of products with the dual matrix by a route, with {@code vectors} of its numbers of rows. */
    Parts dualProducts(ProductRoute route, int vectors) {
        return alone(FisherRoutes.priceOfDual(route.ofCore(), cost.size()).bytes(), vectors * rows());
    }

    /** Returns the parts of products with F, with {@code vectors} of P numbers. */
    Parts fisherProducts(int vectors) {
        return alone(FisherRoutes.priceOfProducts(cost.size()).bytes(), vectors * parameters());
    }

    /** Returns the parts of the exact moments. */
    Parts moments() {
        return alone(DualMoments.bytes(cost.size()), 0);
    }

    /** Returns the parts of work over data in batches, with {@code vectors} of the smaller side. */
    Parts batches(int vectors) {
        return new Parts(streamed(), given() + 8 * vectors * Math.min(rows(), parameters()));
    }

    private double given() {
        return 8 * (samples() * cost.size().layout().layer(1).inputs() + parameters());
    }

    private double kept() {
        return (parameters() + samples() * (cost.size().layout().layer(1).inputs() + 2 * units())) * numberBytes();
    }

    /** Returns whether Krylov vectors lie on a device beside their operator, by the rule of the spectra. */
    private boolean liesOnDevice(Method method, double vectors, double free) {
        return method.how().vectorsFollow()
                && cost.apart()
                && cost.size().precision() == Precision.DOUBLE
                && vectors <= free / 2;
    }

    /** Returns the bytes of vectors that the host has all the same: eigenvectors read, and as many to start from; probes. */
    private double found(SpectrumOptions options) {
        double count = 2.0 * Math.max(options.top(), cost.size().rowsPerSample()) + options.probes();
        return 8 * count * Math.min(rows(), parameters());
    }

    /** Weights and a batch, and at the larger of two times: the moments, or vectors that share a sweep. */
    private double streamed() {
        double vectors = products(ProductRoute.STREAMED);
        return FisherRoutes.batchBytes(cost.size()) + Math.max(ParameterMoments.bytes(cost.size()), vectors);
    }

    private double products(ProductRoute route) {
        return FisherRoutes.price(route.ofCore(), cost.size()).bytes();
    }

    /**
     * Returns the parts with eigenvectors in parameter space, which keep all sensitivities beside the dual map; the
     * other plan where there are too many of them to be made.
     */
    Parts withEigenvectors(Method method, ProductRoute route, SpectrumOptions options) {
        Parts parts = parts(method, route, options);
        boolean made = parameters() <= Affordable.LARGEST_VECTOR
                && rows() * (units() + cost.size().layout().layer(1).inputs()) <= LARGEST_FACTOR;
        double needed = made
                ? kept()
                        + FisherRoutes.priceOfDual(FisherRoute.SENSITIVITIES, cost.size())
                                .bytes()
                : 0;
        return new Parts(Math.max(parts.outside(), needed), parts.live());
    }

    private double analysisVectors() {
        return parameters() <= Affordable.LARGEST_VECTOR ? 8.0 * ANALYSIS_VECTORS * parameters() : 0;
    }
}
