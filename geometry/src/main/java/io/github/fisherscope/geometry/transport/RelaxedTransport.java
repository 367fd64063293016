package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Entropy-relaxed optimal transport (Amari, Karakida and Oizumi 2018): the plan with marginals p and q that minimises
 * C_λ(P) = (⟨M, P⟩ − λ H(P))/(1+λ), with H the entropy of the plan.
 *
 * <p>The solver alternately scales rows and columns (Sinkhorn) while λ falls from the range of the costs to its value, halved
 * each time. Scaling converges like powers of a number that can be 1 − 10⁻⁹; where what is left would cost more than Newton
 * steps on the semi-dual, those finish, in O(n m min(n, m)) each. Deterministic for any number of threads.
 */
public final class RelaxedTransport {
    /** Relaxations that leave exponents and products in the range of doubles. */
    private static final double LEAST = 1e-200;

    private static final double LARGEST = 1e200;

    /** Error of the marginals at which an intermediate λ is left for the next. */
    private static final double COARSE = 1e-2;

    /** The same for λ far below the range of the costs, where mass on a wrong route stays there for all smaller λ. */
    private static final double FINE = 1e-7;

    /** Sweeps between two estimates of the rate. */
    private static final int WINDOW = 10;

    /** Newton steps that finishing is expected to take. */
    private static final int EXPECTED_STEPS = 6;

    private final ReducedCost reduced;
    private final CostMatrix cost;
    private final RelaxedConfig config;

    private RelaxedTransport(CostMatrix cost, RelaxedConfig config) {
        this.reduced = ReducedCost.of(cost);
        this.cost = reduced.rest();
        this.config = config;
    }

    /** Returns the solver of problems with this cost. */
    public static RelaxedTransport of(CostMatrix cost, RelaxedConfig config) {
        return new RelaxedTransport(cost, config);
    }

    /** Returns the cost between the states. */
    public CostMatrix cost() {
        return reduced.cost();
    }

    /** Returns the cost in parts. */
    ReducedCost reduced() {
        return reduced;
    }

    /** Returns the solver of problems with another cost and the same configuration. */
    RelaxedTransport with(CostMatrix other) {
        return new RelaxedTransport(other, config);
    }

    /**
     * Solves one problem; O(n m) memory. A problem that did not converge within the limits of the configuration is returned
     * as it stands and says so.
     *
     * @param p distribution over the rows of the cost; zeros allowed
     * @param q distribution over its columns
     * @param lambda relaxation λ &gt; 0, in units of the cost
     */
    public RelaxedPlan solve(DiscreteMeasure p, DiscreteMeasure q, double lambda) {
        Args.requireThat(
                lambda >= LEAST && lambda <= LARGEST,
                "lambda",
                lambda,
                "it must be a number from " + LEAST + " to " + LARGEST);
        Args.requireSame("p.size", p.size(), cost.rows(), "p needs one entry for each row of the cost");
        Args.requireSame("q.size", q.size(), cost.columns(), "q needs one entry for each column of the cost");
        Args.requireThat(p.probability(), "p", "a positive measure", "it must be a distribution");
        Args.requireThat(q.probability(), "q", "a positive measure", "it must be a distribution");
        Support rows = Support.of(p);
        Support columns = Support.of(q);
        boolean swapped = columns.size() > rows.size();
        double[] m = swapped ? columns.costs(cost.transposed(), rows) : rows.costs(cost, columns);
        try (Lanes lanes = new Lanes(config.threads(), m.length)) {
            Run run = new Run(
                    swapped
                            ? new ScalingKernel(m, columns.weights(), rows.weights(), lanes)
                            : new ScalingKernel(m, rows.weights(), columns.weights(), lanes),
                    lambda);
            run.through(levels(m, lambda));
            return RelaxedPlan.of(reduced, p, q, lambda, run.result(config, swapped, rows, columns));
        }
    }

