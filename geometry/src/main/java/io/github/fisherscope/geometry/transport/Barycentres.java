package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.internal.LinearEquations;
import java.util.Arrays;
import java.util.List;

/**
 * Means of distributions on the same states under entropy-relaxed transport: of C_λ (blurred by K̃), of D_λ (the distribution
 * whose image under K̃ is the mean of C_λ, or the closest one in the simplex), and of the Sinkhorn divergence S_λ.
 */
public final class Barycentres {
    /**
     * When to stop.
     *
     * @param tolerance the largest gap of a converged mean, relative to the range of the costs plus λ (1 + log n); the search
     *     goes on until the column sums of the plans are equal to half of it, or to rounding
     * @param maxIterations most projections and Newton steps, or steps of a descent
     */
    public record Limits(double tolerance, int maxIterations) {
        public Limits {
            Args.requirePositive("tolerance", tolerance);
            Args.requireInRange("maxIterations", maxIterations, 1, Integer.MAX_VALUE);
        }

        /** Returns a gap of 1e-12 and 20 000 steps. */
        public static Limits defaults() {
            return new Limits(1e-12, 20_000);
        }
    }

    /** Mass that a descent gives to the states from which it starts without any. */
    private static final double LITTLE = 1e-3;

    private final RelaxedTransport transport;
    private final CostMatrix cost;
    private final double lambda;
    private final Limits limits;
    private final int n;

