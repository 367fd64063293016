package io.github.fisherscope.studies.plan;

/** How much work a study takes on without being asked. */
final class Affordable {
    /** Flops of about a minute on two cores: all eigenvalues are found up to them. */
    static final double SEARCH = 2.5e12;

    /** Flops up to which exact moments and the blocks of layers are measured beside the eigenvalues. */
    static final double EXTRAS = 4 * SEARCH;

    /** The same where samples are divided: whoever asks for an engine has more than one machine. */
    static final double DIVIDED = 4e13;

    private Affordable() {}
}
