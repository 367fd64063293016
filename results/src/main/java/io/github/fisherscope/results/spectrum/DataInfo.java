package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import org.jspecify.annotations.Nullable;

/**
 * The inputs on which the Fisher matrix was measured.
 *
 * @param samples T
 * @param inputs M_0
 * @param source {@code standard normal} or the name of the file
 * @param sha256 digest of the file in hexadecimal, null for generated inputs
 * @param seed seed of generated inputs, null for a file
 * @param standardized whether every input feature was brought to mean 0 and variance 1
 * @param labels where the labels came from, null when none were used
 * @param qHat0 q̂⁰, mean of |x|²/M_0 over the samples used; null when not measured
 * @param qHatSt0 q̂_st⁰, mean of x_s·x_t/M_0 over pairs of different samples; null when not measured
 */
public record DataInfo(
        int samples,
        int inputs,
        String source,
        @Nullable String sha256,
        @Nullable String seed,
        boolean standardized,
        @Nullable String labels,
        @Nullable Double qHat0,
        @Nullable Double qHatSt0) {

    public DataInfo {
        Args.requireInRange("samples", samples, 1, Integer.MAX_VALUE);
        Args.requireInRange("inputs", inputs, 1, Integer.MAX_VALUE);
        if (seed != null) {
            Seeds.requireSeed("data", seed);
        }
    }
}
