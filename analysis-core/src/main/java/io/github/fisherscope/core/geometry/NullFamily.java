package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.math.RealVector;
import java.util.List;

/**
 * Directions in parameter space that leave all outputs as they are, for one reason.
 *
 * @param kind the reason
 * @param words which units, and what may change
 * @param directions P numbers each; they need not be independent
 */
record NullFamily(Degeneracy.Kind kind, String words, List<RealVector> directions) {
    NullFamily {
        directions = List.copyOf(directions);
    }
}
