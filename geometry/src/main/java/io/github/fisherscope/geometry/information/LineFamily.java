package io.github.fisherscope.geometry.information;

import io.github.fisherscope.core.check.Args;

/**
 * A family of densities ρ(x; θ) on the line, at one θ.
 *
 * @see LineInformation
 */
public interface LineFamily {
    /** Returns the number of parameters. */
    int parameters();

    /** Returns ρ(x). */
    double density(double x);

    /** Returns ∂F(x)/∂θ for the distribution function F, one entry for each parameter. */
    double[] distributionGradient(double x);

    /** Returns where most of the mass is, which tells integration where to look. */
    default double centre() {
        return 0;
    }

    /** Returns about how wide the mass is spread, greater than 0. */
    default double scale() {
        return 1;
    }

    /** Returns where the density is positive: its lower end, which may be −∞. */
    double from();

    /** Returns the upper end, which may be ∞. */
    double to();

    /** Returns the normal laws with mean μ and standard deviation σ; θ = (μ, σ). */
    static LineFamily normal(double mean, double deviation) {
        return new Normal(mean, deviation);
    }

    /** Returns the exponential laws of a rate; θ = rate. */
    static LineFamily exponential(double rate) {
        return new Exponential(rate);
    }

    /** Normal laws. */
    record Normal(double mean, double deviation) implements LineFamily {
        public Normal {
            Args.requireFinite("mean", mean);
            Args.requirePositive("deviation", deviation);
        }

        @Override
        public double centre() {
            return mean;
        }

        @Override
        public double scale() {
            return deviation;
        }

        @Override
        public int parameters() {
            return 2;
        }

        @Override
        public double density(double x) {
            double z = (x - mean) / deviation;
            return Math.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI));
        }

        @Override
        public double[] distributionGradient(double x) {
            double density = density(x);
            return new double[] {-density, -density * (x - mean) / deviation};
        }

        @Override
        public double from() {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        public double to() {
            return Double.POSITIVE_INFINITY;
        }
    }

    /** Exponential laws. */
    record Exponential(double rate) implements LineFamily {
        public Exponential {
            Args.requirePositive("rate", rate);
        }

        @Override
        public double scale() {
            return 1 / rate;
        }

        @Override
        public int parameters() {
            return 1;
        }

        @Override
        public double density(double x) {
            return rate * Math.exp(-rate * x);
        }

        @Override
        public double[] distributionGradient(double x) {
            return new double[] {x * Math.exp(-rate * x)};
        }

        @Override
        public double from() {
            return 0;
        }

        @Override
        public double to() {
            return Double.POSITIVE_INFINITY;
        }
    }
}
