package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What computed a result, with what, and how to compute it again.
 *
 * @param version version of Fisherscope
 * @param commit revision of the source, null when unknown
 * @param java version and vendor of the Java runtime
 * @param platform operating system and processor architecture
 * @param backend the compute backend that was really used, with its version
 * @param threads number of threads, at least 1
 * @param precision {@code double} or {@code single}
 * @param command the command line that gives this result again, one entry per argument; empty for a library call
 * @param seeds every seed by what it seeds, as decimal text, since JSON readers round large integers
 * @param wallSeconds elapsed time of each stage in seconds, in the order in which the stages ran
 * @param created when the study ended, ISO 8601 in UTC; null when a reproducible file was asked for
 */
public record Provenance(
        String version,
        @Nullable String commit,
        String java,
        String platform,
        String backend,
        int threads,
        String precision,
        List<String> command,
        Map<String, String> seeds,
        Map<String, Double> wallSeconds,
        @Nullable String created) {

    public Provenance {
        Args.requireInRange("threads", threads, 1, 1 << 16);
        command = List.copyOf(command);
        seeds = Collections.unmodifiableMap(new LinkedHashMap<>(seeds));
        wallSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(wallSeconds));
        wallSeconds.forEach((stage, seconds) -> Args.requireNonNegative("wallSeconds of " + stage, seconds));
        seeds.forEach(Seeds::requireSeed);
    }
}
