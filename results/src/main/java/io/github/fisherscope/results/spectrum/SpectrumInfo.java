package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The measured spectrum of the first network. Eigenvalues are in descending order.
 *
 * @param method {@code dense}, {@code dual}, {@code lanczos} or {@code quadrature}
 * @param chosenBecause one sentence: why this method was used
 * @param count number of eigenvalues that were computed; all candidates min(P, CT) for an exact method
 * @param rank number of eigenvalues above {@code rankThreshold}, null when not all were computed
 * @param rankThreshold the threshold of {@code rank}, in units of the eigenvalues
 * @param mean tr F / P over all P eigenvalues
 * @param secondMoment tr F² / P over all P eigenvalues
 * @param max largest eigenvalue
 * @param topMean mean of the C largest eigenvalues, null when fewer were computed
 * @param bulkMean mean of the other C(T−1) eigenvalues, null when C or more of CT do not exist or tr F is unknown
 * @param top the largest eigenvalues, at most a few dozen
 * @param zeroFraction 1 − rank/P, null when the rank is unknown
 * @param participationRatio (tr F)² / tr F²
 * @param effectiveRank tr F / λ_max
 * @param residuals residual bound of each entry of {@code top}, null for a direct eigensolver
 * @param converged whether the method reached its tolerance
 * @param stopReason why the method ended, in words
 * @param file name of the file with the eigenvalues next to the result, null when none was written
 * @param density an estimate of the spectral density, null when not computed
 * @param memory what the method needed
 * @param checks quantities that were computed in two ways
 * @param eigenvalues all computed eigenvalues; in memory and in {@code file}, not in the JSON, so empty after reading
 */
public record SpectrumInfo(
        String method,
        String chosenBecause,
        long count,
        @Nullable Long rank,
        @Nullable Double rankThreshold,
        double mean,
        double secondMoment,
        double max,
        @Nullable Double topMean,
        @Nullable Double bulkMean,
        RealVector top,
        @Nullable Double zeroFraction,
        double participationRatio,
        double effectiveRank,
        @Nullable RealVector residuals,
        boolean converged,
        String stopReason,
        @Nullable String file,
        @Nullable Density density,
        Memory memory,
        List<CrossCheck> checks,
        RealVector eigenvalues) {

    public SpectrumInfo {
        Args.requireFinite("mean", mean);
        Args.requireFinite("secondMoment", secondMoment);
        Args.requireFinite("max", max);
        Args.requireFinite("participationRatio", participationRatio);
        Args.requireFinite("effectiveRank", effectiveRank);
        Objects.requireNonNull(top, "top");
        Objects.requireNonNull(memory, "memory");
        checks = List.copyOf(checks);
        eigenvalues = Objects.requireNonNullElse(eigenvalues, RealVector.empty());
    }

    /** Returns the same summary with other eigenvalues in memory. */
    public SpectrumInfo withEigenvalues(RealVector values) {
        return with(file, values);
    }

    /** Returns the same summary with the name of the file that holds the eigenvalues. */
    public SpectrumInfo withFile(String name) {
        return with(name, eigenvalues);
    }

    private SpectrumInfo with(@Nullable String newFile, RealVector values) {
        return new SpectrumInfo(
                method,
                chosenBecause,
                count,
                rank,
                rankThreshold,
                mean,
                secondMoment,
                max,
                topMean,
                bulkMean,
                top,
                zeroFraction,
                participationRatio,
                effectiveRank,
                residuals,
                converged,
                stopReason,
                newFile,
                density,
                memory,
                checks,
                values);
    }

    /**
     * A spectral density. {@code nodes} and {@code weights} are the quadrature itself (weights sum to 1 over all P
     * eigenvalues, zeros included); {@code grid} and {@code values} are a smoothed curve made from them.
     *
     * @param grid points, ascending, in units of the eigenvalues
     * @param values density at the grid points, per unit of eigenvalue
     * @param standardError standard error of {@code values} over the probe vectors, null when there was one probe
     */
    public record Density(
            RealVector grid,
            RealVector values,
            RealVector nodes,
            RealVector weights,
            @Nullable RealVector standardError) {

        public Density {
            Args.requireSame("size of values", values.size(), grid.size(), "give one density value per grid point");
            Args.requireSame("size of weights", weights.size(), nodes.size(), "give one weight per node");
            if (standardError != null) {
                Args.requireSame(
                        "size of standardError", standardError.size(), grid.size(), "give one error per grid point");
            }
        }
    }

    /**
     * What the method needed.
     *
     * @param estimatedBytes planned peak of the whole process, made before the run
     * @param limitBytes the limit it was held against, null for none
     */
    public record Memory(long estimatedBytes, @Nullable Long limitBytes) {}

    /**
     * One quantity computed in two independent ways.
     *
     * @param quantity what was computed
     * @param first value of the first way
     * @param second value of the second way
     * @param relativeDifference |first − second| / |first|
     */
    public record CrossCheck(
            String quantity,
            String firstRoute,
            double first,
            String secondRoute,
            double second,
            double relativeDifference) {}
}
