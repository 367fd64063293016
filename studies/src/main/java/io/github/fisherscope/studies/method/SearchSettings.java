package io.github.fisherscope.studies.method;

/** How far a method goes. */
public interface SearchSettings {
    /** Returns how many of the largest eigenvalues are found at least. */
    int top();

    /** Returns the relative residual at which an eigenvalue counts as converged. */
    double tolerance();

    /** Returns the number of random vectors that estimate a density. */
    int probes();

    /** Returns the number of steps that each of them takes. */
    int steps();
}
