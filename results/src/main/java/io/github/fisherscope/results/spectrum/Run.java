package io.github.fisherscope.results.spectrum;

import org.jspecify.annotations.Nullable;

/**
 * How eigenvalues were found.
 *
 * @param method {@code dense}, {@code dual}, {@code lanczos}, {@code quadrature}, {@code
 *     kernel-polynomial} or {@code direct}
 * @param chosenBecause one sentence: why this method was used
 * @param converged whether the method reached its tolerance
 * @param stopReason why the method ended, in words
 * @param memory what the method needed
 */
public record Run(String method, String chosenBecause, boolean converged, String stopReason, Memory memory) {

    /**
     * What the method needed.
     *
     * @param estimatedBytes planned peak of the whole process, made before the run
     * @param limitBytes the limit it was held against, null for none
     */
    public record Memory(long estimatedBytes, @Nullable Long limitBytes) {}
}
