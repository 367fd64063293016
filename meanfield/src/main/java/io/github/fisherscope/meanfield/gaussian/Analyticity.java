package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.network.Activation;

/**
 * How far an activation continues into the complex plane, which fixes the step of the trapezoid rule.
 *
 * @param strip distance of the nearest singularity of φ(u) from the real axis; infinite for an entire function
 * @param growth γ such that |φ(x + iy)| grows like exp(γ y²); 0 when a strip limits first
 */
record Analyticity(double strip, double growth) {
    /** Exponent of the error aimed at: e⁻⁴⁵ leaves room for the prefactors of poles of fourth order. */
    private static final double TARGET_EXPONENT = 45;

    static Analyticity of(Activation activation) {
        return switch (activation.kind()) {
            case TANH -> new Analyticity(Math.PI / 2, 0);
            case ERF -> {
                double gain = ((Activation.Erf) activation).gain();
                yield new Analyticity(Double.POSITIVE_INFINITY, gain * gain);
            }
            case GELU -> new Analyticity(Double.POSITIVE_INFINITY, 0.5);
            case SIGMOID, SOFTPLUS, SILU -> new Analyticity(Math.PI, 0);
            case IDENTITY, RELU, LEAKY_RELU ->
                throw new IllegalArgumentException(activation.id() + " has closed forms and needs no quadrature");
        };
    }

    /**
     * Returns the step at which ∫Dz g(√variance z) has error about e⁻⁴⁵, where g is a product of two of φ and its
     * derivatives.
     *
     * <p>Shifting the contour by iw costs exp(w²/2 + 2 γ w² variance) and gains exp(−2π w/h).
     */
    double step(double variance) {
        double curvature = 1 + 4 * growth * variance;
        double free = Math.sqrt(2 * TARGET_EXPONENT / curvature);
        double w = Math.min(free, strip / Math.sqrt(variance));
        return 2 * Math.PI * w / (TARGET_EXPONENT + 0.5 * curvature * w * w);
    }

    /**
     * Returns the step for the outer integral over the shared part, whose integrand is already smoothed over the
     * conditional variance {@code variance − shared}.
     */
    double outerStep(double variance, double shared) {
        double smoothed = variance - shared;
        double direct = step(shared);
        if (!(smoothed > 0)) {
            return direct;
        }
        double curvature = 1 + 2 * shared / smoothed;
        return Math.max(direct, Math.PI * Math.sqrt(2 / (curvature * TARGET_EXPONENT)));
    }
}
