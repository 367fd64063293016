package io.github.fisherscope.results.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distances between the spectra of several results: between their distributions of non-zero eigenvalues, each eigenvalue
 * of equal weight. Results that differ by seeds only are repetitions and form one group.
 *
 * @param groups names of what was held against each other
 * @param rows every metric of every pair of groups
 * @param leftOut names of results whose eigenvalues are not all known
 * @param replicates draws of the bootstrap
 * @param seed of the draws
 */
public record SpectrumDistances(List<String> groups, List<Row> rows, List<String> leftOut, int replicates, long seed) {

    public SpectrumDistances {
        groups = List.copyOf(groups);
        rows = List.copyOf(rows);
        leftOut = List.copyOf(leftOut);
    }

    /** What is measured between two distributions. */
    public enum Metric {
        KOLMOGOROV_SMIRNOV,
        WASSERSTEIN_1,
        /** Wasserstein-1 between the distributions of log₁₀ λ. */
        WASSERSTEIN_1_DECADES,
        /** D_λ of entropy-relaxed transport [first : second] between the distributions of log₁₀ λ. */
        RELAXED_DIVERGENCE,
        /** The Sinkhorn divergence S_λ between the distributions of log₁₀ λ. */
        SINKHORN_DIVERGENCE
    }

    /**
     * One distance.
     *
     * @param converged whether the plans behind a divergence of transport converged; true for the other distances
     * @param low lower end of the 95 % bootstrap interval, null where a side has a single spectrum
     * @param high its upper end
     * @param pValue share of random regroupings at least as far apart, null where a side has a single spectrum
     */
    public record Row(
            String first,
            String second,
            Metric metric,
            double value,
            boolean converged,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double pValue) {}
}
