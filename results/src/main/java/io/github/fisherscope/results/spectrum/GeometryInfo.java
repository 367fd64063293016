package io.github.fisherscope.results.spectrum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Directions in which the whole Fisher matrix of the first network is exactly zero, as measured and as predicted from
 * the network.
 *
 * @param parameters P
 * @param rows n, rows of the dual matrix
 * @param measuredRank eigenvalues above n u λ_max
 * @param predictedRank an upper bound, reached for generic weights and inputs
 * @param degeneracies the reasons that were recognised
 * @param rescalingResidual √(vᵀFv/(λ_max vᵀv)) along a combination of all rescaling directions; 0 up to rounding
 * @param singular which directions these are and what is near, null where the network is too large for it and in results of
 *     earlier versions
 */
public record GeometryInfo(
        long parameters,
        long rows,
        long measuredRank,
        long predictedRank,
        List<Degeneracy> degeneracies,
        double rescalingResidual,
        @Nullable SingularInfo singular) {

    public GeometryInfo {
        degeneracies = List.copyOf(degeneracies);
    }

    /**
     * One reason.
     *
     * @param kind short key
     * @param directions how many independent directions it explains
     * @param explanation in words
     */
    public record Degeneracy(String kind, long directions, String explanation) {}
}
