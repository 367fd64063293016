package io.github.fisherscope.meanfield;

/**
 * Variances of inner products of gradients to first order in 1/M, for a single output. The first four are over networks, the
 * others over the samples of one network.
 *
 * @param square of |∇f(x)|², the network and the sample both random
 * @param overlap of the mean over pairs of samples of ∇f(x_s)·∇f(x_t)
 * @param crossOverlap of the same for the gradients of two different outputs, whose expectation is 0
 * @param crossSquare of ∇f(x)·∇f'(x) for two different outputs at one sample, whose expectation is 0
 * @param row of the mean over t of ∇f(x_s)·∇f(x_t), over samples s
 * @param crossRow of the same for the gradients of two different outputs
 * @param lengths the part of {@code row} that comes from inputs of different lengths
 */
public record GradientVariance(
        double square,
        double overlap,
        double crossOverlap,
        double crossSquare,
        double row,
        double crossRow,
        double lengths) {

    /**
     * Returns by which share of itself coupling to the bulk lifts an outlier of height S₂, to second order: the squared length of
     * what the kernel adds to the outlier's direction, over S₂².
     *
     * @param pairs V + (C − 1)V_x
     */
    double lift(FisherStatistics statistics, double pairs) {
        double t = statistics.samples();
        double s2 = statistics.gradientOverlap();
        int others = statistics.outputs() - 1;
        double own = (square + others * crossSquare) / (t * t);
        return (pairs / t + row + others * crossRow + own) / (s2 * s2);
    }
}