    private static double[] levels(double[] m, double lambda) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double x : m) {
            low = Math.min(low, x);
            high = Math.max(high, x);
        }
        double range = high - low;
        int halvings = range > lambda ? (int) Math.ceil(Math.log(range / lambda) / Math.log(2)) : 0;
        double[] levels = new double[halvings + 1];
        for (int k = 0; k <= halvings; k++) {
            levels[k] = lambda * Math.scalb(1.0, halvings - k);
        }
        return levels;
    }

    /** The states of positive weight. */
    static final class Support {
        private final int[] states;
        private final double[] weights;

        private Support(int[] states, double[] weights) {
            this.states = states;
            this.weights = weights;
        }

        static Support of(DiscreteMeasure measure) {
            int[] states = IntStream.range(0, measure.size())
                    .filter(i -> measure.get(i) > 0)
                    .toArray();
            double[] weights = Arrays.stream(states).mapToDouble(measure::get).toArray();
            return new Support(states, weights);
        }

        int size() {
            return states.length;
        }

        /** Returns the state behind entry {@code k} of the kept ones. */
        int state(int k) {
            return states[k];
        }

        double[] weights() {
            return weights;
        }

        double[] costs(CostMatrix cost, Support columns) {
            double[] kept = new double[Math.multiplyExact(size(), columns.size())];
            for (int i = 0; i < size(); i++) {
                for (int j = 0; j < columns.size(); j++) {
                    kept[i * columns.size() + j] = cost.get(states[i], columns.states[j]);
                }
            }
            return kept;
        }
    }

    /** One solution under way. */
    private final class Run {
        private final ScalingKernel kernel;
        private final double lambda;
        private int sweeps;
        private int steps;
        private double error = Double.POSITIVE_INFINITY;

        Run(ScalingKernel kernel, double lambda) {
            this.kernel = kernel;
            this.lambda = lambda;
        }

        void through(double[] levels) {
            for (double level : levels) {
                kernel.moveTo(level);
                reduceTo(level == lambda ? config.tolerance() / 2 : level > levels[0] / 32 ? COARSE : FINE);
            }
        }

        /** Sweeps, and takes Newton steps where they cost less, until the error is below a target. */
        private void reduceTo(double target) {
            double before = kernel.scaleRows();
            error = before;
            while (error > target) {
                boolean swept = sweepFor(target);
                if (error <= target) {
                    return;
                }
                boolean stepped = (!swept || newtonIsCheaper(before, target)) && newtonTo(target);
                if (!swept && !stepped) {
                    return;
                }
                before = error;
            }
        }

        /** Returns whether sweeps were left. */
        private boolean sweepFor(double target) {
            int count = 0;
            while (count < WINDOW && sweeps < config.maxSweeps() && error > target) {
                kernel.sweep();
                sweeps++;
                count++;
                error = count % 2 == 0 || count == WINDOW ? kernel.scaleRows() : error;
            }
            return count > 0;
        }

        private boolean newtonIsCheaper(double before, double target) {
            double rate = Math.log(before / error) / WINDOW;
            double left = rate > 0 ? Math.log(error / target) / rate : Double.POSITIVE_INFINITY;
            double n = kernel.p.length;
            double m = kernel.q.length;
            return left * 2 * n * m > EXPECTED_STEPS * (n * m * m / 2 + m * m * m / 6);
        }

        /** Returns whether at least one step was an improvement. */
        private boolean newtonTo(double target) {
            error = kernel.scaleRows();
            boolean stepped = false;
            while (error > target && steps < config.maxNewtonSteps()) {
                double reached = kernel.newtonStep(error);
                steps++;
                if (Double.isNaN(reached)) {
                    return stepped;
                }
                error = reached;
                stepped = true;
            }
            return stepped;
        }

        private RelaxedPlan.Solution result(RelaxedConfig limits, boolean swapped, Support rows, Support columns) {
            double[] plan = kernel.plan();
            int n = rows.size();
            int m = columns.size();
            double[] full = new double[cost.rows() * cost.columns()];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    full[rows.state(i) * cost.columns() + columns.state(j)] =
                            swapped ? plan[j * n + i] : plan[i * m + j];
                }
            }
            kernel.absorb();
            double[] f = swapped ? kernel.columnPotentials() : kernel.rowPotentials();
            double[] g = swapped ? kernel.rowPotentials() : kernel.columnPotentials();
            return new RelaxedPlan.Solution(
                    RealVector.takingOver(full),
                    RealVector.takingOver(f),
                    RealVector.takingOver(g),
                    rows,
                    columns,
                    new RelaxedPlan.Effort(sweeps, steps, limits.tolerance()));
        }
    }
}
