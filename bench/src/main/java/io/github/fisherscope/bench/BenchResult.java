package io.github.fisherscope.bench;

import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found, and where.
 *
 * @param schema {@link #SCHEMA}
 * @param version of the project
 * @param commit it was built from
 * @param java version and name of the JVM
 * @param platform operating system and architecture
 * @param processors that the JVM sees
 * @param environment variables that steer native libraries
 * @param loadBefore average number of busy processes over the minute before; null where the system does not tell
 * @param loadAfter the same at the end, this benchmark included
 * @param peakResidentBytes largest resident size of the process so far; null where the system does not tell (Linux does)
 * @param backend what computed
 * @param network the network that was given, as in the result of a spectrum; null for the standard networks and for random
 *     ones, which each stage names
 * @param gemm rates of square matrix products at the start
 * @param stages in the order of measurement
 * @param routes how the cost model's choices did; empty unless that was asked for
 */
public record BenchResult(
        String schema,
        String version,
        String commit,
        String java,
        String platform,
        int processors,
        Map<String, String> environment,
        @Nullable Double loadBefore,
        @Nullable Double loadAfter,
        @Nullable Long peakResidentBytes,
        BackendInfo backend,
        @Nullable NetworkInfo network,
        List<Gemm> gemm,
        List<BenchStage> stages,
        List<RouteCheck> routes) {
    /** Name and version of the JSON form. */
    public static final String SCHEMA = "fisherscope/bench/1";

    /**
     * The rate of matrix products C ← A B in one number format.
     *
     * @param precision {@code double} or {@code single}
     * @param order of the three square matrices
     * @param gigaflopsPerSecond the best of several runs
     */
    public record Gemm(String precision, int order, double gigaflopsPerSecond) {}

    public BenchResult {
        Objects.requireNonNull(backend, "backend");
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        gemm = List.copyOf(gemm);
        stages = List.copyOf(stages);
        routes = List.copyOf(routes);
    }
}
