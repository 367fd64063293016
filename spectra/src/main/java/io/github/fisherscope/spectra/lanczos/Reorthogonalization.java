package io.github.fisherscope.spectra.lanczos;

/**
 * How the loss of orthogonality of a Krylov basis is fought. Left alone it produces copies of converged eigenvalues
 * ("ghosts"), so leaving it alone is not offered.
 */
public enum Reorthogonalization {
    /**
     * Every new vector is made orthogonal to all earlier ones, at least twice; orthogonality stays at the level of
     * rounding. Costs 4nj flops at basis size j.
     */
    FULL,
    /**
     * Every new vector is made orthogonal to its neighbours in the recurrence and, when the recurrence of Simon for the
     * loss of orthogonality says that √ε is near, to all earlier ones. Ritz values stay correct to rounding, Ritz
     * vectors to about √ε. For single vectors and a single basis: a restart would build on vectors that are orthogonal
     * to √ε only and amplify the error, so the run ends with {@code StepLimit} when the basis is full, and answers cannot
     * be confirmed.
     */
    SELECTIVE
}
