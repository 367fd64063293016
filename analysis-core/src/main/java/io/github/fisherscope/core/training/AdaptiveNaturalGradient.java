package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.FisherFactor;
import io.github.fisherscope.core.fisher.FisherForm;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Amari's adaptive natural gradient {@code θ ← θ − η A ∇ℓ} (Amari, Park and Fukumizu, Neural Computation 12 (2000) 1399): A
 * follows the inverse of the running mean {@code Ĝ ← (1 − ε)Ĝ + ε F_t} of the Fisher matrices of the samples, which is never
 * inverted itself. The step uses A from before the update, and both take the Jacobian where the step starts.
 *
 * <p>The paper prints the recursion to first order in ε; {@link Recursion#EXACT} is ours, by the Woodbury identity, one rank
 * at a time. Where F stays singular, no sample ever shrinks A along its null directions: it grows there like
 * {@code Π(1 − ε_t)⁻¹}, linearly for ε = 1/t and exponentially for a constant ε.
 *
 * <p>Memory: P² numbers. Cost of a step: 4 n P² flops, n = C times the samples of the step, on one thread.
 *
 * @param learningRate η &gt; 0
 * @param epsilon ε in (0, 1): all of them, or the first
 * @param schedule how ε changes
 * @param recursion how A is updated
 * @param inverse A before the first step is this number on the diagonal; &gt; 0
 */
public record AdaptiveNaturalGradient(
        double learningRate, double epsilon, Schedule schedule, Recursion recursion, double inverse)
        implements Optimizer {
    /** Most parameters: P² numbers are 512 MB. */
    public static final int LARGEST = 8192;

    /** A has exploded when its largest entry on the diagonal is this many times the first. */
    public static final double EXPLOSION = 1e10;

    /** How ε changes from step to step. */
    public enum Schedule {
        /** ε_t = ε. */
        CONSTANT("constant"),
        /** ε_t = 1/(t + 1/ε), t = 0, 1, …: with ε near 1 the mean over all steps so far. */
        HARMONIC("harmonic");

        private final String id;

        Schedule(String id) {
            this.id = id;
        }

        /** Returns the name used on the command line and in results. */
        public String id() {
            return id;
        }
    }

    /** How A follows Ĝ. */
    public enum Recursion {
        /** {@code A ← (1 + ε)A − ε (A Gᵀ)(G A)}, as printed in the paper; positive definite while {@code ε ‖G A Gᵀ‖ < 1 + ε}. */
        FIRST_ORDER("first-order"),
        /** A is the inverse of Ĝ after every step, up to rounding. */
        EXACT("exact");

        private final String id;

        Recursion(String id) {
            this.id = id;
        }

        /** Returns the name used on the command line and in results. */
        public String id() {
            return id;
        }
    }

    public AdaptiveNaturalGradient {
        Args.requirePositive("learningRate", learningRate);
        Args.require(epsilon > 0 && epsilon < 1, "epsilon is %s; it must lie between 0 and 1", epsilon);
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(recursion, "recursion");
        Args.requirePositive("inverse", inverse);
    }

    @Override
    public String id() {
        return "adaptive-natural:" + recursion.id() + ":" + schedule.id() + ":epsilon=" + epsilon + ":" + learningRate;
    }

    @Override
    public AdaptiveNaturalGradient withLearningRate(double rate) {
        return new AdaptiveNaturalGradient(rate, epsilon, schedule, recursion, inverse);
    }

    /** {@inheritDoc} Here on A, which is not known before. */
    @Override
    public double stabilityLimit(double largest) {
        return Double.NaN;
    }

    /** Returns ε of step {@code t}, counted from 0. */
    public double epsilonAt(double t) {
        return schedule == Schedule.CONSTANT ? epsilon : 1 / (t + 1 / epsilon);
    }

    @Override
    public Run start(int parameters) {
        if (parameters > LARGEST) {
            throw InvalidArgumentException.of(
                    "optimizer",
                    "adaptive-natural",
                    "it keeps P² numbers, and the network has %s parameters; it may have %s"
                            .formatted(parameters, LARGEST),
                    "use the optimizer natural with the form kronecker, which has no such limit");
        }
        return new Recursive(parameters);
    }

    private final class Recursive implements Run {
        private final int size;
        /** A, row by row, symmetric to the last bit. */
        private final double[] a;
        /** Steps made; 1 when A is no longer positive definite; 1 when it has exploded. */
        private final double[] state = new double[3];

        Recursive(int size) {
            this.size = size;
            this.a = new double[size * size];
            for (int i = 0; i < size; i++) {
                a[i * size + i] = inverse;
            }
        }

        @Override
        public void step(double[] theta, TrainingPoint at) {
            double[] gradient = at.summedGradient();
            double factor = learningRate / at.samples();
            double[] natural = times(gradient);
            for (int i = 0; i < size; i++) {
                theta[i] -= factor * natural[i];
            }
            double epsilon = epsilonAt(state[0]);
            double[][] rows = rows(at);
            switch (recursion) {
                case FIRST_ORDER -> firstOrder(rows, epsilon);
                case EXACT -> exact(rows, epsilon);
            }
            state[0]++;
            for (int i = 0; i < size; i++) {
                state[2] = a[i * size + i] < EXPLOSION * inverse ? state[2] : 1;
            }
        }

        /** {@inheritDoc} Here {@code 2/λ_max(A F)}. */
        @Override
        public double stabilityLimit(TrainingPoint at) {
            double largest = PreconditionedSpectrum.largest(at, this::times);
            return largest > 0 ? 2 / largest : Double.NaN;
        }

        /** Returns the rows of G, {@code F_t = GᵀG}. */
        private double[][] rows(TrainingPoint at) {
            FisherFactor factor = at.fisher(FisherForm.DUAL).factor().orElseThrow();
            double[][] rows = new double[factor.rows()][];
            double[] unit = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                unit[i] = 1;
                rows[i] = factor.fromDual(unit);
                unit[i] = 0;
            }
            return rows;
        }

        private void firstOrder(double[][] rows, double epsilon) {
            double[][] images = new double[rows.length][];
            double trace = 0;
            for (int r = 0; r < rows.length; r++) {
                images[r] = times(rows[r]);
                trace += dot(rows[r], images[r]);
            }
            // Within this bound A stays positive definite for any number of rows, and for one row beyond it it does
            // not.
            state[1] = epsilon * trace < 1 + epsilon ? state[1] : 1;
            scale(1 + epsilon);
            for (double[] image : images) {
                subtract(epsilon, image);
            }
        }

        private void exact(double[][] rows, double epsilon) {
            scale(1 / (1 - epsilon));
            for (double[] row : rows) {
                double[] image = times(row);
                subtract(epsilon / (1 + epsilon * dot(row, image)), image);
            }
        }

        private double[] times(double[] v) {
            double[] result = new double[size];
            for (int i = 0; i < size; i++) {
                double sum = 0;
                for (int j = 0; j < size; j++) {
                    sum += a[i * size + j] * v[j];
                }
                result[i] = sum;
            }
            return result;
        }

        private void scale(double factor) {
            for (int i = 0; i < a.length; i++) {
                a[i] *= factor;
            }
        }

        /** A ← A − factor · u uᵀ. */
        private void subtract(double factor, double[] u) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    double value = a[i * size + j] - factor * (u[i] * u[j]);
                    a[i * size + j] = value;
                    a[j * size + i] = value;
                }
            }
        }

        @Override
        public List<double[]> memory() {
            return List.of(a, state);
        }

        @Override
        public Optional<TrainingEnd> trouble() {
            if (state[1] > 0) {
                return Optional.of(TrainingEnd.INDEFINITE_INVERSE);
            }
            return state[2] > 0 ? Optional.of(TrainingEnd.EXPLODED_INVERSE) : Optional.empty();
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
