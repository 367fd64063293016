package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.geometry.divergence.DiscreteMeasure;

/**
 * A mean of distributions: the minimiser of a weighted sum of divergences from them, as far as the iteration came.
 *
 * @param measure the mean
 * @param gap how much smaller the sum could at most be (from a bound by duality)
 * @param iterations steps taken
 * @param converged whether the gap is within the tolerance
 */
public record Barycentre(DiscreteMeasure measure, double gap, int iterations, boolean converged) {}
