package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The measured spectrum of the first network. Eigenvalues are in descending order. The file holds the components of
 * {@code run}, {@code statistics}, {@code ranks} and {@code leading} side by side.
 *
 * @param run how the eigenvalues were found
 * @param statistics mean, second moment and largest eigenvalue, which are always known; mean of the C largest, null when
 *     fewer were computed; bulk, null when C or more of CT do not exist or tr F is unknown
 * @param ranks how many directions matter
 * @param leading the largest eigenvalues
 * @param density an estimate of the spectral density, null when not computed
 * @param checks quantities that were computed in two ways
 * @param file name of the file with the eigenvalues next to the result, null when none was written
 * @param eigenvalues all computed eigenvalues; in memory and in {@code file}, not in the JSON, so empty after reading
 */
public record SpectrumInfo(
        @JsonUnwrapped Run run,
        @JsonUnwrapped Statistics statistics,
        @JsonUnwrapped RankInfo ranks,
        @JsonUnwrapped Leading leading,
        @Nullable Density density,
        List<CrossCheck> checks,
        @Nullable String file,
        RealVector eigenvalues) {

    public SpectrumInfo {
        Objects.requireNonNull(statistics.mean(), "mean");
        Objects.requireNonNull(statistics.secondMoment(), "secondMoment");
        Objects.requireNonNull(statistics.max(), "max");
        Args.require(
                leading.top().isEmpty() || leading.top().get(0) == max(statistics),
                "top begins with %s and max is %s; both are the largest eigenvalue",
                leading.top().isEmpty() ? "nothing" : leading.top().get(0),
                statistics.max());
        checks = List.copyOf(checks);
        eigenvalues = Objects.requireNonNullElse(eigenvalues, RealVector.empty());
    }

    private static double max(Statistics statistics) {
        return Objects.requireNonNull(statistics.max());
    }

    /** Returns the same summary with other eigenvalues in memory. */
    public SpectrumInfo withEigenvalues(RealVector values) {
        return new SpectrumInfo(run, statistics, ranks, leading, density, checks, file, values);
    }

    /** Returns the same summary with the name of the file that holds the eigenvalues. */
    public SpectrumInfo withFile(String name) {
        return new SpectrumInfo(run, statistics, ranks, leading, density, checks, name, eigenvalues);
    }

    /** Returns tr F / P. */
    public double mean() {
        return Objects.requireNonNull(statistics.mean());
    }

    /** Returns tr F² / P. */
    public double secondMoment() {
        return Objects.requireNonNull(statistics.secondMoment());
    }

    /** Returns the largest eigenvalue. */
    public double max() {
        return Objects.requireNonNull(statistics.max());
    }

    /** Returns the largest eigenvalues, at most a few dozen. */
    public RealVector top() {
        return leading.top();
    }

    /**
     * The largest eigenvalues.
     *
     * @param top at most a few dozen, descending
     * @param residuals residual bound of each, null for a direct eigensolver
     */
    public record Leading(RealVector top, @Nullable RealVector residuals) {
        public Leading {
            Objects.requireNonNull(top, "top");
        }
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
