package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import java.util.List;
import java.util.Locale;

/**
 * Flops and memory of each method from the sizes alone. Flops are those of matrix products, which dominate; an
 * eigenproblem of n rows counts as 3.3 n³ (4/3 n³ at the rate that a two-stage reduction reaches), and a product with the
 * built dual matrix three times, since it waits for memory.
 *
 * @param layout the layers
 * @param samples T
 * @param rowsPerSample R; the dual matrix has n = R·T rows
 * @param precision number format of matrices
 * @param device bytes free on the device where matrices lie; {@link Long#MAX_VALUE} if they lie in the host's memory
 */
record CostModel(ParameterLayout layout, long samples, long rowsPerSample, Precision precision, long device) {
    /** Products of an iterative method for the outliers: three or four block steps, and two in hand. */
    private static final double PRODUCTS_PER_OUTPUT = 5;

    private static final double PRODUCTS = 20;

    /** Measured for ten vectors at once: 33 to 38 % of the rate of matrix products of order 1000 (docs/performance.md). */
    private static final double MEMORY_BOUND = 3;

    /** The share of a device's free memory that a buffer of free size takes; as in the core. */
    private static final long SHARE = 8;

    /** Vectors that pass through the network at once at most. */
    static final int BATCH = 16;

    static CostModel of(ParameterLayout layout, long samples, long rowsPerSample, Precision precision) {
        return new CostModel(layout, samples, rowsPerSample, precision, Long.MAX_VALUE);
    }

    /** Returns the same sizes with matrices where these limits apply. */
    CostModel within(MemoryLimits limits) {
        return new CostModel(layout, samples, rowsPerSample, precision, limits.device());
    }

    /** Returns whether matrices lie on a device with memory of its own. */
    boolean apart() {
        return device != Long.MAX_VALUE;
    }

    /** Returns the bytes of a buffer whose size is free to choose. */
    double buffer(long most) {
        return Math.min((double) most, (double) device / SHARE);
    }

    int depth() {
        return layout.depth();
    }

    /** Returns P. */
    long parameters() {
        return layout.parameters();
    }

    /** Returns n = R·T, rows of the dual matrix. */
    long rows() {
        return rowsPerSample * samples;
    }

    /** Returns whether F has fewer rows than its dual, so that vectors are those of F. */
    boolean onParameters() {
        return parameters() < rows();
    }

    /** Returns C. */
    int outputs() {
        return layout.layer(depth()).outputs();
    }

    /** Returns Σ M_l over the layers l ≥ 1. */
    long units() {
        return layout.layers().stream().mapToLong(DenseShape::outputs).sum();
    }

    private long hiddenUnits() {
        return units() - outputs();
    }

    /** Σ M_l M_{l-1} over layers 2 to {@code last}, passed backwards and forwards by each product. */
    private double connections(int last) {
        double sum = 0;
        for (int l = 2; l <= last; l++) {
            sum += layout.layer(l).weights();
        }
        return sum;
    }

    /** Each layer's Gram matrix or gradient, whichever costs less. */
    private double sources() {
        double sum = 0;
        for (int l = 1; l <= depth(); l++) {
            DenseShape layer = layout.layer(l);
            sum += Math.min(2.0 * samples * samples * layer.outputs(), 4.0 * samples * layer.weights());
        }
        return sum;
    }

    /** Returns the flops of one product through the network. */
    double product() {
        return product(ProductRoute.NETWORK);
    }

    /** Returns the flops of one product, preparation not counted. */
    double product(ProductRoute route) {
        double all = connections(depth()) + layout.layer(1).weights();
        double backAndForth = 4.0 * samples * (all + connections(depth()));
        if (route == ProductRoute.STREAMED) {
            double forward = 2.0 * samples * all / vectorsPerSweep();
            return backAndForth + (onParameters() ? 1 : 2) * forward; // one sweep for F v, two for K u
        }
        if (onParameters()) {
            return backAndForth;
        }
        return switch (route) {
            case NETWORK -> 4.0 * samples * connections(depth()) + sources();
            case SENSITIVITIES -> sources() + 4.0 * rows() * units();
            case MATRIX -> MEMORY_BOUND * 2 * (double) rows() * rows();
            case STREAMED -> throw new IllegalStateException("counted above");
        };
    }

    /** Returns the flops before the first product. */
    double preparation(ProductRoute route) {
        return switch (route) {
            case NETWORK, STREAMED -> 0;
            case SENSITIVITIES -> sensitivities();
            case MATRIX -> exactMoments();
        };
    }

    private double sensitivities() {
        return 2.0 * rows() * connections(depth() - 1);
    }

    /** Returns the flops of the exact second moment by the cheaper way. */
    double exactMoments() {
        return momentsByColumns() ? columnMoments() : tileMoments();
    }

    /** Returns whether the second moment comes from the columns of F and not from the tiles of the dual matrix. */
    boolean momentsByColumns() {
        return onParameters() && columnMoments() < tileMoments();
    }

    /** Returns whether a route can give the second moment exactly: tiles need all samples at once, columns do not. */
    boolean exactMomentsBy(ProductRoute route) {
        return route != ProductRoute.STREAMED || momentsByColumns();
    }

    /** The backward pass and every tile of the dual matrix once. */
    private double tileMoments() {
        return sensitivities() + (double) rows() * rows() * hiddenUnits();
    }

    /** One product for each column of F. */
    private double columnMoments() {
        return parameters() * product(ProductRoute.STREAMED);
    }

    /** Returns how many vectors share a sweep over data in batches. */
    long vectorsPerSweep() {
        double each = (double) parameters() * precision.bytes() * (onParameters() ? 2 : 1);
        return memory().vectorsPerSweep(each, Math.min(BATCH, rowsPerSample));
    }

