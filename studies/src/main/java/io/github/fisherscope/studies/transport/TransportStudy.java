package io.github.fisherscope.studies.transport;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.CostMatrix;
import io.github.fisherscope.geometry.transport.ExactTransport;
import io.github.fisherscope.geometry.transport.LineTransport;
import io.github.fisherscope.geometry.transport.PointSet;
import io.github.fisherscope.geometry.transport.RelaxedPlan;
import io.github.fisherscope.geometry.transport.RelaxedTransport;
import io.github.fisherscope.geometry.transport.TransportDivergences;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.transport.TransportResult;
import io.github.fisherscope.results.transport.TransportResult.Cost;
import io.github.fisherscope.results.transport.TransportResult.Divergences;
import io.github.fisherscope.results.transport.TransportResult.Exact;
import io.github.fisherscope.results.transport.TransportResult.Method;
import io.github.fisherscope.results.transport.TransportResult.Relaxed;
import io.github.fisherscope.results.transport.TransportResult.Solution;
import io.github.fisherscope.results.transport.TransportResult.Values;
import io.github.fisherscope.studies.transport.TransportConfig.Ground;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Transport between two histograms: the least cost, and relaxed plans for several λ. */
public final class TransportStudy {
    /** What was found.
     *
     * @param result the numbers
     * @param plans one plan for each λ, row by row
     * @param p the marginals of all plans
     */
    public record Outcome(TransportResult result, List<RealVector> plans, RealVector p, RealVector q) {
        public Outcome {
            plans = List.copyOf(plans);
        }
    }

    private final TransportConfig config;
    private final DiscreteMeasure p;
    private final DiscreteMeasure q;
    private final CostMatrix cost;

    private TransportStudy(TransportConfig config) {
        this.config = config;
        if (config.ground() != Ground.MATRIX && config.p().image() != config.q().image()) {
            throw InvalidArgumentException.of(
                    "q",
                    config.q().words(),
                    "but p is " + config.p().words() + ", so there is no distance between their states",
                    Remedy.of("give two lists or two images, or a matrix of costs")
                            .by("cost"));
        }
        this.p = config.p().distribution();
        this.q = config.q().distribution();
        this.cost = switch (config.ground()) {
            case SQUARED ->
                CostMatrix.squaredDistance(config.p().points(), config.q().points());
            case ABSOLUTE -> CostMatrix.distance(config.p().points(), config.q().points());
            case MATRIX ->
                HistogramReader.cost(
                        Objects.requireNonNull(config.costFile(), "costFile"),
                        config.p().weights().size(),
                        config.q().weights().size());
        };
    }

    /** Reads the cost and checks everything; nothing is solved yet. */
    public static TransportStudy of(TransportConfig config) {
        return new TransportStudy(config);
    }

    /** Solves all problems. */
    public Outcome run() {
        String undefined = undefined();
        List<Relaxed> relaxed = new ArrayList<>();
        List<RealVector> plans = new ArrayList<>();
        RelaxedTransport solver = RelaxedTransport.of(cost, config.solver());
        for (double lambda : lambdas()) {
            if (undefined == null) {
                TransportDivergences.Pair pair =
                        TransportDivergences.of(solver, lambda).between(p, q);
                plans.add(pair.plan().plan());
                relaxed.add(relaxed(pair));
            } else {
                RelaxedPlan plan = solver.solve(p, q, lambda);
                plans.add(plan.plan());
                relaxed.add(new Relaxed(
                        lambda, values(plan), Divergences.none(undefined), solution(plan, plan.converged())));
            }
        }
        TransportResult result = new TransportResult(
                TransportResult.SCHEMA,
                BuildInfo.current().version(),
                config.p().info(),
                config.q().info(),
                new Cost(
                        source(),
                        cost.rows(),
                        cost.columns(),
                        cost.entries().stream().min().orElseThrow(),
                        cost.entries().stream().max().orElseThrow()),
                exact(),
                relaxed);
        return new Outcome(result, plans, p.weights(), q.weights());
    }

    /** Why there is no divergence between p and q, or null if there is. */
    private @Nullable String undefined() {
        if (!cost.square()) {
            return String.format(
                    Locale.ROOT,
                    "p has %d states and q has %d; they need the same states",
                    cost.rows(),
                    cost.columns());
        }
        return config.p().otherShape(config.q())
                ? "p is " + config.p().words() + " and q " + config.q().words() + "; they need the same pixels"
                : null;
    }

    private static Relaxed relaxed(TransportDivergences.Pair pair) {
        RelaxedPlan plan = pair.plan();
        List<TransportDivergences.Value> all = List.of(pair.relaxed(), pair.reverse(), pair.sinkhorn(), pair.ofPlans());
        double ofPlans = all.get(3).value();
        return new Relaxed(
                plan.lambda(),
                values(plan),
                new Divergences(
                        all.get(0).value(),
                        all.get(1).value(),
                        all.get(2).value(),
                        Double.isFinite(ofPlans) ? ofPlans : null,
                        Double.isFinite(ofPlans) ? null : "planDivergence is infinite: p has states that q has not"),
                solution(plan, plan.converged() && all.stream().allMatch(TransportDivergences.Value::converged)));
    }

    private static Values values(RelaxedPlan plan) {
        return new Values(plan.cost(), plan.transportCost(), plan.entropy(), plan.relativeCost());
    }

    private static Solution solution(RelaxedPlan plan, boolean converged) {
        return new Solution(plan.marginalError(), plan.sweeps(), plan.newtonSteps(), converged);
    }

    private double[] lambdas() {
        if (!config.lambdas().isEmpty()) {
            return config.lambdas().toArray();
        }
        double range = cost.range() > 0 ? cost.range() : 1;
        return new double[] {range / 100, range / 10, range};
    }

    private String source() {
        return config.ground() == Ground.MATRIX
                ? String.valueOf(config.costFile())
                : config.ground().name().toLowerCase(Locale.ROOT);
    }

    private Exact exact() {
        boolean line = config.p().height() == 1 && config.q().height() == 1;
        if (line && config.ground() != Ground.MATRIX) {
            double power = config.ground() == Ground.SQUARED ? 2 : 1;
            return new Exact(
                    LineTransport.cost(PointSet.line(p.size()), p, PointSet.line(q.size()), q, power),
                    Method.MONOTONE_COUPLING);
        }
        if (!ExactTransport.canSolve(cost)) {
            return new Exact(null, Method.NOT_COMPUTED);
        }
        OptionalDouble least = ExactTransport.cost(cost, p, q);
        return least.isPresent()
                ? new Exact(least.getAsDouble(), Method.LINEAR_PROGRAMMING)
                : new Exact(null, Method.NOT_CONVERGED);
    }
}
