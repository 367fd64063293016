package io.github.fisherscope.core.training;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import java.util.function.UnaryOperator;

/** The largest eigenvalue of B⁻¹F by power iteration, where a method moves along B⁻¹ times the gradient. */
final class PreconditionedSpectrum {
    private static final int ITERATIONS = 200;
    private static final double TOLERANCE = 1e-6;

    private PreconditionedSpectrum() {}

    /**
     * Returns λ_max(B⁻¹F) from below, to some 1e-6 where there is a gap below it: all eigenvalues are real and not negative
     * where B is positive definite. Starts along the gradient.
     *
     * @param inverse multiplies by B⁻¹
     */
    static double largest(TrainingPoint at, UnaryOperator<double[]> inverse) {
        SpectralFisherMatrix whole = at.fisher(FisherForm.DUAL);
        double[] v = at.summedGradient().clone();
        double[] image = new double[v.length];
        double last = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            double norm = norm(v);
            if (!(norm > 0)) {
                break;
            }
            for (int j = 0; j < v.length; j++) {
                v[j] /= norm;
            }
            whole.apply(v, image);
            double[] next = inverse.apply(image);
            double value = norm(next);
            v = next;
            if (Math.abs(value - last) <= TOLERANCE * value) {
                return value;
            }
            last = value;
        }
        return last;
    }

    private static double norm(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x * x;
        }
        return Math.sqrt(sum);
    }
}
