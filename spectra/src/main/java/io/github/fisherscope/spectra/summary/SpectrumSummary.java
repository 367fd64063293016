package io.github.fisherscope.spectra.summary;

import io.github.fisherscope.spectra.Spectrum;

/**
 * The numbers that sum up a complete spectrum; each is defined at the method of {@link Spectrum} with its name.
 *
 * @param dimension P
 * @param candidates number of eigenvalues that may differ from zero, min(P, CT)
 * @param mean tr A / P
 * @param secondMoment tr A² / P
 * @param max λ_max
 * @param rank eigenvalues above {@code rankThreshold}
 * @param rankThreshold n ε λ_max with n the number of candidates
 * @param zeroFraction 1 − rank / P
 * @param participationRatio (tr A)² / tr A²
 * @param effectiveRank tr A / λ_max
 * @param spectralEntropy −Σ p ln p, p = λ / tr A, in nats
 */
public record SpectrumSummary(
        long dimension,
        int candidates,
        double mean,
        double secondMoment,
        double max,
        int rank,
        double rankThreshold,
        double zeroFraction,
        double participationRatio,
        double effectiveRank,
        double spectralEntropy) {

    /**
     * Sums up a complete spectrum in O(n).
     *
     * @throws IllegalStateException if the spectrum is partial
     */
    public static SpectrumSummary of(Spectrum s) {
        return new SpectrumSummary(
                s.dimension(),
                s.count(),
                s.mean(),
                s.secondMoment(),
                s.max(),
                s.rank(),
                s.rankThreshold(),
                s.zeroFraction(),
                s.participationRatio(),
                s.effectiveRank(),
                s.spectralEntropy());
    }
}
