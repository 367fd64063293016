package io.github.fisherscope.reports.result;

import org.jspecify.annotations.Nullable;

/**
 * Which Fisher matrix was measured.
 *
 * @param form {@code full}, {@code layers}, {@code diagonal} or {@code kronecker}
 * @param labelExpectation {@code exact}, {@code monte-carlo} or {@code empirical}
 * @param likelihood {@code gaussian}, {@code categorical}, {@code bernoulli} or {@code poisson}
 * @param meaning one sentence: over which labels scores are averaged
 * @param conventions one sentence: normalisation, factors and which parameters
 */
public record FisherInfo(
        String form,
        String labelExpectation,
        String likelihood,
        @Nullable String meaning,
        @Nullable String conventions) {}
