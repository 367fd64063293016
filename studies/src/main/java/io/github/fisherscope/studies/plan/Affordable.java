package io.github.fisherscope.studies.plan;

/** How much work a study takes on without being asked. */
public final class Affordable {
    /** Flops of about a minute on two cores: all eigenvalues are found up to them. */
    static final double SEARCH = 2.5e12;

    /** Flops up to which exact moments and the blocks of layers are measured beside the eigenvalues. */
    static final double EXTRAS = 4 * SEARCH;

    /** The same if an engine divides the samples: users of an engine have more than one machine. */
    static final double DIVIDED = 4e13;

    /** The largest number of parameters for which vectors of them are kept beside the search: the diagonal, eigenvectors. */
    public static final long LARGEST_VECTOR = 12_000_000;

    private Affordable() {}
}
