package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;

/** How a natural gradient inverts a Fisher matrix that is singular or nearly so. */
public sealed interface FisherInverse {
    /** Returns the name with its settings, for reports. */
    String id();

    /**
     * {@code (F + ρI)⁻¹}.
     *
     * @param damping ρ &gt; 0
     */
    record Damped(double damping) implements FisherInverse {
        public Damped {
            Args.requirePositive("damping", damping);
        }

        @Override
        public String id() {
            return "damping=" + damping;
        }
    }

    /**
     * {@code (F + ρI)⁻¹} with a ρ that follows the reduction ratio R, the change of the loss over that of its quadratic model
     * (Martens, JMLR 21 (2020) 146, section 6.6): above ¾ it is multiplied by {@link #FACTOR}, below ¼ divided by it.
     *
     * @param start the first ρ &gt; 0
     */
    record Adaptive(double start) implements FisherInverse {
        /** Two thirds, so that two good steps undo what one bad one did, nearly. */
        public static final double FACTOR = 2.0 / 3;

        public Adaptive {
            Args.requirePositive("damping", start);
        }

        @Override
        public String id() {
            return "adaptive-damping=" + start;
        }
    }

    /**
     * F⁺, the Moore-Penrose inverse.
     *
     * @param cutoff singular values of J up to this fraction of the largest count as zero; in [0, 1)
     */
    record PseudoInverse(double cutoff) implements FisherInverse {
        public PseudoInverse {
            Args.requireThat(cutoff >= 0 && cutoff < 1, "cutoff", cutoff, "it must lie in [0, 1)");
        }

        @Override
        public String id() {
            return "cutoff=" + cutoff;
        }
    }
}
