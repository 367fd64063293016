package io.github.fisherscope.studies.predictive;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.AlphaDivergence;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.divergence.Divergence;
import io.github.fisherscope.geometry.divergence.RenyiDivergence;
import java.util.function.DoubleUnaryOperator;

/**
 * The divergence between the distributions of labels that a likelihood makes of two outputs.
 *
 * <p>Distributions on few states are compared state by state. The others are families with a closed Chernoff integral
 * ∫ p^(1−b) q^b = exp(−b(1−b) E(b)): E = |f−g|²/2σ² for normal laws, the α-divergence of the intensities for Poisson laws, and sums
 * over independent components; KL is E(0), Amari's α-divergence is E (1 − e^(−w))/w with w = b(1−b)E, b = (1+α)/2, and
 * Rényi's of order a is a E(1−a).
 */
final class OutputDivergence {
    private final Likelihood likelihood;
    private final Divergence divergence;

    private OutputDivergence(Likelihood likelihood, Divergence divergence) {
        this.likelihood = likelihood;
        this.divergence = divergence;
    }

    /**
     * Returns the divergence.
     *
     * @param outputs C
     * @throws InvalidArgumentException if it has no closed form for the likelihood
     */
    static OutputDivergence of(Likelihood likelihood, Divergence divergence, int outputs) {
        boolean closed = divergence instanceof AlphaDivergence
                || (divergence instanceof RenyiDivergence r
                        && r.name().startsWith("renyi")
                        && Double.isFinite(r.order()))
                || divergence.name().equals("jeffreys");
        if (!closed && !isFinite(likelihood, outputs)) {
            throw InvalidArgumentException.of(
                    "family",
                    divergence.name(),
                    "and has no closed form for the " + likelihood.id() + " likelihood with " + outputs + " outputs",
                    "take kl, reverse-kl, jeffreys, alpha:A or renyi:A, or the categorical likelihood");
        }
        return new OutputDivergence(likelihood, divergence);
    }

    private static boolean isFinite(Likelihood likelihood, int outputs) {
        return likelihood instanceof Likelihood.Categorical
                || (likelihood instanceof Likelihood.Bernoulli && outputs == 1);
    }

    /** Returns D[p(· | f) : p(· | g)] in nats; may be infinite. */
    double between(double[] f, double[] g) {
        if (isFinite(likelihood, f.length)) {
            return divergence.between(distribution(f), distribution(g));
        }
        DoubleUnaryOperator exponent = b -> exponent(b, f, g);
        if (divergence instanceof AlphaDivergence a) {
            double b = (1 + a.alpha()) / 2;
            double e = exponent.applyAsDouble(b);
            double w = b * (1 - b) * e;
            return w == 0 ? e : e * (-Math.expm1(-w) / w);
        }
        if (divergence instanceof RenyiDivergence r) {
            return r.order() == 0 ? 0 : r.order() * exponent.applyAsDouble(1 - r.order());
        }
        return exponent.applyAsDouble(0) + exponent.applyAsDouble(1);
    }

    private DiscreteMeasure distribution(double[] f) {
        if (likelihood instanceof Likelihood.Bernoulli) {
            return new DiscreteMeasure(RealVector.of(sigmoid(-f[0]), sigmoid(f[0])), true);
        }
        double top = RealVector.of(f).stream().max().orElseThrow();
        double sum = 0;
        double[] p = new double[f.length];
        for (int k = 0; k < f.length; k++) {
            p[k] = Math.exp(f[k] - top);
            sum += p[k];
        }
        for (int k = 0; k < f.length; k++) {
            p[k] /= sum;
        }
        return new DiscreteMeasure(RealVector.takingOver(p), true);
    }

    /** E(b), a sum over independent components. */
    private double exponent(double b, double[] f, double[] g) {
        double sum = 0;
        for (int k = 0; k < f.length; k++) {
            if (likelihood instanceof Likelihood.Gaussian gaussian) {
                sum += (f[k] - g[k]) * (f[k] - g[k]) / 2 / gaussian.variance();
            } else if (likelihood instanceof Likelihood.Poisson) {
                sum += AlphaDivergence.of(2 * b - 1).between(intensity(f[k]), intensity(g[k]));
            } else {
                sum += component(b, f[k], g[k]);
            }
        }
        return sum;
    }

    private static DiscreteMeasure intensity(double f) {
        return new DiscreteMeasure(RealVector.of(Math.exp(f)), false);
    }

    private static double component(double b, double f, double g) {
        double a = AlphaDivergence.of(2 * b - 1)
                .between(
                        new DiscreteMeasure(RealVector.of(sigmoid(-f), sigmoid(f)), true),
                        new DiscreteMeasure(RealVector.of(sigmoid(-g), sigmoid(g)), true));
        double w = b * (1 - b);
        return w == 0 ? a : -Math.log1p(-w * a) / w;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /**
     * Returns T(e, e, e), the third central moment of the sufficient statistic along e: the Amari-Chentsov tensor of the
     * likelihood in its outputs, which are its natural parameters.
     */
    double cubicTensor(double[] f, double[] e) {
        if (likelihood instanceof Likelihood.Categorical) {
            DiscreteMeasure p = distribution(f);
            double mean = 0;
            for (int k = 0; k < f.length; k++) {
                mean += p.get(k) * e[k];
            }
            double third = 0;
            for (int k = 0; k < f.length; k++) {
                third += p.get(k) * Math.pow(e[k] - mean, 3);
            }
            return third;
        }
        double third = 0;
        for (int k = 0; k < f.length; k++) {
            third += moment(f[k]) * e[k] * e[k] * e[k];
        }
        return third;
    }

    /** The third cumulant of one component. */
    private double moment(double f) {
        if (likelihood instanceof Likelihood.Poisson) {
            return Math.exp(f);
        }
        double p = sigmoid(f);
        return likelihood instanceof Likelihood.Bernoulli ? p * (1 - p) * (1 - 2 * p) : 0;
    }
}
