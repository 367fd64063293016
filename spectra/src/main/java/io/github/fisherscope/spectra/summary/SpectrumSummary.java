package io.github.fisherscope.spectra.summary;

import io.github.fisherscope.spectra.Spectrum;

/**
 * The numbers that sum up a complete spectrum; each is defined at the method of {@link Spectrum} with its name.
 *
 * @param dimension P
 * @param candidates number of eigenvalues that may differ from zero, min(P, CT)
 * @param moments mean, second moment and largest eigenvalue
 * @param rank how many are not zero
 * @param effective how many count
 */
public record SpectrumSummary(long dimension, int candidates, Moments moments, Rank rank, EffectiveRanks effective) {
    /**
     * Moments and end.
     *
     * @param mean tr A / P
     * @param second tr A² / P
     * @param max λ_max
     */
    public record Moments(double mean, double second, double max) {}

    /**
     * How many eigenvalues are not zero up to rounding.
     *
     * @param rank eigenvalues above {@code threshold}
     * @param threshold n ε λ_max with n the number of candidates
     * @param zeroFraction 1 − rank / P
     */
    public record Rank(int rank, double threshold, double zeroFraction) {}

    /**
     * How many eigenvalues count, by three measures.
     *
     * @param participationRatio (tr A)² / tr A²
     * @param effectiveRank tr A / λ_max
     * @param entropy −Σ p ln p, p = λ / tr A, in nats
     */
    public record EffectiveRanks(double participationRatio, double effectiveRank, double entropy) {}

    /**
     * Sums up a complete spectrum in O(n).
     *
     * @throws IllegalStateException if the spectrum is partial
     */
    public static SpectrumSummary of(Spectrum s) {
        return new SpectrumSummary(
                s.dimension(),
                s.count(),
                new Moments(s.mean(), s.secondMoment(), s.max()),
                new Rank(s.rank(), s.rankThreshold(), s.zeroFraction()),
                new EffectiveRanks(s.participationRatio(), s.effectiveRank(), s.spectralEntropy()));
    }
}
