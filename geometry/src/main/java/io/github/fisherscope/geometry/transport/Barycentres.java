package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.Arrays;
import java.util.List;

/**
 * Means of distributions on the same states under entropy-relaxed transport: of C_λ (blurred by K̃), of D_λ (the distribution
 * whose image under K̃ is the mean of C_λ, or the closest one in the simplex), and of the Sinkhorn divergence S_λ.
 */
public final class Barycentres {
    /** When to stop: the largest change of the mean in one step, and the most steps. */
    public record Limits(double tolerance, int maxIterations) {
        public Limits {
            Args.requirePositive("tolerance", tolerance);
            Args.requireInRange("maxIterations", maxIterations, 1, Integer.MAX_VALUE);
        }

        /** Returns a change of 1e-12 and 20 000 steps. */
        public static Limits defaults() {
            return new Limits(1e-12, 20_000);
        }
    }

    private final RelaxedTransport transport;
    private final CostMatrix cost;
    private final double lambda;
    private final Limits limits;
    private final int n;

    private Barycentres(RelaxedTransport transport, double lambda, Limits limits) {
        this.transport = transport;
        this.cost = transport.cost();
        this.lambda = Args.requirePositive("lambda", lambda);
        this.limits = limits;
        this.n = cost.columns();
    }

    /** Returns the means for one cost and λ; the cost must be square. */
    public static Barycentres of(RelaxedTransport transport, double lambda, Limits limits) {
        CostMatrix cost = transport.cost();
        Args.requireSame(
                "cost.columns", cost.columns(), cost.rows(), "a mean needs a cost between the states of one set");
        return new Barycentres(transport, lambda, limits);
    }

    /** Returns the minimiser of Σ w_k C_λ(p_k, q), by iterative Bregman projections (Benamou et al. 2015) in logarithms. */
    public Barycentre ofCosts(List<DiscreteMeasure> measures, RealVector weights) {
        return project(measures, weights, false);
    }

