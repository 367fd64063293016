package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.method.SearchPrices;
import io.github.fisherscope.studies.method.SpectralMethod.Takes;
import java.util.List;

/**
 * Flops and memory of each method: the prices that routes and moments tell, added up.
 *
 * @param size the sizes
 */
record CostModel(ProblemSize size) {
    /** Products of an iterative method for the outliers: three or four block steps, and two in hand. */
    private static final double PRODUCTS_PER_OUTPUT = 5;

    private static final double PRODUCTS = 20;

    static CostModel of(ParameterLayout layout, long samples, long rowsPerSample, Precision precision) {
        return new CostModel(ProblemSize.of(layout, samples, rowsPerSample, precision));
    }

    /** Returns the same sizes with matrices where these limits apply. */
    CostModel within(MemoryLimits limits) {
        return new CostModel(size.onDevice(limits.device()));
    }

    /** Returns whether matrices lie on a device with memory of its own. */
    boolean apart() {
        return size.hasDevice();
    }

    /** Returns P. */
    long parameters() {
        return size.parameters();
    }

    /** Returns n = R·T, rows of the dual matrix. */
    long rows() {
        return size.rows();
    }

    /** Returns whether F has fewer rows than its dual, so that vectors are those of F. */
    boolean onParameters() {
        return size.onParameters();
    }

    /** Returns the bytes that the device has free. */
    long device() {
        return size.device();
    }

    /** Returns the flops of one product through the network. */
    double product() {
        return product(ProductRoute.NETWORK);
    }

    /** Returns the flops of one product, preparation not counted. */
    double product(ProductRoute route) {
        return FisherRoutes.price(route.ofCore(), size).product();
    }

    /** Returns the flops before the first product. */
    double preparation(ProductRoute route) {
        return FisherRoutes.price(route.ofCore(), size).preparation();
    }

    /** Returns the flops of the exact second moment by the cheaper way. */
    double exactMoments() {
        return DualMoments.flops(size);
    }

    /** Returns whether the second moment comes from the columns of F and not from the tiles of the dual matrix. */
    boolean momentsByColumns() {
        return DualMoments.byColumns(size);
    }

    /** Returns whether a route can give the second moment exactly: tiles need all samples at once, columns do not. */
    boolean exactMomentsBy(ProductRoute route) {
        return route != ProductRoute.STREAMED || momentsByColumns();
    }

    /**
     * Returns the flops of the largest eigenvalues of every layer's block, on the smaller side of each: a gradient or a
     * Gram matrix for the layer itself, and signals through all layers above it.
     */
    double layers(ProductRoute route) {
        double sum = 0;
        double above = 0;
        for (int l = size.depth(); l >= 1; l--) {
            double own = size.layout().layer(l).weights();
            sum += 4.0 * size.samples() * (own + above);
            above += own;
        }
        boolean oneSweep = onParameters();
        double forward =
                (oneSweep ? 2.0 : 4.0) * size.samples() * above * size.depth() / FisherRoutes.vectorsPerSweep(size);
        return krylovProducts() * (sum + (route == ProductRoute.STREAMED ? forward : 0));
    }

    /** Returns the number of products that the largest eigenvalues are expected to take. */
    double krylovProducts() {
        return PRODUCTS + PRODUCTS_PER_OUTPUT * size.rowsPerSample();
    }

    /** Returns the number of products that a method is expected to take. */
    double products(Method method, SpectrumOptions options) {
        return method.how().products(prices(ProductRoute.NETWORK, false), options);
    }

    /** Returns the price of the matrix that a method takes. */
    FisherPrice price(Method method, ProductRoute route) {
        return switch (method.how().takes()) {
            case FISHER_ENTRIES -> FisherRoutes.priceOfEntries(size);
            case DUAL_ENTRIES -> FisherRoutes.priceOfDualEntries(size);
            case PRODUCTS -> FisherRoutes.price(route.ofCore(), size);
        };
    }

    /**
     * Returns what a search is made of.
     *
     * @param momentsToo whether the exact second moment is computed before the products
     */
    private SearchPrices prices(ProductRoute route, boolean momentsToo) {
        return new SearchPrices() {
            @Override
            public double allOf(Takes entries) {
                return entries == Takes.DUAL_ENTRIES
                        ? FisherRoutes.priceOfDualEntries(size).eigenvalues() // whose tiles give the moments on the way
                        : FisherRoutes.priceOfEntries(size).eigenvalues() + exactMoments();
            }

            @Override
            public double preparation() {
                boolean extra = momentsToo && route != ProductRoute.MATRIX && exactMomentsBy(route);
                return (extra ? exactMoments() : 0) + CostModel.this.preparation(route);
            }

            @Override
            public double product() {
                return CostModel.this.product(route);
            }

            @Override
            public double largestProducts() {
                return krylovProducts();
            }
        };
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
        boolean streams = method.iterative() && fits(method, ProductRoute.STREAMED, options, limit);
        return streams ? ProductRoute.STREAMED : ProductRoute.NETWORK;
    }

    /** Returns the flops of a method by a route, with the second moment where it is wanted. */
    double flops(Method method, ProductRoute route, SpectrumOptions options, boolean momentsToo) {
        return method.how().flops(prices(route, momentsToo), options);
    }

    /** Returns the flops of a method by its cheapest route. */
    double flops(Method method, ProductRoute route, SpectrumOptions options) {
        return flops(method, route, options, false);
    }

    /** Returns the flops of all matrix products that a study of one network is expected to make. */
    double work(Method method, ProductRoute route, SpectrumOptions options, boolean momentsToo) {
        double forwardAndNorms = 6.0 * size.samples() * (double) parameters() + DualMoments.backwardFlops(size);
        return forwardAndNorms
                + switch (method.how().takes()) {
                    case FISHER_ENTRIES -> price(method, route).preparation() + exactMoments();
                    case DUAL_ENTRIES -> exactMoments();
                    case PRODUCTS -> flops(method, route, options, momentsToo);
                };
    }

    /** Returns whether a method fits into {@code limit} bytes of the host and into what the device has free. */
    boolean fits(Method method, ProductRoute route, SpectrumOptions options, long limit) {
        return onHost(method, route, options) <= limit && onDevice(method, route, options) <= device();
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
}
