package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.math.RealVector;

/**
 * Exact first and second moments of the Fisher matrix and of its diagonal blocks, without eigenvalues.
 *
 * @param layerTraces tr F_l for l = 1, …, L, from norms of rows
 * @param layerSquaredNorms tr F_l² for l = 1, …, L, from the tiles of the dual matrix
 * @param squaredNorm tr F² = ‖K‖_F²
 */
public record DualMoments(RealVector layerTraces, RealVector layerSquaredNorms, double squaredNorm) {
    /** Returns tr F. */
    public double trace() {
        return layerTraces.sum();
    }
}
