package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.formats.model.StoredTensor;
import java.util.List;
import java.util.Optional;

/** Where the words of an architecture find the tensors of their layers: in a file, or drawn. */
interface TensorSupply {
    /** Returns whether tensors are drawn, so that lines must say sizes. */
    boolean drawn();

    /** Returns a tensor that is there. */
    Optional<StoredTensor> find(String name);

    /** Returns whether a tensor is a parameter. */
    boolean isParameter(String name);

    /**
     * Takes notice of what a line says of a tensor: it is made, or compared with the one of the file.
     *
     * @throws ArchitectureException if there is one of other dimensions
     */
    void want(String place, Wanted wanted);

    /**
     * What a line says of a tensor.
     *
     * @param name of the tensor
     * @param dimensions its lengths
     * @param role what it is in its layer
     * @param fanIn the number of numbers that a sum over its entries has, by which the variance of weights is divided
     * @param variance σ_w² or σ_b² of the line; NaN where the line has none
     */
    record Wanted(String name, List<Integer> dimensions, Role role, double fanIn, double variance) {
        public Wanted {
            dimensions = List.copyOf(dimensions);
        }
    }

    /** What a tensor is in its layer. */
    enum Role {
        /** N(0, σ_w²/fan-in). */
        WEIGHT,
        /** N(0, σ_b²). */
        BIAS,
        /** The scale of a normalisation: 1, or N(1, σ_w²) where the line has the variance. */
        SCALE,
        /** The shift of a normalisation: 0, or N(0, σ_b²) where the line has the variance. */
        SHIFT
    }
}
