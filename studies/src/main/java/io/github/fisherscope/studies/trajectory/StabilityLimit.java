package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.TrainingPoint;

/**
 * The rate below which a method settles where the loss is quadratic: in closed form where λ_max decides, and for natural
 * gradients with a form B of the Fisher matrix as {@code 2/λ_max(B⁻¹F)}, by power iteration.
 */
final class StabilityLimit {
    private static final int ITERATIONS = 200;
    private static final double TOLERANCE = 1e-6;

    private StabilityLimit() {}

    /**
     * Returns the limit at a point.
     *
     * @throws IllegalArgumentException if the method has none that is known there
     */
    static double of(Optimizer optimizer, TrainingPoint at, double largest) {
        if (!(largest > 0)) {
            throw InvalidArgumentException.of(
                    "learningRate",
                    "auto",
                    "the Fisher matrix is zero at the start, so that there is no limit to take a fraction of",
                    "give a number");
        }
        double limit = optimizer.stabilityLimit(largest);
        if (Double.isFinite(limit)) {
            return limit;
        }
        if (optimizer instanceof NaturalGradientDescent natural) {
            return 2 / preconditioned(natural, at);
        }
        throw InvalidArgumentException.of(
                "learningRate",
                "auto",
                "the limit of this method depends on what it remembers, and it has not begun",
                "give a number");
    }

    /** Returns λ_max(B⁻¹F): all eigenvalues are real and not negative where B is positive definite. */
    private static double preconditioned(NaturalGradientDescent natural, TrainingPoint at) {
        SpectralFisherMatrix whole = at.fisher(FisherForm.DUAL);
        SpectralFisherMatrix form = at.fisher(natural.form());
        double[] v = at.summedGradient().clone();
        double[] image = new double[v.length];
        double last = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            double norm = Math.sqrt(dot(v, v));
            if (!(norm > 0)) {
                break;
            }
            for (int j = 0; j < v.length; j++) {
                v[j] /= norm;
            }
            whole.apply(v, image);
            double[] next = inverse(natural.inverse(), form, image);
            double value = Math.sqrt(dot(next, next));
            v = next;
            if (Math.abs(value - last) <= TOLERANCE * value) {
                return value;
            }
            last = value;
        }
        return last;
    }

    private static double[] inverse(FisherInverse how, SpectralFisherMatrix form, double[] b) {
        if (how instanceof FisherInverse.Damped damped) {
            return form.solve(b, damped.damping());
        }
        if (how instanceof FisherInverse.Adaptive adaptive) {
            return form.solve(b, adaptive.start());
        }
        return form.pseudoSolve(b, 0);
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
