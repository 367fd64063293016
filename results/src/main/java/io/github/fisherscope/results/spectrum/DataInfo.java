package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.check.Args;
import org.jspecify.annotations.Nullable;

/**
 * The inputs on which the Fisher matrix was measured. The file holds the components of {@code origin} and {@code moments}
 * beside the others.
 *
 * @param samples T
 * @param inputs M_0
 * @param origin where they came from
 * @param standardized whether every input feature was brought to mean 0 and variance 1
 * @param labels where the labels came from, null when none were given
 * @param moments of the samples that were used
 */
public record DataInfo(
        int samples,
        int inputs,
        @JsonUnwrapped Origin origin,
        boolean standardized,
        @Nullable String labels,
        @JsonUnwrapped Moments moments) {

    public DataInfo {
        Args.requireInRange("samples", samples, 1, Integer.MAX_VALUE);
        Args.requireInRange("inputs", inputs, 1, Integer.MAX_VALUE);
    }

    /**
     * Where data came from.
     *
     * @param source {@code standard normal} or the name of the file
     * @param sha256 digest of the file in hexadecimal, null for generated inputs
     * @param seed seed of generated inputs, null for a file
     */
    public record Origin(
            String source,
            @Nullable String sha256,
            @Nullable String seed) {
        public Origin {
            if (seed != null) {
                Seeds.requireSeed("data", seed);
            }
        }
    }

    /**
     * The two moments that theory needs; null when not measured.
     *
     * @param qHat0 q̂⁰, mean of |x|²/M_0
     * @param qHatSt0 q̂_st⁰, mean of x_s·x_t/M_0 over pairs of different samples
     */
    public record Moments(@Nullable Double qHat0, @Nullable Double qHatSt0) {}

    /** Returns {@code standard normal} or the name of the file. */
    public String source() {
        return origin.source();
    }
}
