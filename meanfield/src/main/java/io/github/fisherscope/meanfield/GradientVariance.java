package io.github.fisherscope.meanfield;

/**
 * Variances of inner products of gradients to first order in 1/M, for a single output. The first three are over networks, the
 * last two over the samples of one network.
 *
 * @param square of |∇f(x)|², the network and the sample both random
 * @param overlap of the mean over pairs of samples of ∇f(x_s)·∇f(x_t)
 * @param crossOverlap of the same for the gradients of two different outputs, whose expectation is 0
 * @param row of the mean over t of ∇f(x_s)·∇f(x_t), over samples s
 * @param crossRow of the same for the gradients of two different outputs
 */
public record GradientVariance(double square, double overlap, double crossOverlap, double row, double crossRow) {}
