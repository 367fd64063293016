package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.check.Args;
import org.jspecify.annotations.Nullable;

/**
 * How the learning rate is chosen.
 *
 * @param value η, or the fraction of the stability limit
 * @param relative whether {@code value} is a fraction of the limit at the start
 * @param follow every how many steps the limit is taken anew; 0 for never
 */
public record LearningRate(double value, boolean relative, int follow) {
    public LearningRate {
        Args.requirePositive("learningRate", value);
        Args.requireInRange("follow", follow, 0, Integer.MAX_VALUE);
        Args.require(
                relative || follow == 0,
                "follow is %d; only a rate that is a fraction of the limit can follow it",
                follow);
    }

    /** Returns a rate that was given. */
    public static LearningRate of(double value) {
        return new LearningRate(value, false, 0);
    }

    /** Returns a fraction of the stability limit at the start. */
    public static LearningRate ofLimit(double fraction) {
        return new LearningRate(fraction, true, 0);
    }

    /** Returns the fraction, or null for a rate that was given. */
    public @Nullable Double fraction() {
        return relative ? value : null;
    }
}
