package io.github.fisherscope.core.manifold;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.math.SymmetricEigenvalues;

/**
 * The volume element √det g at a point. The volume ∫√det g dθ of a region does not change with coordinates, the density does:
 * {@code log det} grows by twice the logarithm of the Jacobian determinant of the change. Where the metric is singular the volume
 * is 0, and the product of the non-zero eigenvalues is a volume in these coordinates only.
 *
 * @param rank number of eigenvalues above {@code P · 1e-14} of the largest
 * @param dimension P
 * @param logPseudoDeterminant sum of the logarithms of those eigenvalues; log det g if the rank is P
 */
public record VolumeDensity(int rank, int dimension, double logPseudoDeterminant) {
    private static final double CUTOFF = 1e-14;

    /** Returns the density at θ. */
    public static VolumeDensity at(StatisticalManifold manifold, double[] theta) {
        int n = manifold.dimension();
        RealVector values = SymmetricEigenvalues.of(manifold.metric(manifold.require("theta", theta)), n);
        return of(values, n);
    }

    /** Returns the density of a metric with these eigenvalues. */
    public static VolumeDensity of(RealVector eigenvalues, int dimension) {
        double largest = eigenvalues.stream().max().orElse(0);
        double least = dimension * CUTOFF * largest;
        double sum = 0;
        int rank = 0;
        for (int i = 0; i < eigenvalues.size(); i++) {
            if (eigenvalues.get(i) > least) {
                sum += StrictMath.log(eigenvalues.get(i));
                rank++;
            }
        }
        return new VolumeDensity(rank, dimension, sum);
    }

    /** Returns whether the density is a volume whatever the coordinates: √det g dθ, with no null direction. */
    public boolean regular() {
        return rank == dimension;
    }

    /** Returns what is invariant and what is not, in a sentence. */
    public String words() {
        return regular()
                ? "log det of the metric; with √det it is the density of a volume that does not depend on coordinates, but the"
                        + " number itself does: rescaling parameters adds a constant"
                : "log pseudo-determinant, in these coordinates: the metric is singular, its volume is 0, and the product of the"
                        + " eigenvalues that are not zero means nothing beyond them";
    }
}
