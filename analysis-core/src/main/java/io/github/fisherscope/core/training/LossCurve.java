package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;

/**
 * The loss before the first update and after every one.
 *
 * @param losses E_0, E_1, …; fewer than asked for when the run diverged
 * @param diverged whether the loss passed the limit or stopped being a number; the last entry is then the last finite
 *     one, past the limit or not
 */
public record LossCurve(RealVector losses, boolean diverged) {
    public LossCurve {
        Args.require(!losses.isEmpty(), "losses is empty; a curve begins with the loss before training");
    }

    /** Returns E_0. */
    public double first() {
        return losses.get(0);
    }

    /** Returns the last loss, infinite if the run diverged. */
    public double last() {
        return diverged ? Double.POSITIVE_INFINITY : losses.get(losses.size() - 1);
    }

    /** Returns max_t E_t, infinite if the run diverged. */
    public double largest() {
        return diverged ? Double.POSITIVE_INFINITY : losses.stream().max().orElseThrow();
    }

    /**
     * Returns whether the loss ever rose above its first value. This, not the last loss, tells whether the learning rate
     * exceeds 2/λ_max: above it a loss with finite residual may explode first and converge then (catapult).
     */
    public boolean grew() {
        return largest() > first();
    }
}
