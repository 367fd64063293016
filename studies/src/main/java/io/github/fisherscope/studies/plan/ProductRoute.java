package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.fisher.FisherRoute;

/** How an iterative method multiplies by the Fisher matrix or its dual. */
public enum ProductRoute {
    /** Signals pass back and forth through the network for every vector; nothing is prepared. */
    NETWORK(FisherRoute.NETWORK, "through the network"),
    /** One backward pass for all outputs is kept; a vector then meets each layer once. */
    SENSITIVITIES(FisherRoute.SENSITIVITIES, "through kept sensitivities"),
    /** The dual matrix is built once; its second moment is found on the way. */
    MATRIX(FisherRoute.MATRIX, "with the built dual matrix"),
    /**
     * Over the data a batch of samples at a time, for data that do not fit otherwise: once for every few vectors of P numbers
     * where P is less than C·T, twice for vectors of C·T numbers.
     */
    STREAMED(FisherRoute.STREAMED, "over the data in batches");

    private final FisherRoute route;
    private final String words;

    ProductRoute(FisherRoute route, String words) {
        this.route = route;
        this.words = words;
    }

    /** Returns the route by which the core makes the matrix. */
    public FisherRoute ofCore() {
        return route;
    }

    /** Returns a phrase for the report. */
    String words() {
        return words;
    }
}
