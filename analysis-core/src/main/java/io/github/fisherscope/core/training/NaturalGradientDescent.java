package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.NaturalStep;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code θ ← θ − η F⁻¹ ∇E} (Amari, Neural Computation 10 (1998) 251) with the Fisher matrix of the samples that the step sees,
 * whole or in a form that leaves entries out, damped or with its pseudo-inverse. For the likelihoods here F is the
 * Gauss-Newton matrix, and the damped step is Levenberg and Marquardt's.
 *
 * <p>Cost of a step on the whole matrix: n² Σ M_l flops for the dual and 9 n³ for its decomposition, n = C·T; a
 * pseudo-inverse decomposes the factor, 10 n² P flops on one thread. ‖step‖ ≤ η √(2E)/(2√ρ) for the Gaussian likelihood;
 * without damping nothing bounds it.
 *
 * @param learningRate η &gt; 0
 * @param form which entries of F are kept; not {@link FisherForm#IMPLICIT}
 * @param inverse how F is inverted
 */
public record NaturalGradientDescent(double learningRate, FisherForm form, FisherInverse inverse) implements Optimizer {
    public NaturalGradientDescent {
        Args.requirePositive("learningRate", learningRate);
        Objects.requireNonNull(inverse, "inverse");
        Args.require(
                form != FisherForm.IMPLICIT,
                "form is implicit, which has no inverse; the whole matrix is the form dual");
    }

    /** Returns the method on the whole matrix. */
    public static NaturalGradientDescent damped(double learningRate, double damping) {
        return new NaturalGradientDescent(learningRate, FisherForm.DUAL, new FisherInverse.Damped(damping));
    }

    @Override
    public String id() {
        return "natural:" + form.id() + ":" + inverse.id() + ":" + learningRate;
    }

    @Override
    public NaturalGradientDescent withLearningRate(double rate) {
        return new NaturalGradientDescent(rate, form, inverse);
    }

    /** {@inheritDoc} Here 2(λ_max + ρ)/λ_max on the whole matrix, and unknown on the other forms. */
    @Override
    public double stabilityLimit(double largest) {
        if (form != FisherForm.DUAL && form != FisherForm.DENSE) {
            return Double.NaN;
        }
        if (inverse instanceof FisherInverse.Damped damped) {
            return 2 * (largest + damped.damping()) / largest;
        }
        return 2;
    }

    @Override
    public Run start(int parameters) {
        return inverse instanceof FisherInverse.Adaptive adaptive ? new AdaptiveRun(adaptive.start()) : new PlainRun();
    }

    /** Returns 2/λ_max(B⁻¹F) for the form B. */
    private double limit(TrainingPoint at, FisherInverse how) {
        SpectralFisherMatrix fisher = at.fisher(form);
        double largest = PreconditionedSpectrum.largest(
                at,
                how instanceof FisherInverse.Damped damped
                        ? v -> fisher.solve(v, damped.damping())
                        : v -> fisher.pseudoSolve(v, 0));
        return largest > 0 ? 2 / largest : Double.NaN;
    }

    /** Remembers nothing. */
    private final class PlainRun implements Run {
        @Override
        public void step(double[] theta, TrainingPoint at) {
            move(theta, direction(at, inverse));
        }

        @Override
        public double stabilityLimit(TrainingPoint at) {
            return limit(at, inverse);
        }
    }

    private double[] direction(TrainingPoint at, FisherInverse how) {
        SpectralFisherMatrix fisher = at.fisher(form);
        double[] w = at.dualGradient();
        double[] gradient = at.summedGradient().clone();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= at.samples();
        }
        if (how instanceof FisherInverse.PseudoInverse pseudo) {
            return NaturalStep.pseudoInverse(fisher, w, gradient, pseudo.cutoff());
        }
        double damping =
                how instanceof FisherInverse.Damped damped ? damped.damping() : ((FisherInverse.Adaptive) how).start();
        return NaturalStep.damped(fisher, w, gradient, damping);
    }

    private void move(double[] theta, double[] direction) {
        for (int i = 0; i < theta.length; i++) {
            theta[i] -= learningRate * direction[i];
        }
    }

    /** Remembers ρ, and the loss and the change of it that the last step expected. */
    private final class AdaptiveRun implements Run {
        /** ρ, last loss, expected change; the latter two 0 before the first step. */
        private final double[] state;

        AdaptiveRun(double start) {
            this.state = new double[] {start, 0, 0};
        }

        @Override
        public void step(double[] theta, TrainingPoint at) {
            double loss = at.loss();
            if (state[2] < 0) {
                double ratio = (loss - state[1]) / state[2];
                if (ratio > 0.75) {
                    state[0] *= FisherInverse.Adaptive.FACTOR;
                } else if (!(ratio >= 0.25)) {
                    state[0] /= FisherInverse.Adaptive.FACTOR;
                }
            }
            double[] direction = direction(at, new FisherInverse.Damped(state[0]));
            double slope = 0;
            double square = 0;
            for (int i = 0; i < direction.length; i++) {
                slope += at.summedGradient()[i] / at.samples() * direction[i];
                square += direction[i] * direction[i];
            }
            double curvature = at.fisher(form).quadraticForm(direction) + state[0] * square;
            state[1] = loss;
            state[2] = learningRate * (0.5 * learningRate * curvature - slope);
            move(theta, direction);
        }

        @Override
        public double stabilityLimit(TrainingPoint at) {
            return limit(at, new FisherInverse.Damped(state[0]));
        }

        @Override
        public List<double[]> memory() {
            return List.of(state);
        }

        @Override
        public Optional<TrainingEnd> trouble() {
            return Double.isFinite(state[0]) ? Optional.empty() : Optional.of(TrainingEnd.DIVERGED);
        }
    }
}
