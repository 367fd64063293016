package io.github.fisherscope.geometry.divergence;

/**
 * What a divergence is between neighbours: D[p : p + d] = metric Σ d²/p + cubic Σ d³/p² + O(d⁴), for d of sum 0. The
 * first sum is the Fisher metric; the second is the Amari-Chentsov tensor in mixture coordinates.
 *
 * @param metric f″(1)/2 of an f-divergence Σ p f(q/p); ½ for the Kullback-Leibler divergences
 * @param cubic f‴(1)/6 of an f-divergence
 */
public record LocalForm(double metric, double cubic) {
    /** Returns the form of an f-divergence from the second and third derivatives of its generator at 1. */
    static LocalForm ofGenerator(double second, double third) {
        return new LocalForm(second / 2, third / 6);
    }

    /** Returns Amari's α whose connections ∇^(α) and ∇^(−α) the divergence induces: 3 + 2 f‴(1)/f″(1). */
    public double alpha() {
        return 3 + 6 * cubic / metric;
    }

    /** Returns the form of the divergence with exchanged arguments; its generator is u f(1/u). */
    public LocalForm dual() {
        return new LocalForm(metric, -cubic - metric);
    }

    /** Returns the factor by which the Hessian of this divergence, as a loss, exceeds the Fisher matrix. */
    public double hessianScale() {
        return 2 * metric;
    }

    LocalForm times(double factor) {
        return new LocalForm(factor * metric, factor * cubic);
    }
}
