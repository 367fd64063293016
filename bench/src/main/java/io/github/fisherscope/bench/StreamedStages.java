package io.github.fisherscope.bench;

import io.github.fisherscope.bench.BenchConfig.Problem;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.ParameterMoments;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Work on data that pass through in batches, on vectors of P or of C·T numbers, whichever are shorter. */
final class StreamedStages {
    private static final int BATCH = 10;

    /** Bytes up to which ten vectors at once are worth their time: all of them then share each sweep. */
    private static final long SHARED_BYTES = 256L << 20;

    private final Problem problem;
    private final FisherRequest request;
    private final Backend backend;
    private final RateMeter meter;
    private final FlopCount flops;

    StreamedStages(Problem problem, FisherRequest request, Backend backend, RateMeter meter) {
        this.problem = problem;
        this.request = request;
        this.backend = backend;
        this.meter = meter;
        this.flops = FlopCount.of(problem.network().widths(), problem.data().samples());
    }

    /** What is done with the operator and the moments of one sweep. */
    private interface Work {
        void run(SymmetricOperator operator, Supplier<ParameterMoments> moments);
    }

    private boolean onParameters() {
        return (double) problem.network().parameters() < flops.dualDimension();
    }

    private void with(Work work) {
        NeuralNetwork network = problem.network();
        Dataset data = problem.data();
        if (onParameters()) {
            try (WholeFisherMatrix fisher = FisherRoutes.streamedProducts(network, data, request, backend)) {
                work.run(fisher, fisher::parameterMoments);
            }
        } else {
            try (WholeFisherMatrix dual = FisherRoutes.streamedDual(network, data, request, backend)) {
                work.run(dual, dual::parameterMoments);
            }
        }
    }

    void products() {
        String name = (onParameters() ? "F v" : "K u") + ", data in batches";
        with((operator, moments) -> {
            double[] x = new double[operator.dimension()];
            Arrays.setAll(x, i -> Math.cos(1.0 + i));
            double[] y = new double[x.length];
            meter.measure(problem.name(), name, flops.streamedProduct(onParameters(), 1), () -> {
                operator.apply(x, y);
                return Map.of("norm", norm(y));
            });
            if (BATCH * problem.network().parameters() * backend.precision().bytes() <= SHARED_BYTES) {
                double[][] xs = new double[BATCH][];
                double[][] ys = new double[BATCH][x.length];
                Arrays.setAll(xs, i -> x);
                meter.measure(
                        problem.name(), name + ", ten at once", flops.streamedProduct(onParameters(), BATCH), () -> {
                            operator.applyBatch(xs, ys);
                            return Map.of("norm", norm(ys[BATCH - 1]));
                        });
            }
        });
    }

    void moments() {
        Consumer<Supplier<ParameterMoments>> measure = moments -> meter.measure(
                problem.name(), "tr F, θᵀFθ and Σθ²F_ii, data in batches", flops.streamedMoments(), () -> {
                    ParameterMoments found = moments.get();
                    return Map.of(
                            "trace",
                            found.layerTraces().sum(),
                            "fisherRao",
                            found.fisherRao(),
                            "weightedDiagonal",
                            found.weightedDiagonal());
                });
        with((operator, moments) -> measure.accept(moments));
    }

    private static double norm(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x * x;
        }
        return Math.sqrt(sum);
    }
}
