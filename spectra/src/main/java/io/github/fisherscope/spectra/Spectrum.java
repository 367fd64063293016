package io.github.fisherscope.spectra;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * The spectrum of a symmetric positive semi-definite P × P matrix, as far as it was measured. Eigenvalues that are known
 * to be zero because of the matrix's shape are counted, not stored: a Fisher matrix of T samples and C outputs has at
 * most min(P, CT) non-zero eigenvalues.
 *
 * <p>Functionals over all P eigenvalues ({@link #mean}, {@link #rank}, …) need a complete spectrum and throw
 * {@link IllegalStateException} on a partial one rather than answer for the part alone.
 *
 * @param values the candidates for non-zero eigenvalues, descending; rounding may leave tiny negative ones
 * @param dimension P, the order of the matrix
 * @param complete whether every eigenvalue that is not in {@code values} is exactly zero
 * @param method how it was measured, in a word or two, for reports
 * @param residualNorms ‖Av − λv‖ of each value for iterative methods, otherwise empty
 */
public record Spectrum(RealVector values, long dimension, boolean complete, String method, RealVector residualNorms) {
    private static final double UNIT = Math.ulp(1.0);

    public Spectrum {
        Objects.requireNonNull(method, "method");
        Args.requireInRange("dimension", dimension, 1L, Long.MAX_VALUE);
        Args.require(!values.isEmpty(), "values is empty; a spectrum holds at least one eigenvalue");
        Args.require(
                values.size() <= dimension, "values has %d entries but the dimension is %d", values.size(), dimension);
        Args.require(
                residualNorms.isEmpty() || residualNorms.size() == values.size(),
                "residualNorms has %d entries; give one per eigenvalue (%d) or none",
                residualNorms.size(),
                values.size());
        for (int i = 0; i < values.size(); i++) {
            Args.requireFinite("eigenvalue " + i, values.get(i));
            Args.require(
                    i == 0 || values.get(i - 1) >= values.get(i),
                    "eigenvalue %d is larger than the one before it; give them in descending order",
                    i);
        }
    }

    /** Returns the complete spectrum with the given candidates, in any order; all others are zero. */
    public static Spectrum complete(double[] candidates, long dimension, String method) {
        return new Spectrum(descending(candidates), dimension, true, method, RealVector.empty());
    }

    /** Returns the K largest eigenvalues of a larger spectrum, in any order, without residuals. */
    public static Spectrum partial(double[] top, long dimension, String method) {
        return new Spectrum(descending(top), dimension, false, method, RealVector.empty());
    }

    /** Returns the number of stored eigenvalues. */
    public int count() {
        return values.size();
    }

    /** Returns the largest eigenvalue (of the stored ones, and 0 if those that are not stored are larger). */
    public double max() {
        double first = values.get(0);
        return complete && values.size() < dimension ? Math.max(first, 0) : first;
    }

    /** Returns the k largest eigenvalues; needs {@code 1 ≤ k ≤ count()}. */
    public RealVector top(int k) {
        Args.requireInRange("k", k, 1, values.size());
        return values.slice(0, k);
    }

    /**
     * Returns the mean of the k largest eigenvalues: what theory predicts for C outliers that nearly coincide. Zeros that
     * a complete spectrum counts without storing them take part.
     *
     * @param k from 1 to P, or to {@code count()} where only part of the spectrum was measured
     */
    public double topMean(int k) {
        if (!complete) {
            return top(k).sum() / k;
        }
        Args.requireInRange("k", k, 1L, dimension);
        int notNegative = (int) values.stream().filter(v -> v >= 0).count();
        long zeros = dimension - values.size();
        int above = Math.min(k, notNegative);
        int below = (int) Math.max(0, k - notNegative - zeros);
        return (values.slice(0, above).sum()
                        + values.slice(notNegative, notNegative + below).sum())
                / k;
    }

    /** Returns tr A = Σ λ, by compensated summation. */
    public double trace() {
        requireComplete("trace");
        return values.sum();
    }

    /** Returns tr A² = Σ λ². */
    public double squaredTrace() {
        requireComplete("second moment");
        return RealVector.of(values.stream().map(v -> v * v).toArray()).sum();
    }

    /** Returns the mean over all P eigenvalues, tr A / P. */
    public double mean() {
        return trace() / dimension;
    }

    /** Returns the second moment over all P eigenvalues, tr A² / P. */
    public double secondMoment() {
        return squaredTrace() / dimension;
    }

    /**
     * Returns the threshold of {@link #rank()}: {@code n ε λ_max}, with n the number of candidates and ε = 2⁻⁵². A
     * backward stable eigensolver moves zero eigenvalues by about this much, so nothing smaller can be told from zero.
     */
    public double rankThreshold() {
        return values.size() * UNIT * Math.max(max(), 0);
    }

    /** Returns the number of eigenvalues above {@link #rankThreshold()}. */
    public int rank() {
        return rank(rankThreshold());
    }

    /** Returns the number of eigenvalues above the given threshold ≥ 0. */
    public int rank(double threshold) {
        requireComplete("rank");
        Args.requireNonNegative("threshold", threshold);
        return (int) values.stream().filter(v -> v > threshold).count();
    }

    /** Returns the fraction of the P eigenvalues that are zero to within {@link #rankThreshold()}, 1 − rank/P. */
    public double zeroFraction() {
        return (double) (dimension - rank()) / dimension;
    }

    /** Returns (tr A)² / tr A², between 1 and the rank: how many eigenvalues carry the trace. 0 for the zero matrix. */
    public double participationRatio() {
        double scale = Math.max(Math.abs(values.get(0)), Math.abs(values.get(values.size() - 1)));
        if (scale == 0) {
            requireComplete("participation ratio");
            return 0;
        }
        double first = trace() / scale;
        double second = RealVector.of(
                        values.stream().map(v -> (v / scale) * (v / scale)).toArray())
                .sum();
        return first * first / second;
    }

    /** Returns the effective rank tr A / λ_max, between 1 and the rank; 0 for the zero matrix. */
    public double effectiveRank() {
        double max = max();
        return max > 0 ? trace() / max : zeroOf("effective rank");
    }

    /**
     * Returns the spectral entropy −Σ p ln p in nats with p = λ / tr A, over the eigenvalues above
     * {@link #rankThreshold()}. Its exponential lies between 1 and the rank. 0 for the zero matrix.
     */
    public double spectralEntropy() {
        double threshold = rankThreshold();
        requireComplete("spectral entropy");
        double[] kept = values.stream().filter(v -> v > threshold).toArray();
        double total = RealVector.of(kept).sum();
        return kept.length == 0
                ? 0
                : RealVector.of(Arrays.stream(kept)
                                .map(v -> -(v / total) * Math.log(v / total))
                                .toArray())
                        .sum();
    }

    private double zeroOf(String what) {
        requireComplete(what);
        return 0;
    }

    private void requireComplete(String what) {
        if (!complete) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "The %s needs all eigenvalues but only the largest %d of %d were measured (%s); measure the complete spectrum or estimate it",
                    what,
                    values.size(),
                    dimension,
                    method));
        }
    }

    private static RealVector descending(double[] values) {
        double[] sorted = values.clone();
        for (int i = 0; i < sorted.length; i++) {
            Args.requireFinite("eigenvalue " + i, sorted[i]);
        }
        Arrays.sort(sorted);
        for (int i = 0, j = sorted.length - 1; i < j; i++, j--) {
            double t = sorted[i];
            sorted[i] = sorted[j];
            sorted[j] = t;
        }
        return RealVector.of(sorted);
    }
}