    private Barycentres(RelaxedTransport transport, double lambda, Limits limits) {
        // what every route costs has no part in a mean
        this.cost = transport.cost().aboveLeast();
        this.transport = transport.with(cost);
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

    /**
     * Returns the minimiser of Σ w_k C_λ(p_k, q), by iterative Bregman projections (Benamou et al. 2015) and Newton steps in
     * logarithms while λ falls from the range of the costs to its value. A step solves K n equations for K distributions.
     */
    public Barycentre ofCosts(List<DiscreteMeasure> measures, RealVector weights) {
        return project(measures, weights, false);
    }

    /**
     * Returns the minimiser of Σ w_k S_λ(p_k, q), by damped Newton steps for its potentials (the objective is that of Janati et al.
     * 2020). For a cost whose exp(−M/λ) is not positive definite the sum is not convex: the mean is then a stationary point, and its gap
     * holds near it only.
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
     * Returns the minimiser of Σ w_k D_λ[p_k : q] over the simplex. Where the distribution whose image under K̃ is the mean of C_λ
     * lies in the simplex, it is that one; else exponentiated gradient starts from the closest one, with a step that is halved
     * until the sum falls. Undoing a blur is ill-conditioned: steps are many where λ is large, and {@link Barycentre#gap} says how
     * far the mean is from the least sum. Each step solves one relaxed problem for each distribution.
     */
    public Barycentre ofRelaxedDivergences(List<DiscreteMeasure> measures, RealVector weights) {
        check(measures, weights);
        MeanSearch search = search(measures, weights, false);
        double bound = lambda
                * (search.potentials().dual()
                        + Arrays.stream(search.potentials().mean()).min().orElseThrow());
        GroundKernel kernel = new GroundKernel(cost, lambda);
        Descent now = descent(
                measures, weights, kernel, unblurred(kernel, search.potentials().measure()));
        double gap = gap(now, bound);
        double step = 1 / Math.max(1e-300, now.largest());
        int iterations = search.iterations();
        boolean moving = true;
        while (moving && gap > limits.tolerance() * scale() && iterations < limits.maxIterations()) {
            Descent next = now;
            moving = false;
            while (!moving && step * now.largest() > 1e-14) {
                next = descent(measures, weights, kernel, moved(now.q, now.gradient, step));
                moving = next.objective < now.objective;
                step *= moving ? 1.5 : 0.5;
            }
            now = moving ? next : now;
            gap = Math.min(gap, gap(now, bound));
            iterations++;
        }
        return new Barycentre(measure(now.q), gap(now, bound), iterations, gap <= limits.tolerance() * scale());
    }

    /** Returns the gap by the slopes at q, or by what no q can undercut, where that is closer. */
    private static double gap(Descent at, double bound) {
        return Math.min(at.gap(), Math.max(0, at.objective - bound));
    }

    /** Returns the q ≥ 0 next to that with K̃q = mean, with a little mass everywhere so that a descent may start from it. */
    private double[] unblurred(GroundKernel kernel, double[] mean) {
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[j][i] = kernel.get(i, j);
            }
        }
        double[] q = LinearEquations.solve(matrix, mean.clone());
        double sum = Arrays.stream(q).map(Math::abs).sum();
        boolean useful = q.length > 0 && sum < 1e6;
        double least = useful && Arrays.stream(q).min().orElseThrow() > -1e-9 ? 0 : LITTLE / n;
        double[] kept = new double[n];
        for (int i = 0; i < n; i++) {
            kept[i] = Math.max(least, useful ? q[i] : 1);
        }
        double total = Arrays.stream(kept).sum();
        return Arrays.stream(kept).map(x -> x / total).toArray();
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
            if (weights.get(k) == 0) {
                continue;
            }
            RelaxedPlan plan = transport.solve(measures.get(k), smoothed, lambda);
            objective += weights.get(k) * relativeCost(plan);
            for (int j = 0; j < n; j++) {
                double entropy = lambda * Math.log(Math.max(Double.MIN_NORMAL, smoothed.get(j)));
                slopes[j] += weights.get(k) * (plan.columnPotentials().get(j) + entropy);
            }
        }
        objective -= lambda * smoothed.entropy();
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
            result[i] = q[i] * Math.exp(-Math.min(1e300, step) * (gradient[i] - least));
            sum += result[i];
        }
        if (!(sum > 0)) {
            return q;
        }
        for (int i = 0; i < q.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    private MeanSearch search(List<DiscreteMeasure> measures, RealVector weights, boolean debiased) {
        MeanSearch search = new MeanSearch(
                MeanPotentials.start(cost, measures, weights.toArray(), debiased, startingLambda()),
                cost.range(),
                lambda,
                limits);
        search.run();
        return search;
    }

    private Barycentre project(List<DiscreteMeasure> measures, RealVector weights, boolean debiased) {
        check(measures, weights);
        MeanSearch search = search(measures, weights, debiased);
        MeanPotentials found = search.potentials();
        DiscreteMeasure mean = DiscreteMeasure.proportionalTo("barycentre", RealVector.takingOver(found.measure()));
        double above = 0;
        for (int k = 0; k < measures.size(); k++) {
            if (weights.get(k) > 0) {
                RelaxedPlan plan = transport.solve(measures.get(k), mean, lambda);
                above += weights.get(k) * relativeCost(plan);
            }
        }
        double gap = debiased ? above - debiasedBound(found, mean) : (above - costBound(found, mean)) / (1 + lambda);
        return new Barycentre(mean, Math.max(0, gap), search.iterations(), gap <= limits.tolerance() * scale());
    }

    /** The cost of a plan with what its marginals still lack. */
    private double relativeCost(RelaxedPlan plan) {
        double open = plan.converged() ? 0 : cost.range() * plan.marginalError();
        return plan.relativeCost() + open;
    }

    /** What a sum of relaxed costs is measured by: its terms are of this size. */
    private double scale() {
        return cost.range() + lambda * (1 + Math.log(n));
    }

    private double startingLambda() {
        double range = cost.range();
        return range > lambda ? Math.scalb(lambda, (int) Math.ceil(Math.log(range / lambda) / Math.log(2))) : lambda;
    }

    /** The dual bound λ Σ w_k p_k·f_k + min_j λ Σ w_k x_kj on (1+λ) Σ w_k C_λ(p_k, ·), without the entropies of the p_k. */
    private double costBound(MeanPotentials found, DiscreteMeasure mean) {
        double least = Arrays.stream(found.mean()).min().orElseThrow();
        return lambda * (found.dual() + least + mean.entropy());
    }

    /**
     * A bound on what is below the sum of Sinkhorn divergences: the duals of OT(p_k, ·), and the tangent of −½ OT(q, q) at the mean,
     * are affine in q.
     */
    private double debiasedBound(MeanPotentials found, DiscreteMeasure mean) {
        double own = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            double slope = found.t[j];
            for (int k = 0; k < found.count; k++) {
                slope -= found.weights[k] * found.s[k][j];
            }
            least = Math.min(least, slope);
            own -= mean.get(j) * found.t[j];
        }
        return lambda * (found.dual() + own + least);
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