    /**
     * Returns the flops of the largest eigenvalues of every layer's block, on the smaller side of each: a gradient or a
     * Gram matrix for the layer itself, and signals through all layers above it.
     */
    double layers(ProductRoute route) {
        double sum = 0;
        double above = 0;
        for (int l = depth(); l >= 1; l--) {
            double own = layout.layer(l).weights();
            sum += 4.0 * samples * (own + above);
            above += own;
        }
        boolean oneSweep = onParameters();
        double forward = (oneSweep ? 2.0 : 4.0) * samples * above * depth() / vectorsPerSweep();
        return krylovProducts() * (sum + (route == ProductRoute.STREAMED ? forward : 0));
    }

    /** Returns the number of products that the largest eigenvalues are expected to take. */
    double krylovProducts() {
        return PRODUCTS + PRODUCTS_PER_OUTPUT * rowsPerSample;
    }

    /** Returns the number of products that a method is expected to take. */
    double products(Method method, SpectrumOptions options) {
        return krylovProducts() + (method == Method.QUADRATURE ? (double) options.probes() * options.steps() : 0);
    }

    /** Returns the flops of the largest eigenvalues without anything prepared. */
    double krylov() {
        return krylovProducts() * product();
    }

    /**
     * Returns the cheapest route that fits: over the data in batches only where no other does, through the network where
     * that does not either.
     *
     * @param momentsToo whether the second moment is computed anyway, which a built matrix gives on the way
     * @param limit bytes allowed
     */
    ProductRoute route(Method method, SpectrumOptions options, boolean momentsToo, long limit) {
        ProductRoute best = null;
        for (ProductRoute route : List.of(ProductRoute.NETWORK, ProductRoute.SENSITIVITIES, ProductRoute.MATRIX)) {
            boolean possible = route == ProductRoute.NETWORK || !onParameters();
            if (possible
                    && fits(method, route, options, limit)
                    && (best == null
                            || flops(method, route, options, momentsToo) < flops(method, best, options, momentsToo))) {
                best = route;
            }
        }
        if (best != null) {
            return best;
        }
        boolean streams = iterative(method) && fits(method, ProductRoute.STREAMED, options, limit);
        return streams ? ProductRoute.STREAMED : ProductRoute.NETWORK;
    }

    /** Returns whether the method only multiplies by the matrix; data may then pass through in batches. */
    static boolean iterative(Method method) {
        return method == Method.LANCZOS || method == Method.SUBSPACE || method == Method.QUADRATURE;
    }

    /** Returns the flops of an iterative method by a route, with the second moment where it is wanted. */
    double flops(Method method, ProductRoute route, SpectrumOptions options, boolean momentsToo) {
        boolean extra = momentsToo && route != ProductRoute.MATRIX && exactMomentsBy(route);
        return (extra ? exactMoments() : 0) + preparation(route) + products(method, options) * product(route);
    }

    /** Returns the flops of a method by its cheapest route. */
    double flops(Method method, ProductRoute route, SpectrumOptions options) {
        double n = rows();
        double p = parameters();
        return switch (method) {
            case DENSE -> 2 * n * p * p + 3.3 * p * p * p + exactMoments();
            case DUAL -> exactMoments() + 3.3 * n * n * n;
            case LANCZOS, SUBSPACE, QUADRATURE -> flops(method, route, options, false);
            case AUTO -> throw new IllegalArgumentException("auto is not a method with a cost");
        };
    }

    /** Returns the flops of all matrix products that a study of one network is expected to make. */
    double work(Method method, ProductRoute route, SpectrumOptions options, boolean momentsToo) {
        double forwardAndNorms = 6.0 * samples * (double) parameters() + sensitivities();
        return forwardAndNorms
                + switch (method) {
                    case DENSE -> flops(method, route, options) - 3.3 * Math.pow((double) parameters(), 3);
                    case DUAL -> exactMoments();
                    default -> flops(method, route, options, momentsToo);
                };
    }

    /** Returns whether a method fits into {@code limit} bytes of the host and into what the device has free. */
    boolean fits(Method method, ProductRoute route, SpectrumOptions options, long limit) {
        return onHost(method, route, options) <= limit && onDevice(method, route, options) <= device;
    }

    /** Returns the planned peak of the process and of a device together, in bytes. */
    long bytes(Method method, ProductRoute route, SpectrumOptions options) {
        return memory().parts(method, route, options).total();
    }

    /** Returns the planned peak of the process in the host's memory. */
    long onHost(Method method, ProductRoute route, SpectrumOptions options) {
        return host(memory().parts(method, route, options));
    }

    /** Returns what the parts take of the host's memory. */
    long host(MemoryPlan.Parts parts) {
        return apart() ? parts.onHeap() : parts.total();
    }

    /** Returns the planned peak in the memory of a device; 0 without one. */
    long onDevice(Method method, ProductRoute route, SpectrumOptions options) {
        return apart() ? memory().parts(method, route, options).matrices() : 0;
    }

    MemoryPlan memory() {
        return new MemoryPlan(this);
    }

    String describe(Method method, ProductRoute route, SpectrumOptions options) {
        return String.format(
                Locale.ROOT,
                "%-10s %10.3g Gflop %9s  %s",
                method.id(),
                flops(method, route, options) * 1e-9,
                MethodChoice.size(bytes(method, route, options)),
                switch (method) {
                    case DENSE -> "all eigenvalues of F (P × P)";
                    case DUAL -> "all eigenvalues of the dual matrix (C·T × C·T)";
                    case LANCZOS -> "the largest eigenvalues";
                    case SUBSPACE -> "the largest eigenvalues, by an independent method";
                    case QUADRATURE -> "the largest eigenvalues and the density of the rest";
                    case AUTO -> "";
                });
    }
}
