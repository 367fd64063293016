package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.Args;
import java.util.function.DoubleUnaryOperator;

/**
 * The convex function f of an f-divergence Σ p f(q/p), as a user brings it.
 *
 * @param name name of the divergence
 * @param f the function on (0, ∞), with f(1) = 0
 * @param atZero its limit at 0; may be infinite
 * @param slopeAtInfinity the limit of f(u)/u at infinity; may be infinite
 * @param first f′(1)
 * @param second f″(1), greater than 0
 * @param third f‴(1)
 */
public record Generator(
        String name,
        DoubleUnaryOperator f,
        double atZero,
        double slopeAtInfinity,
        double first,
        double second,
        double third) {
    private static final double CLOSE = 1e-12;

    public Generator {
        double atOne = f.applyAsDouble(1);
        Args.requireThat(Math.abs(atOne) <= CLOSE, "f(1)", atOne, "it must be 0");
        Args.requirePositive("second", second);
        Args.requireFinite("first", first);
        Args.requireFinite("third", third);
        Args.requireThat(!Double.isNaN(atZero), "atZero", atZero, "it must be the limit of f at 0, or infinity");
        Args.requireThat(
                !Double.isNaN(slopeAtInfinity),
                "slopeAtInfinity",
                slopeAtInfinity,
                "it must be the limit of f(u)/u, or infinity");
    }

    /**
     * Returns the divergence. It has the accuracy of {@code f} itself: where p ≈ q, f(u) − f′(1)(u−1) is a difference of
     * nearly equal numbers unless {@code f} is written in its standard form, f′(1) = 0. Its gradient takes a central difference
     * of {@code f}, good to about nine digits.
     */
    public FDivergence divergence() {
        return new GeneratedDivergence(this);
    }
}
