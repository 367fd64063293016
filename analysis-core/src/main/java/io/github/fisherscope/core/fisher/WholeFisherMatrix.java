package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.math.RealVector;
import java.util.Optional;

/** The whole Fisher matrix of a network at its data by one of the {@linkplain FisherRoute routes}. */
public interface WholeFisherMatrix extends FisherMatrix {
    /** Returns tr F_l of the diagonal block of each layer, from norms of rows and not from products. */
    RealVector layerTraces();

    /** Returns exact first and second moments of F and of its layers' blocks where they were found on the way. */
    Optional<DualMoments> knownMoments();

    /**
     * Returns the same moments from the tiles of the dual matrix: (R·T)² Σ M_l flops.
     *
     * @throws IllegalStateException where there are no tiles, as where data pass through in batches
     */
    default DualMoments tileMoments() {
        return knownMoments().orElseThrow(() -> new IllegalStateException("this matrix has no tiles of its dual"));
    }

    /** Returns the moments that one pass over the samples gives: traces, θᵀFθ and Σ θ_i² F_ii. */
    ParameterMoments parameterMoments();

    /**
     * Returns the P entries F_ii, on whichever side this lives: 2 T P flops after the backward pass for all rows.
     *
     * @throws ArithmeticException if P is more than a vector holds
     */
    double[] parameterDiagonal();

    /**
     * Returns the diagonal block of layer {@code layer}, counted from 1, on the side where it has fewer rows. It shares
     * weights and batches with this matrix, which must stay open; close it too.
     */
    FisherMatrix ofLayer(int layer);
}
