package io.github.fisherscope.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.check.Args;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One measured stage.
 *
 * @param network widths and samples, such as {@code 100-100-100-10, T = 1000}
 * @param stage what was done
 * @param time how long it took
 * @param gigaflop 10⁹ operations that one run really needs, see {@link FlopCount}; 0 for a stage that this network does not need
 * @param before rate of matrix products just before
 * @param after the same just after
 * @param values numbers that the stage found, by name, so that a fast wrong answer is seen
 */
public record BenchStage(
        String network,
        String stage,
        @JsonUnwrapped Time time,
        double gigaflop,
        GemmRate before,
        GemmRate after,
        Map<String, Double> values) {

    /**
     * How long a stage took.
     *
     * @param seconds elapsed time of the shortest of the runs
     * @param cpuSeconds processor time of all threads, mean of the runs; null where it is unknown or too short to tell
     * @param runs how often it was run
     */
    public record Time(double seconds, @Nullable Double cpuSeconds, int runs) {
        public Time {
            Args.requirePositive("seconds", seconds);
            Args.requireInRange("runs", runs, 1, Integer.MAX_VALUE);
        }
    }

    /**
     * A rate of matrix products, in 10⁹ operations per second.
     *
     * @param elapsed per second of elapsed time, the best of several products
     * @param cpu per second of processor time of all threads, mean of the products; null where it is unknown
     */
    public record GemmRate(double elapsed, @Nullable Double cpu) {
        public GemmRate {
            Args.requirePositive("elapsed", elapsed);
            if (cpu != null) {
                Args.requirePositive("cpu", cpu);
            }
        }
    }

    public BenchStage {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(time, "time");
        Args.requireNonNegative("gigaflop", gigaflop);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns 10⁹ needed operations per second of elapsed time. */
    public double gigaflopsPerSecond() {
        return gigaflop / time.seconds;
    }

    /** Returns the rate over the better of the two GEMM rates beside it, so that a busy moment cannot flatter. */
    public double shareOfGemm() {
        return gigaflopsPerSecond() / Math.max(before.elapsed(), after.elapsed());
    }

    /**
     * Returns the same share with processor time in place of elapsed time: hardly moved by other programs, but blind to
     * threads that wait. Null where processor time is unknown.
     */
    public @Nullable Double shareOfGemmByCpu() {
        Double first = before.cpu();
        Double second = after.cpu();
        Double used = time.cpuSeconds;
        if (used == null || first == null || second == null) {
            return null;
        }
        return gigaflop / used / Math.max(first, second);
    }
}
