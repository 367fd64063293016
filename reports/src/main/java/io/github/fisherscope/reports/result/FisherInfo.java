package io.github.fisherscope.reports.result;

/**
 * Which Fisher matrix was measured.
 *
 * @param form {@code full}, {@code layers}, {@code diagonal} or {@code kronecker}
 * @param labelExpectation {@code exact}, {@code monte-carlo} or {@code empirical}
 * @param likelihood {@code gaussian}, {@code categorical} or {@code bernoulli}
 */
public record FisherInfo(String form, String labelExpectation, String likelihood) {}
