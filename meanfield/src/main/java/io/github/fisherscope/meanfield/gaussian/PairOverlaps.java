package io.github.fisherscope.meanfield.gaussian;

/**
 * Two-point functions of an activation and of its derivative.
 *
 * @param value I_φ[a, b] = E φ(u) φ(v)
 * @param derivative I_φ'[a, b] = E φ'(u) φ'(v) = ∂I_φ/∂b
 */
public record PairOverlaps(double value, double derivative) {}
