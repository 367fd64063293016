package io.github.fisherscope.core.layer;

/**
 * Which of three exact ways to a tile of a Gram matrix takes the least work, for rows {@code Σ_s δ_s ⊗ x_s}. With n rows of T
 * samples against n′ rows of T′ others, S positions, fan-in a and fan-out b, the flops for each group of weights are
 * {@code 2 (n + n′) Sab + 2nn′ab} by rows, {@code 2TT′S²a + 2Tn′S²b + 2nn′Sb} mixed, and at S = 1, where inner products of
 * sensitivities and of inputs are multiplied, {@code 2TT′a + 2nn′b}.
 *
 * @param way the way
 * @param flops what it is expected to take
 */
record OuterPlan(Way way, double flops) {
    /** Products of mixed are small: at equal flops they took one and a half times as long as those of rows. */
    private static final double WEIGHT_OF_MIXED = 1.5;

    /** How a tile is made. */
    enum Way {
        /** Rows are formed, a part of the parameters at a time, and multiplied. */
        ROWS,
        /** Inner products of inputs are multiplied with the sensitivities of one side, and those with the other's. */
        MIXED,
        /** With one position: inner products of sensitivities times those of inputs, entry by entry. */
        EXPAND
    }

    /**
     * Returns the cheapest way.
     *
     * @param same whether both sides are the same rows, so that half of a symmetric tile is enough
     */
    static OuterPlan of(
            OuterForm form, double rows, double samples, double otherRows, double otherSamples, boolean same) {
        double half = same ? 0.5 : 1;
        double s = (double) form.positions() * form.parts();
        double a = form.fanIn();
        double b = form.fanOut();
        if (s == 1) {
            double expanded = 2 * samples * otherSamples * a + 2 * rows * otherRows * b;
            return new OuterPlan(Way.EXPAND, form.groups() * expanded);
        }
        double formed = 2 * half * (rows + otherRows) * s * a * b + 2 * half * rows * otherRows * a * b;
        double mixed = half
                * (2 * samples * otherSamples * s * s * a
                        + 2 * samples * otherRows * s * s * b
                        + 2 * rows * otherRows * s * b);
        return formed <= WEIGHT_OF_MIXED * mixed
                ? new OuterPlan(Way.ROWS, form.groups() * formed)
                : new OuterPlan(Way.MIXED, form.groups() * mixed);
    }
}
