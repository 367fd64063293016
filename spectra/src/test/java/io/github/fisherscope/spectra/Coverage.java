package io.github.fisherscope.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.spectra.trace.Estimate;
import java.util.function.LongFunction;

/** Counts how often stated 95 % intervals hold the truth over 200 seeds. */
public final class Coverage {
    public static final int REPETITIONS = 200;

    private Coverage() {}

    /**
     * Asserts coverage between 90 and 99 %: for true coverage 0.95 the count has mean 190 and standard deviation 3.1, so
     * the band 180 … 198 is −3.2 … +2.6 standard deviations. Returns the mean width for power checks.
     */
    public static double check(String what, double truth, LongFunction<Estimate> estimateOfSeed) {
        int hits = 0;
        double width = 0;
        for (int r = 0; r < REPETITIONS; r++) {
            Estimate.Interval i = estimateOfSeed.apply(1000 + r).interval(0.95);
            hits += i.contains(truth) ? 1 : 0;
            width += i.width() / REPETITIONS;
        }
        assertThat(hits).as("%s: intervals of 200 that hold %s", what, truth).isBetween(180, 198);
        return width;
    }
}