    /**
     * Returns the minimiser of Σ w_k S_λ(p_k, q), by projections with the correction for the entropic bias (Janati et al.
     * 2020).
     *
     * @throws io.github.fisherscope.core.check.InvalidArgumentException if the cost is not symmetric
     */
    public Barycentre ofSinkhornDivergences(List<DiscreteMeasure> measures, RealVector weights) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double difference = cost.get(i, j) - cost.get(j, i);
                Args.requireThat(
                        Math.abs(difference) <= 1e-12 * (1 + Math.abs(cost.get(i, j))),
                        "cost[" + i + "," + j + "]",
                        cost.get(i, j),
                        "it must be the same as cost[" + j + "," + i + "]: this mean needs a symmetric cost");
            }
        }
        return project(measures, weights, true);
    }

    /**
     * Returns the minimiser of Σ w_k D_λ[p_k : q] over the simplex, by exponentiated gradient with a step that is halved until
     * the sum falls. Undoing a blur is ill-conditioned: steps are many where λ is large, and {@link Barycentre#gap} says how
     * far the mean is from the least sum. Each step solves one relaxed problem for each distribution.
     */
    public Barycentre ofRelaxedDivergences(List<DiscreteMeasure> measures, RealVector weights) {
        check(measures, weights);
        GroundKernel kernel = new GroundKernel(cost, lambda);
        double[] q = new double[n];
        Arrays.fill(q, 1.0 / n);
        Descent now = descent(measures, weights, kernel, q);
        double step = 1 / Math.max(Double.MIN_NORMAL, now.largest());
        for (int k = 1; k <= limits.maxIterations(); k++) {
            Descent next = null;
            while (step * now.largest() > 1e-14 && (next == null || next.objective > now.objective)) {
                q = moved(now.q, now.gradient, step);
                next = descent(measures, weights, kernel, q);
                step /= next.objective > now.objective ? 2 : 1;
            }
            if (next == null || next.gap() <= limits.tolerance()) {
                Descent last = next == null ? now : next;
                return new Barycentre(measure(last.q), last.gap(), k, last.gap() <= limits.tolerance());
            }
            now = next;
            step *= 1.5;
        }
        return new Barycentre(measure(now.q), now.gap(), limits.maxIterations(), false);
    }

    /** The sum at q, up to what does not depend on q, with its gradient. */
    private static final class Descent {
        private final double[] q;
        private final double objective;
        private final double[] gradient;

        Descent(double[] q, double objective, double[] gradient) {
            this.q = q;
            this.objective = objective;
            this.gradient = gradient;
        }

        double gap() {
            double mean = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < q.length; i++) {
                mean += q[i] * gradient[i];
                least = Math.min(least, gradient[i]);
            }
            return Math.max(0, mean - least);
        }

        double largest() {
            double mean = 0;
            double largest = 0;
            for (int i = 0; i < q.length; i++) {
                mean += q[i] * gradient[i];
            }
            for (double x : gradient) {
                largest = Math.max(largest, Math.abs(x - mean));
            }
            return largest;
        }
    }

    private Descent descent(List<DiscreteMeasure> measures, RealVector weights, GroundKernel kernel, double[] q) {
        DiscreteMeasure smoothed = kernel.smooth(measure(q));
        double[] slopes = new double[n];
        double objective = 0;
        for (int k = 0; k < measures.size(); k++) {
            RelaxedPlan plan = transport.solve(measures.get(k), smoothed, lambda);
            objective += weights.get(k) * (1 + lambda) * plan.cost();
            RealVector beta = plan.beta();
            for (int j = 0; j < n; j++) {
                slopes[j] += smoothed.get(j) > 0 ? weights.get(k) * (1 + lambda) * beta.get(j) : 0;
            }
        }
        return new Descent(q, objective, kernel.transposed(slopes));
    }

    private static double[] moved(double[] q, double[] gradient, double step) {
        double least = Double.POSITIVE_INFINITY;
        for (double x : gradient) {
            least = Math.min(least, x);
        }
        double[] result = new double[q.length];
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            result[i] = q[i] * Math.exp(-step * (gradient[i] - least));
            sum += result[i];
        }
        for (int i = 0; i < q.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    private Barycentre project(List<DiscreteMeasure> measures, RealVector weights, boolean unbiased) {
        check(measures, weights);
        int count = measures.size();
        double[] uniform = new double[n];
        Arrays.fill(uniform, 1.0 / n);
        double[][] b = new double[count][n];
        double[] correction = new double[n];
        double[] q = uniform.clone();
        double change = Double.POSITIVE_INFINITY;
        int iteration = 0;
        while (change > limits.tolerance() && iteration < limits.maxIterations()) {
            iteration++;
            double[][] images = new double[count][];
            double[] logs = correction.clone();
            for (int k = 0; k < count; k++) {
                images[k] = image(measures.get(k), b[k], uniform);
                for (int j = 0; j < n; j++) {
                    logs[j] += weights.get(k) * images[k][j];
                }
            }
            change = 0;
            for (int j = 0; j < n; j++) {
                double value = Math.exp(logs[j]);
                change += Math.abs(value - q[j]);
                q[j] = value;
                for (int k = 0; k < count; k++) {
                    b[k][j] = logs[j] - images[k][j];
                }
            }
            if (unbiased) {
                double[] blurred = image(correction, uniform);
                for (int j = 0; j < n; j++) {
                    correction[j] = (correction[j] + logs[j] - blurred[j]) / 2;
                }
            }
        }
        DiscreteMeasure measure = DiscreteMeasure.proportionalTo("barycentre", RealVector.of(q));
        return new Barycentre(
                measure, gap(measures, weights, measure, unbiased), iteration, change <= limits.tolerance());
    }

    /** Returns log Kᵀu with u = p/(K exp b). */
    private double[] image(DiscreteMeasure p, double[] b, double[] uniform) {
        double[] terms = new double[n];
        double[] rows = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                terms[j] = b[j] - cost.get(i, j) / lambda;
            }
            rows[i] = SoftMaximum.of(terms, uniform) + Math.log(n);
        }
        double[] p0 = p.weights().toArray();
        double[] result = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                terms[i] = -cost.get(i, j) / lambda - rows[i];
            }
            result[j] = SoftMaximum.of(terms, p0);
        }
        return result;
    }

    /** Returns log K exp(x). */
    private double[] image(double[] x, double[] uniform) {
        double[] terms = new double[n];
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                terms[j] = x[j] - cost.get(i, j) / lambda;
            }
            result[i] = SoftMaximum.of(terms, uniform) + Math.log(n);
        }
        return result;
    }

    /** The Frank-Wolfe gap of the sum of costs, or of Sinkhorn divergences, at the mean. */
    private double gap(List<DiscreteMeasure> measures, RealVector weights, DiscreteMeasure q, boolean unbiased) {
        double[] gradient = new double[n];
        for (int k = 0; k < measures.size(); k++) {
            RelaxedPlan plan = transport.solve(measures.get(k), q, lambda);
            for (int j = 0; j < n; j++) {
                double entropy = unbiased || q.get(j) == 0 ? 0 : lambda * Math.log(q.get(j));
                gradient[j] += weights.get(k) * (plan.columnPotentials().get(j) + entropy);
            }
        }
        if (unbiased) {
            RelaxedPlan own = transport.solve(q, q, lambda);
            for (int j = 0; j < n; j++) {
                gradient[j] -=
                        (own.rowPotentials().get(j) + own.columnPotentials().get(j)) / 2;
            }
        }
        return new Descent(q.weights().toArray(), 0, gradient).gap();
    }

    private void check(List<DiscreteMeasure> measures, RealVector weights) {
        Args.requireSame("weights.size", weights.size(), measures.size(), "give one weight for each distribution");
        Args.requireThat(!measures.isEmpty(), "measures", "empty", "it must have at least one distribution");
        DiscreteMeasure.distribution("weights", weights);
        for (int k = 0; k < measures.size(); k++) {
            Args.requireSame(
                    "measures[" + k + "].size", measures.get(k).size(), n, "it needs one entry for each state");
            Args.requireThat(
                    measures.get(k).probability(),
                    "measures[" + k + "]",
                    "a positive measure",
                    "it must be a distribution");
        }
    }

    private static DiscreteMeasure measure(double[] q) {
        return DiscreteMeasure.distribution("q", RealVector.of(q));
    }
}
