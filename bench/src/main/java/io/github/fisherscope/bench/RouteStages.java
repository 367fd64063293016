package io.github.fisherscope.bench;

import io.github.fisherscope.bench.BenchConfig.Problem;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.studies.plan.RouteCost;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Each way to multiply by the dual matrix: what is prepared, and ten products at once, over the operations that the cost
 * model counts. A model that is right gives every line about the same share of the rate of matrix products.
 */
final class RouteStages {
    private static final int BATCH = 10;

    /** A block step, the largest eigenvalues of ten outputs as the model expects them, and a density beside. */
    private static final List<Integer> PRODUCTS = List.of(10, 70, 870);

    private final Problem problem;
    private final FisherRequest request;
    private final Backend backend;
    private final RateMeter meter;
    private final List<RouteCost> costs;
    private final Map<String, RouteCheck.Seconds> measured = new LinkedHashMap<>();

    RouteStages(Problem problem, FisherRequest request, RateMeter meter) {
        this.problem = problem;
        this.request = request;
        this.backend = meter.backend();
        this.meter = meter;
        this.costs = RouteCost.of(problem.network().layout(), problem.data().samples(), backend.precision());
    }

    /** Makes an operator, hands it on and releases it. */
    private interface Route {
        void with(Consumer<SymmetricOperator> work);
    }

    List<RouteCheck> run() {
        try (Linearization at = Linearization.of(problem.network(), problem.data(), backend)) {
            measure(RouteCost.NETWORK, work -> {
                try (WholeFisherMatrix operator = FisherRoutes.dual(FisherRoute.NETWORK, at, request)) {
                    work.accept(operator);
                }
            });
            measure(RouteCost.SENSITIVITIES, work -> {
                try (WholeFisherMatrix operator = FisherRoutes.dual(FisherRoute.SENSITIVITIES, at, request)) {
                    work.accept(operator);
                }
            });
            measure(RouteCost.MATRIX, work -> {
                try (WholeFisherMatrix operator = FisherRoutes.dual(FisherRoute.MATRIX, at, request)) {
                    work.accept(operator);
                }
            });
        }
        return PRODUCTS.stream().map(n -> RouteCheck.of(n, costs, measured)).toList();
    }

    private void measure(String name, Route route) {
        RouteCost cost =
                costs.stream().filter(c -> c.route().equals(name)).findFirst().orElseThrow();
        double preparation = seconds("route " + name + ": preparation", cost.preparation(), () -> route.with(o -> {}));
        route.with(operator -> {
            double[][] xs = new double[BATCH][operator.dimension()];
            double[][] ys = new double[BATCH][operator.dimension()];
            for (double[] x : xs) {
                Arrays.setAll(x, i -> Math.cos(1.0 + i));
            }
            double ten = seconds(
                    "route " + name + ": ten products", BATCH * cost.product(), () -> operator.applyBatch(xs, ys));
            measured.put(name, new RouteCheck.Seconds(preparation, ten / BATCH));
        });
    }

    /** Measures a stage; one that the model takes to be free is timed and not listed. */
    private double seconds(String stage, double flops, Runnable work) {
        if (flops == 0) {
            return meter.seconds(work);
        }
        return meter.measure(problem.name(), stage, flops, () -> {
            work.run();
            return Map.of();
        });
    }
}
