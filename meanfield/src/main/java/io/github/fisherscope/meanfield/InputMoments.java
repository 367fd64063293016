package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;

/**
 * What the theory needs to know of the inputs.
 *
 * @param meanSquare q̂⁰ = mean over samples of |x|²/M_0, positive
 * @param crossProduct q̂_st⁰ = mean over pairs of different samples of x_s·x_t/M_0, in [−q̂⁰, q̂⁰]
 */
public record InputMoments(double meanSquare, double crossProduct) {
    public InputMoments {
        Args.requirePositive("meanSquare", meanSquare);
        Args.requireInRange("crossProduct", crossProduct, -meanSquare, meanSquare);
    }

    /** Returns the moments of independent standard normal inputs, (1, 0). */
    public static InputMoments standardNormal() {
        return new InputMoments(1, 0);
    }
}
