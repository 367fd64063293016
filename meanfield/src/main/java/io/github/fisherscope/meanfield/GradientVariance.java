package io.github.fisherscope.meanfield;

/**
 * Variances between networks, to first order in 1/M, for a single output.
 *
 * @param square of |∇f(x)|², the network and the sample both random
 * @param overlap of the mean over pairs of samples of ∇f(x_s)·∇f(x_t)
 * @param crossOverlap of the same for the gradients of two different outputs, whose expectation is 0
 */
record GradientVariance(double square, double overlap, double crossOverlap) {}
