package io.github.fisherscope.formats.architecture;

/**
 * Variances of random networks, where a line has none of its own.
 *
 * @param weight σ_w²: weights are N(0, σ_w²/fan-in)
 * @param bias σ_b²: biases are N(0, σ_b²)
 */
public record Variances(double weight, double bias) {}
