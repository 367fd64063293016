package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;

/**
 * The two-level picture of a spectrum: {@code outliers} eigenvalues at one value, {@code bulkCount} at another, the
 * others zero.
 *
 * @param outlier value of the outliers
 * @param outliers C, or fewer when the rank is smaller
 * @param bulk value of the bulk
 * @param bulkCount C(T − 1), or fewer when P is smaller
 * @param parameters P
 */
public record TwoLevelSpectrum(double outlier, long outliers, double bulk, long bulkCount, long parameters) {

    /** Returns the mean over all P eigenvalues. */
    public double mean() {
        return (outliers * outlier + bulkCount * bulk) / parameters;
    }

    /**
     * Returns {@code Σ log(1 + c λ)}. Because the logarithm is concave, spreading the bulk at fixed trace lowers it: this
     * is an upper bound for a spectrum with the same trace and the same outliers.
     *
     * @param scale c &gt; 0
     */
    public double logVolume(double scale) {
        Args.requirePositive("scale", scale);
        return outliers * Math.log1p(scale * outlier) + bulkCount * Math.log1p(scale * bulk);
    }

    /**
     * Returns the effective dimension {@code log det(1 + κ F̂)/log κ} of Abbas et al. 2021 at a single parameter, with
     * {@code F̂ = P F/tr F} and {@code κ = γ n/(2π ln n)}.
     *
     * @param dataSize n ≥ 2, large enough that κ &gt; 1
     * @param gamma γ in (0, 1]
     */
    public double effectiveDimension(double dataSize, double gamma) {
        Args.require(dataSize >= 2, "dataSize is %s; it must be at least 2", dataSize);
        Args.require(gamma > 0 && gamma <= 1, "gamma is %s; it must lie in (0, 1]", gamma);
        double kappa = gamma * dataSize / (2 * Math.PI * Math.log(dataSize));
        Args.require(
                kappa > 1,
                "dataSize is %s, which with gamma %s makes κ = γn/(2π ln n) = %s; take a larger dataSize, so that κ > 1",
                dataSize,
                gamma,
                kappa);
        return logVolume(kappa / mean()) / Math.log(kappa);
    }
}
