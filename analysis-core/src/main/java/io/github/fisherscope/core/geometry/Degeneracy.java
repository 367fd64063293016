package io.github.fisherscope.core.geometry;

/**
 * A reason for which the Fisher matrix is exactly zero in some directions.
 *
 * @param kind which
 * @param directions how many independent directions it explains
 * @param explanation one sentence for reports
 */
public record Degeneracy(Kind kind, long directions, String explanation) {
    /** The reasons that are recognised. */
    public enum Kind {
        /** Scaling a unit's incoming weights and bias by s and its outgoing ones by 1/s changes nothing. */
        RESCALING,
        /** A linear network of any depth is one matrix. */
        LINEAR_NETWORK,
        /** Parameters on which no output depends at any sample: dead units, inputs that are always 0. */
        DEAD_PARAMETERS,
        /** Units with the same incoming weights and bias: only sums of their outgoing weights matter. */
        DUPLICATED_UNITS,
        /** Units with opposite incoming weights and bias, where φ(−u) = 2φ(0) − φ(u). */
        OPPOSITE_UNITS,
        /** Units without incoming weights, which add a constant as a bias does. */
        CONSTANT_UNITS,
        /** Tensors of a network of any layers that can change together, such as a bias before a norm. */
        TENSORS,
        /** Units whose slope is the same at all samples, though the activation has a kink. */
        LINEAR_UNITS,
        /** The categorical likelihood does not see what is added to all outputs alike. */
        SOFTMAX_SHIFT,
        /** Fewer rows of the factor than parameters. */
        FEW_SAMPLES
    }
}
