package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NeuralNetwork;

/**
 * Makes the whole Fisher matrix by every route: on the side asked for, or on the one with fewer rows. What a matrix is made
 * from, linearisation or backend, must stay open while it is in use.
 *
 * <pre>{@code
 * try (Linearization at = Linearization.of(network, data, backend);
 *         WholeFisherMatrix k = FisherRoutes.dual(FisherRoute.SENSITIVITIES, at, FisherRequest.exact(likelihood))) {
 *     double trace = k.trace();
 * }
 * }</pre>
 */
public final class FisherRoutes {
    /** The largest number of rows of a matrix that is built from parameters or products: it takes 3.2 GB in float64. */
    public static final int LARGEST_BUILT = 20_000;

    private FisherRoutes() {}

    /** Returns the price of a route on the side with fewer rows. */
    public static FisherPrice price(FisherRoute route, ProblemSize size) {
        if (!size.onParameters()) {
            return priceOfDual(route, size);
        }
        return route == FisherRoute.STREAMED ? StreamedFisher.streamedPrice(size) : StreamedFisher.price(size);
    }

    /** Returns the price of a route on the dual side. */
    public static FisherPrice priceOfDual(FisherRoute route, ProblemSize size) {
        return switch (route) {
            case NETWORK -> DualOperator.price(size);
            case SENSITIVITIES -> SensitivityOperator.price(size);
            case MATRIX -> DualMatrixOperator.price(size);
            case STREAMED -> StreamedDual.price(size);
        };
    }

    /** Returns the price of F itself through the network, at samples that are all linearised. */
    public static FisherPrice priceOfProducts(ProblemSize size) {
        return StreamedFisher.price(size);
    }

    /** Returns how many vectors share a sweep over data in batches. */
    public static long vectorsPerSweep(ProblemSize size) {
        return size.onParameters() ? StreamedFisher.vectorsPerSweep(size) : StreamedDual.vectorsPerSweep(size);
    }

    /** Returns the bytes of weights and of a batch of samples, where data pass through in batches. */
    public static double batchBytes(ProblemSize size) {
        return DataSweep.bytes(size);
    }

    /** Returns the price of the dual matrix with all its entries. */
    public static FisherPrice priceOfDualEntries(ProblemSize size) {
        return DualFisher.price(size);
    }

    /** Returns the price of F with all its entries. */
    public static FisherPrice priceOfEntries(ProblemSize size) {
        return DenseFisher.price(size);
    }

    /**
     * Returns the matrix on the side with fewer rows at samples that are all linearised. Where that is F itself, every
     * route passes through the network.
     *
     * @param route any but {@link FisherRoute#STREAMED}
     */
    public static WholeFisherMatrix smaller(FisherRoute route, Linearization at, FisherRequest request) {
        return onParameters(at.network(), request, at.samples()) ? products(at, request) : dual(route, at, request);
    }

    /** Returns the matrix on the side with fewer rows for data that pass through in batches. */
    public static WholeFisherMatrix smallerStreamed(
            NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return onParameters(network, request, data.samples())
                ? streamedProducts(network, data, request, backend)
                : streamedDual(network, data, request, backend);
    }

    private static boolean onParameters(NeuralNetwork network, FisherRequest request, int samples) {
        return network.parameters() < (long) request.rowsPerSample(network.outputs()) * samples;
    }

    /**
     * Returns the dual matrix at samples that are all linearised.
     *
     * @param route any but {@link FisherRoute#STREAMED}
     */
    public static WholeFisherMatrix dual(FisherRoute route, Linearization at, FisherRequest request) {
        return switch (route) {
            case NETWORK -> DualOperator.of(at, request);
            case SENSITIVITIES -> SensitivityOperator.of(at, request);
            case MATRIX -> DualMatrixOperator.of(at, request);
            case STREAMED ->
                throw new IllegalArgumentException(
                        "the route is streamed, and all samples are linearised already; give network and data instead");
        };
    }

    /** Returns the dual of the diagonal block of layer {@code layer}, counted from 1, through the network. */
    public static FisherMatrix dualOfLayer(Linearization at, FisherRequest request, int layer) {
        Args.requireInRange("layer", layer, 1, at.depth());
        return DualOperator.ofLayer(at, request, layer);
    }

    /** Returns the dual matrix with all its entries, made for a direct eigensolver: n² numbers. */
    public static WholeFisherMatrix dualEntries(Linearization at, FisherRequest request) {
        return DualFisher.of(at, request);
    }

    /** Returns F itself through the network, at samples that are all linearised. */
    public static WholeFisherMatrix products(Linearization at, FisherRequest request) {
        return StreamedFisher.at(at, request);
    }

    /** Returns F itself as {@link #products} does; closing it closes the linearisation, which the caller gives up. */
    public static WholeFisherMatrix owningProducts(Linearization at, FisherRequest request) {
        return StreamedFisher.owning(at, request);
    }

    /**
     * Returns F itself with all its entries, from explicit per-sample gradients by plain loops that share nothing with the
     * other routes, so that their agreement means something.
     *
     * @throws IllegalArgumentException if P exceeds {@link #LARGEST_BUILT} or the request's labels do not fit
     */
    public static WholeFisherMatrix entries(
            NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return DenseFisher.of(network, data, request, backend);
    }

    /** Returns F itself for data that pass through in batches. */
    public static WholeFisherMatrix streamedProducts(
            NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return StreamedFisher.of(network, data, request, backend);
    }

    /**
     * Returns the matrix over shards on the side with fewer rows; the shards stay their owner's.
     *
     * @param backend for what is done here and not where shards lie
     */
    public static WholeFisherMatrix sharded(FisherShards shards, Backend backend) {
        int samples = shards.sizes().stream().mapToInt(Integer::intValue).sum();
        return onParameters(shards.network(), shards.request(), samples)
                ? shardedProducts(shards, backend)
                : shardedDual(shards, backend);
    }

    /** Returns F itself over shards. */
    public static WholeFisherMatrix shardedProducts(FisherShards shards, Backend backend) {
        return new ShardedFisher(shards, backend, 1, shards.network().depth());
    }

    /** Returns the dual matrix over shards. */
    public static WholeFisherMatrix shardedDual(FisherShards shards, Backend backend) {
        return new ShardedDual(shards, backend, 1, shards.network().depth());
    }

    /** Returns the dual matrix for data that pass through in batches. */
    public static WholeFisherMatrix streamedDual(
            NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return StreamedDual.of(network, data, request, backend);
    }
}
