package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.fisher.FisherRoute;

/** How an iterative method multiplies by the Fisher matrix or its dual. */
public enum ProductRoute {
    /** Signals pass back and forth through the network for every vector; nothing is prepared. */
    NETWORK(FisherRoute.NETWORK),
    /** One backward pass for all outputs is kept; a vector then meets each layer once. */
    SENSITIVITIES(FisherRoute.SENSITIVITIES),
    /** The dual matrix is built once; its second moment is found on the way. */
    MATRIX(FisherRoute.MATRIX),
    /**
     * Over the data a batch of samples at a time, for data that do not fit otherwise: once for every few vectors of P numbers
     * where P is less than C·T, twice for vectors of C·T numbers.
     */
    STREAMED(FisherRoute.STREAMED);

    private final FisherRoute route;

    ProductRoute(FisherRoute route) {
        this.route = route;
    }

    /** Returns the route by which the core makes the matrix. */
    public FisherRoute ofCore() {
        return route;
    }
}
