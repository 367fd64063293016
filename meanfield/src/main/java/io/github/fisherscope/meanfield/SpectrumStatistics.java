package io.github.fisherscope.meanfield;

/**
 * Statistics of the P eigenvalues of a Fisher matrix in the two-level picture: C outliers near {@code largest},
 * C(T − 1) eigenvalues near {@code bulk}, the others zero.
 *
 * @param mean m = tr F / P
 * @param secondMoment s = tr F² / P, not centred
 * @param largest λ_max; for C ≥ 2 the mean of the C largest eigenvalues, which are degenerate only at infinite width
 * @param bulk value of the bulk; without meaning for one sample
 */
public record SpectrumStatistics(double mean, double secondMoment, double largest, double bulk) {

    /** Returns the statistics of C copies of a T×T kernel with diagonal s1 and off-diagonal s2, divided by T. */
    static SpectrumStatistics twoLevel(double s1, double s2, long samples, int outputs, double count) {
        double t = samples;
        double others = (t - 1) / t;
        return new SpectrumStatistics(
                outputs * s1 / count,
                outputs * (others * s2 * s2 + s1 * s1 / t) / count,
                largest(s1, s2, samples),
                (s1 - s2) / t);
    }

    /**
     * Returns the largest eigenvalue of that kernel: (T−1)/T S₂ + S₁/T in the direction that all samples share, unless gradients
     * of different samples point away from each other (S₂ &lt; 0, as for inputs whose mean was subtracted). Then it is
     * (S₁ − S₂)/T, in all other directions.
     */
    static double largest(double s1, double s2, long samples) {
        double t = samples;
        return s2 < 0 && samples > 1 ? (s1 - s2) / t : (t - 1) / t * s2 + s1 / t;
    }

    /** Returns s/m, which no largest eigenvalue of a positive semidefinite matrix can lie below. */
    public double largestLowerBound() {
        return secondMoment / mean;
    }

    /** Returns √(P s), which no largest eigenvalue can exceed. */
    public double largestUpperBound(long parameters) {
        return Math.sqrt(parameters * secondMoment);
    }

    /**
     * Returns an upper bound on the number of eigenvalues that are at least {@code threshold}:
     * min(P m/λ, P s/λ²), by Markov's inequality for the two moments.
     *
     * @param threshold λ &gt; 0
     * @param parameters P
     */
    public double countUpperBound(double threshold, long parameters) {
        return Math.min(parameters * mean / threshold, parameters * secondMoment / (threshold * threshold));
    }
}
