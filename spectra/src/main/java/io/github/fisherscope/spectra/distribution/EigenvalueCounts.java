package io.github.fisherscope.spectra.distribution;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.spectra.Spectrum;

/**
 * Counts of a complete spectrum and the bounds that its first two moments put on them. All bounds hold for every positive
 * semi-definite matrix; with the mean-field moments in place of the measured ones they are the statements of Karakida,
 * Akaho and Amari (AISTATS 2019) on how few eigenvalues can be large.
 */
public final class EigenvalueCounts {
    private final Spectrum spectrum;

    private EigenvalueCounts(Spectrum spectrum) {
        spectrum.trace(); // refuses a partial spectrum
        this.spectrum = spectrum;
    }

    public static EigenvalueCounts of(Spectrum spectrum) {
        return new EigenvalueCounts(spectrum);
    }

    /** Returns N(λ ≥ x) for x &gt; 0. */
    public int atLeast(double x) {
        Args.requirePositive("x", x);
        return (int) spectrum.values().stream().filter(v -> v >= x).count();
    }

    /** Returns the bound N(λ ≥ x) ≤ min(P m/x, P s/x², P) with m, s the measured mean and second moment. */
    public double bound(double x) {
        return bound(x, spectrum.dimension(), spectrum.mean(), spectrum.secondMoment());
    }

    /** Returns min(P m/x, P s/x², P) for given moments, for example predicted ones (Markov's inequality). */
    public static double bound(double x, long dimension, double mean, double secondMoment) {
        Args.requirePositive("x", x);
        Args.requireNonNegative("mean", mean);
        Args.requireNonNegative("secondMoment", secondMoment);
        double p = dimension;
        return Math.min(p, Math.min(p * mean / x, p * secondMoment / x / x));
    }

    /** Returns s/m ≤ λ_max, the lower bound of the largest eigenvalue; 0 for the zero matrix. */
    public double lowerBoundOfMax() {
        double mean = spectrum.mean();
        return mean > 0 ? spectrum.secondMoment() / mean : 0;
    }

    /** Returns √(P s) ≥ λ_max, the upper bound of the largest eigenvalue. */
    public double upperBoundOfMax() {
        return Math.sqrt(spectrum.squaredTrace());
    }

    /** Returns the smallest eigenvalue x with share(λ ≤ x) ≥ q over all P, q in (0, 1]. */
    public double quantile(double q) {
        Args.require(q > 0 && q <= 1, "q is %s; it must lie in (0, 1]", q);
        long index = Math.max(0, (long) Math.ceil(q * spectrum.dimension()) - 1);
        long fromTop = spectrum.dimension() - 1 - index;
        int stored = spectrum.count();
        int notNegative = (int) spectrum.values().stream().filter(v -> v >= 0).count();
        long zeros = spectrum.dimension() - stored;
        if (fromTop < notNegative) {
            return spectrum.values().get((int) fromTop);
        }
        return fromTop < notNegative + zeros ? 0 : spectrum.values().get((int) (fromTop - zeros));
    }

    /** Returns the share of all P eigenvalues with λ ≤ {@code relativeThreshold} · λ_max, exact zeros included. */
    public double shareNearZero(double relativeThreshold) {
        Args.requireNonNegative("relativeThreshold", relativeThreshold);
        double limit = relativeThreshold * spectrum.max();
        long above = spectrum.values().stream().filter(v -> v > limit).count();
        return (double) (spectrum.dimension() - above) / spectrum.dimension();
    }
}
