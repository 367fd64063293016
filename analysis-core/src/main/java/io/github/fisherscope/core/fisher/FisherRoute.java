package io.github.fisherscope.core.fisher;

/** How the whole Fisher matrix is multiplied with vectors. */
public enum FisherRoute {
    /** Signals pass through the network: nothing is kept beside the linearisation. */
    NETWORK("network"),
    /** The sensitivities of all outputs are kept. */
    SENSITIVITIES("sensitivities"),
    /** The dual matrix is built and kept. */
    MATRIX("matrix"),
    /** Data pass through in batches; nothing of a sample is kept. */
    STREAMED("streamed");

    private final String id;

    FisherRoute(String id) {
        this.id = id;
    }

    /** Returns the name in results. */
    public String id() {
        return id;
    }
}
