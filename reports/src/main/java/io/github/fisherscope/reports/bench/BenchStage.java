package io.github.fisherscope.reports.bench;

import io.github.fisherscope.core.check.Args;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One measured stage.
 *
 * @param network widths and samples, such as {@code 100-100-100-10, T = 1000}
 * @param stage what was done
 * @param seconds the shortest of the runs
 * @param runs how often it was run
 * @param gigaflop 10⁹ operations that one run really needs, see {@link FlopCount}
 * @param gemmBefore rate of matrix products just before, in 10⁹ operations per second
 * @param gemmAfter the same just after
 * @param values numbers that the stage found, by name, so that a fast wrong answer is seen
 */
public record BenchStage(
        String network,
        String stage,
        double seconds,
        int runs,
        double gigaflop,
        double gemmBefore,
        double gemmAfter,
        Map<String, Double> values) {
    public BenchStage {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(stage, "stage");
        Args.requirePositive("seconds", seconds);
        Args.requireInRange("runs", runs, 1, Integer.MAX_VALUE);
        Args.requirePositive("gigaflop", gigaflop);
        Args.requirePositive("gemmBefore", gemmBefore);
        Args.requirePositive("gemmAfter", gemmAfter);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns 10⁹ needed operations per second. */
    public double gigaflopsPerSecond() {
        return gigaflop / seconds;
    }

    /** Returns the rate over the better of the two GEMM rates beside it, so that a busy moment cannot flatter. */
    public double shareOfGemm() {
        return gigaflopsPerSecond() / Math.max(gemmBefore, gemmAfter);
    }
}
