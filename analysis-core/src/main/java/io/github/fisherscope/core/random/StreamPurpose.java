package io.github.fisherscope.core.random;

/** What a random stream is used for; streams of different purposes are independent of each other. */
public enum StreamPurpose {
    WEIGHTS(1),
    BIASES(2),
    INPUTS(3),
    LABELS(4),
    PROBES(5),
    START_VECTORS(6),
    BOOTSTRAP(7),
    /** Seeds of the points of a curve, each with networks and inputs of its own. */
    POINTS(8),
    /** Seeds of networks that are measured many times over, each in a study of its own. */
    STUDIES(9),
    /** The order in which training sees samples. */
    BATCHES(10),
    /** The noise that a latent state is drawn with. */
    LATENT_NOISE(11),
    /** What noise does to data before a network sees it. */
    CORRUPTION(12);

    private final long key;

    StreamPurpose(long key) {
        this.key = key;
    }

    /** Returns the number that enters the seed of the stream; it never changes. */
    long key() {
        return key;
    }
}
