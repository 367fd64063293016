package io.github.fisherscope.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * @param program what was built
 * @param machine on what it ran
 * @param load how busy the machine was
 * @param backend what computed
 * @param network the network that was given, as in the result of a spectrum; null for the standard networks and for random
 *     ones, which each stage names
 * @param rates what was measured
 */
public record BenchResult(
        String schema,
        @JsonUnwrapped Program program,
        @JsonUnwrapped Machine machine,
        @JsonUnwrapped Load load,
        BackendInfo backend,
        @Nullable NetworkInfo network,
        @JsonUnwrapped Rates rates) {
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

    /**
     * What was built.
     *
     * @param version of the project
     * @param commit it was built from
     */
    public record Program(String version, String commit) {}

    /**
     * On what it ran.
     *
     * @param java version and name of the JVM
     * @param platform operating system and architecture
     * @param processors that the JVM sees
     * @param environment variables that steer native libraries
     */
    public record Machine(String java, String platform, int processors, Map<String, String> environment) {
        public Machine {
            environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        }
    }

    /**
     * How busy the machine was; each null where the system does not tell.
     *
     * @param before average number of busy processes over the minute before
     * @param after the same at the end, this benchmark included
     * @param peakResidentBytes largest resident size of the process so far (Linux tells it)
     */
    public record Load(
            @JsonProperty("loadBefore") @Nullable Double before,
            @JsonProperty("loadAfter") @Nullable Double after,
            @Nullable Long peakResidentBytes) {}

    /**
     * What was measured.
     *
     * @param gemm rates of square matrix products at the start
     * @param stages in the order of measurement
     * @param routes how the cost model's choices did; empty unless that was asked for
     */
    public record Rates(List<Gemm> gemm, List<BenchStage> stages, List<RouteCheck> routes) {
        public Rates {
            gemm = List.copyOf(gemm);
            stages = List.copyOf(stages);
            routes = List.copyOf(routes);
        }
    }

    public BenchResult {
        Objects.requireNonNull(backend, "backend");
    }
}
