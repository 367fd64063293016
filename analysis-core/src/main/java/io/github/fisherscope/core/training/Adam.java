package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import java.util.List;

/**
 * Adam (Kingma and Ba, ICLR 2015): {@code m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η m̂/(√v̂ + ε)} with
 * {@code m̂ = m/(1 − β₁ᵗ)}, {@code v̂ = v/(1 − β₂ᵗ)}. No weight decay.
 *
 * @param learningRate η &gt; 0
 * @param firstDecay β₁ in [0, 1)
 * @param secondDecay β₂ in [0, 1)
 * @param epsilon ε &gt; 0
 */
public record Adam(double learningRate, double firstDecay, double secondDecay, double epsilon)
        implements FirstOrderOptimizer {
    public Adam {
        Args.requirePositive("learningRate", learningRate);
        Args.require(firstDecay >= 0 && firstDecay < 1, "firstDecay is %s; it must lie in [0, 1)", firstDecay);
        Args.require(secondDecay >= 0 && secondDecay < 1, "secondDecay is %s; it must lie in [0, 1)", secondDecay);
        Args.requirePositive("epsilon", epsilon);
    }

    /** Returns the settings of the paper, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸. */
    public static Adam of(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8);
    }

    @Override
    public String id() {
        return "adam:" + learningRate + ":" + firstDecay + ":" + secondDecay + ":" + epsilon;
    }

    @Override
    public Adam withLearningRate(double rate) {
        return new Adam(rate, firstDecay, secondDecay, epsilon);
    }

    /** {@inheritDoc} Adam's depends on the second moments that it has collected. */
    @Override
    public double stabilityLimit(double largest) {
        return Double.NaN;
    }

    @Override
    public GradientRun start(int parameters) {
        return new Moments(parameters);
    }

    private final class Moments implements GradientRun {
        private final double[] first;
        private final double[] second;
        /** β₁ᵗ and β₂ᵗ. */
        private final double[] powers = {1, 1};

        Moments(int parameters) {
            this.first = new double[parameters];
            this.second = new double[parameters];
        }

        @Override
        public void step(double[] theta, double[] summedGradient, int samples) {
            powers[0] *= firstDecay;
            powers[1] *= secondDecay;
            for (int i = 0; i < theta.length; i++) {
                double g = summedGradient[i] / samples;
                first[i] = firstDecay * first[i] + (1 - firstDecay) * g;
                second[i] = secondDecay * second[i] + (1 - secondDecay) * g * g;
                double scale = Math.sqrt(second[i] / (1 - powers[1])) + epsilon;
                theta[i] -= learningRate * (first[i] / (1 - powers[0])) / scale;
            }
        }

        /**
         * {@inheritDoc} With the second moments held fixed this is heavy ball in the metric P = diag(√v + ε):
         * {@code 2(1 + β₁) / ((1 − β₁) λ_max(P⁻¹F))} (Cohen et al. 2022, "Adaptive gradient methods at the edge of
         * stability", equation 4), with the bias of v corrected as in the step.
         */
        @Override
        public double stabilityLimit(TrainingPoint at) {
            if (powers[1] == 1) {
                return Double.NaN;
            }
            double largest = PreconditionedSpectrum.largest(at, v -> {
                double[] scaled = new double[v.length];
                for (int i = 0; i < v.length; i++) {
                    scaled[i] = v[i] / (Math.sqrt(second[i] / (1 - powers[1])) + epsilon);
                }
                return scaled;
            });
            return largest > 0 ? 2 * (1 + firstDecay) / ((1 - firstDecay) * largest) : Double.NaN;
        }

        @Override
        public List<double[]> memory() {
            return List.of(first, second, powers);
        }
    }
}
