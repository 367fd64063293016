package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.check.Args;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What computed a result, with what, and how to compute it again. The file holds the components of {@code program} and
 * {@code machine} beside the others.
 *
 * @param program what computed it
 * @param machine on what
 * @param command the command line that gives this result again, one entry per argument; empty for a library call
 * @param seeds every seed by what it seeds, as decimal text, since JSON readers round large integers
 * @param wallSeconds elapsed time of each stage in seconds, in the order in which the stages ran
 * @param created when the study ended, ISO 8601 in UTC; null when a reproducible file was asked for
 */
public record Provenance(
        @JsonUnwrapped Program program,
        @JsonUnwrapped Machine machine,
        List<String> command,
        Map<String, String> seeds,
        Map<String, Double> wallSeconds,
        @Nullable String created) {

    /**
     * The program.
     *
     * @param version version of Fisherscope
     * @param commit revision of the source, null when unknown
     */
    public record Program(String version, @Nullable String commit) {}

    /**
     * What it ran on.
     *
     * @param java version and vendor of the Java runtime
     * @param platform operating system and processor architecture
     * @param backend the compute backend that was really used, with its version
     * @param threads number of threads, at least 1
     * @param precision {@code double} or {@code single}
     */
    public record Machine(String java, String platform, String backend, int threads, String precision) {
        public Machine {
            Args.requireInRange("threads", threads, 1, 1 << 16);
        }
    }

    public Provenance {
        command = List.copyOf(command);
        seeds = Collections.unmodifiableMap(new LinkedHashMap<>(seeds));
        wallSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(wallSeconds));
        wallSeconds.forEach((stage, seconds) -> Args.requireNonNegative("wallSeconds of " + stage, seconds));
        seeds.forEach(Seeds::requireSeed);
    }
}
