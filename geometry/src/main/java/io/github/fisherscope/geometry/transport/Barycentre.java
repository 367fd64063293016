package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.geometry.divergence.DiscreteMeasure;

/**
 * A mean of distributions: the minimiser of a weighted sum of divergences from them, as far as the iteration came.
 *
 * @param measure the mean
 * @param gap how much smaller the sum could at most be (the Frank-Wolfe gap, Σ q_i ∂_i − min_i ∂_i of the convex objective)
 * @param iterations steps taken
 * @param converged whether the iteration ended by its tolerance and not by its limit
 */
public record Barycentre(DiscreteMeasure measure, double gap, int iterations, boolean converged) {}
