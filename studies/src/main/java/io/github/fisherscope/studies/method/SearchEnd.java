package io.github.fisherscope.studies.method;

import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.trace.Estimate;
import org.jspecify.annotations.Nullable;

/** How a search for eigenvalues ended, as values. */
public sealed interface SearchEnd {
    /** A direct eigensolver found all of them. */
    record Direct() implements SearchEnd {}

    /** The trace is zero, and with it every eigenvalue. */
    record ZeroMatrix() implements SearchEnd {}

    /**
     * Block Lanczos ended.
     *
     * @param tolerance the relative residual asked for
     * @param products with the matrix
     * @param density where the density of the others comes from, null without one
     */
    record Krylov(
            LanczosResult.Stop stop,
            double tolerance,
            int products,
            @Nullable Density density) implements SearchEnd {}

    /** How the density of the eigenvalues that were not found one by one was estimated. */
    sealed interface Density {}

    /** A quadrature with a number of probes and of steps for each. */
    record Quadrature(int probes, int steps) implements Density {}

    /**
     * Chebyshev moments with a Jackson kernel.
     *
     * @param degree of the highest moment
     * @param resolution over which an eigenvalue is smeared
     */
    record ChebyshevMoments(int probes, int degree, double resolution) implements Density {}

    /**
     * Randomised subspace iteration ended.
     *
     * @param worstResidual relative to the largest eigenvalue
     * @param missedAbove no eigenvalue above it was missed, with probability 1 − 1e-10
     */
    record Subspace(int products, double worstResidual, double missedAbove) implements SearchEnd {}

    /**
     * Lanczos ended at both ends of an indefinite spectrum.
     *
     * @param probes from which the trace was estimated
     * @param steps of the quadrature that gives the density of the others, null without one
     */
    record BothEnds(
            boolean converged,
            int products,
            double tolerance,
            Estimate trace,
            int probes,
            @Nullable Integer steps) implements SearchEnd {}
}
