package io.github.fisherscope.bench;

import io.github.fisherscope.bench.BenchConfig.Problem;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.OutputSensitivities;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.internal.TridiagonalQl;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The stages of each job; each releases what it made. */
final class StageRunner {
    private static final Likelihood GAUSSIAN = Likelihood.parse("gaussian");
    private static final FisherRequest REQUEST = FisherRequest.exact(GAUSSIAN);
    private static final int TOP = 10;
    private static final int BATCH = 10;
    private static final double TOLERANCE = 1e-6;

    /** A residual whose square is the error of an eigenvalue, where the next is as far away as its own size. */
    private static final double LOOSE_TOLERANCE = 1e-3;

    private final Backend backend;
    private final RateMeter meter;
    private final boolean quick;
    private final List<RouteCheck> routes = new ArrayList<>();

    StageRunner(RateMeter meter, boolean quick) {
        this.backend = meter.backend();
        this.meter = meter;
        this.quick = quick;
    }

    /** Returns how the cost model did, if that was asked for. */
    List<RouteCheck> routes() {
        return List.copyOf(routes);
    }

    void run(BenchJob job, Problem problem) {
        Bench bench = new Bench(problem);
        switch (job) {
            case PRODUCTS -> bench.products();
            case ROUTES -> routes.addAll(new RouteStages(problem, REQUEST, meter).run());
            case EIGENVALUES -> bench.eigenvalues();
            case LARGEST -> bench.largest();
            case DENSITY -> bench.density();
            case MOMENTS -> bench.moments();
            case STREAMED -> streamed(problem).products();
            case STREAMED_MOMENTS -> streamed(problem).moments();
            case NATURAL_GRADIENT -> new NaturalGradientStages(problem, backend, meter).run();
        }
    }

    private StreamedStages streamed(Problem problem) {
        return new StreamedStages(problem, REQUEST, backend, meter);
    }

    /** The stages for one network and data set. */
    private final class Bench {
        private final Problem problem;
        private final FlopCount flops;

        Bench(Problem problem) {
            this.problem = problem;
            this.flops = FlopCount.of(problem.network().widths(), problem.data().samples());
        }

        private Linearization linearize() {
            return Linearization.of(problem.network(), problem.data(), backend);
        }

        private void measure(String stage, double needed, Runnable work) {
            meter.measure(problem.name(), stage, needed, () -> {
                work.run();
                return Map.of();
            });
        }

        void products() {
            measure(
                    "forward pass, upload included",
                    flops.forward(),
                    () -> linearize().close());
            try (Linearization at = linearize()) {
                measure(
                        "backward sensitivities",
                        flops.sensitivities(),
                        () -> OutputSensitivities.exact(at, GAUSSIAN).close());
                measure(
                        "preparing products with K",
                        flops.dualProductSetup(),
                        () -> FisherRoutes.dual(FisherRoute.NETWORK, at, FisherRequest.exact(GAUSSIAN))
                                .close());
                try (WholeFisherMatrix dual =
                        FisherRoutes.dual(FisherRoute.NETWORK, at, FisherRequest.exact(GAUSSIAN))) {
                    products("K u", dual, flops.dualProduct());
                }
                try (WholeFisherMatrix kept = FisherRoutes.dual(FisherRoute.SENSITIVITIES, at, REQUEST)) {
                    products("K u from kept sensitivities", kept, flops.sensitivityProduct());
                }
                try (WholeFisherMatrix fisher = FisherRoutes.products(at, FisherRequest.exact(GAUSSIAN))) {
                    products("F v", fisher, flops.fisherProduct());
                }
            }
            tridiagonal(quick ? 200 : 1000);
        }

        private void products(String name, SymmetricOperator operator, double needed) {
            double[] x = new double[operator.dimension()];
            Arrays.setAll(x, i -> Math.cos(1.0 + i));
            double[] y = new double[x.length];
            measure(name, needed, () -> operator.apply(x, y));
            double[][] xs = new double[BATCH][];
            double[][] ys = new double[BATCH][x.length];
            Arrays.setAll(xs, i -> x.clone());
            measure(name + ", ten at once", BATCH * needed, () -> operator.applyBatch(xs, ys));
        }

        private void tridiagonal(int m) {
            double[] diagonal = new double[m];
            double[] off = new double[m];
            Arrays.setAll(diagonal, i -> 2 + Math.cos(i));
            Arrays.fill(off, -1);
            meter.measure(
                    "order " + m,
                    "tridiagonal QL",
                    FlopCount.tridiagonal(m),
                    () -> Map.of("largest", TridiagonalQl.nodesAndWeights(diagonal, off, m)[0][m - 1]));
        }

        void eigenvalues() {
            try (Linearization at = linearize()) {
                meter.measure(problem.name(), "dual matrix, built", flops.dualMatrix(), () -> {
                    try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, FisherRequest.exact(GAUSSIAN))) {
                        return Map.of("trace", dual.trace(), "squaredNorm", dual.squaredNorm());
                    }
                });
                double needed = FlopCount.eigenvalues(flops.dualDimension());
                try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, FisherRequest.exact(GAUSSIAN))) {
                    meter.measureOnce(
                            problem.name(),
                            "all eigenvalues of the built matrix",
                            needed,
                            () -> byRank(dual.eigenvalues()));
                }
            }
        }

        void largest() {
            int block = Math.min(problem.network().outputs(), TOP);
            largest("ten largest by blocks, from the arrays on", block, TOLERANCE);
            largest("single-vector Lanczos for the same", 1, TOLERANCE);
            largest("block Lanczos for the same, residual 1e-3", block, LOOSE_TOLERANCE);
        }

        private void largest(String stage, int block, double tolerance) {
            meter.measure(problem.name(), stage, this::krylovFlops, () -> {
                try (Linearization at = linearize();
                        WholeFisherMatrix dual = FisherRoutes.dual(FisherRoute.SENSITIVITIES, at, REQUEST)) {
                    LanczosResult result = lanczos(at, dual, block, tolerance);
                    Map<String, Double> values = byRank(result.ritzValues());
                    values.put("products", (double) result.operatorCalls());
                    return values;
                }
            });
        }

        private double krylovFlops(Map<String, Double> values) {
            return flops.forward()
                    + flops.dualProductSetup()
                    + flops.sensitivities()
                    + products(values) * flops.sensitivityProduct();
        }

        private double products(Map<String, Double> values) {
            return Objects.requireNonNull(values.get("products"), "the stage must count its products");
        }

        /**
         * Starts at the mean gradients, the vectors that are constant over samples for one output each; a single vector
         * is their sum with unequal weights. A block sees eigenvalues that are multiple up to its size, a vector does not.
         */
        private LanczosResult lanczos(Linearization at, SymmetricOperator dual, int block, double tolerance) {
            double[][] start = new double[block][dual.dimension()];
            for (int k = 0; k < at.outputCount(); k++) {
                Arrays.fill(start[k % block], k * at.samples(), (k + 1) * at.samples(), 1 + 0.1 * k);
            }
            LanczosConfig options = LanczosConfig.defaults(Math.min(TOP, dual.dimension()))
                    .withTolerance(tolerance)
                    .withBlockSize(block)
                    .withConfirmations(0);
            return Lanczos.of(options)
                    .run(dual, Arrays.stream(start).map(RealVector::of).toList());
        }

        void density() {
            QuadratureConfig options = new QuadratureConfig(quick ? 2 : 10, quick ? 20 : 80, 1);
            meter.measure(
                    problem.name(),
                    "density, " + options.probes() + " probes of " + options.steps() + " steps, outliers deflated",
                    values -> flops.forward() + flops.dualMatrix() + products(values) * flops.matrixProduct(),
                    () -> {
                        try (Linearization at = linearize();
                                WholeFisherMatrix dual = FisherRoutes.dual(FisherRoute.MATRIX, at, REQUEST)) {
                            return density(at, dual, options);
                        }
                    });
            try (Linearization at = linearize();
                    WholeFisherMatrix dual = FisherRoutes.dual(FisherRoute.MATRIX, at, REQUEST)) {
                products("K u with the built matrix", dual, flops.matrixProduct());
            }
        }

        private Map<String, Double> density(Linearization at, SymmetricOperator dual, QuadratureConfig options) {
            LanczosResult outliers = lanczos(at, dual, Math.min(at.outputCount(), TOP), TOLERANCE);
            SpectralDensity density = StochasticLanczosQuadrature.of(options)
                    .estimate(dual, problem.network().parameters(), outliers.ritzValues(), outliers.ritzVectors());
            Estimate trace = density.traceOf(x -> x);
            return Map.of(
                    "products",
                    (double) (outliers.operatorCalls() + density.operatorCalls()),
                    "trace",
                    trace.value(),
                    "traceStandardError",
                    trace.standardError());
        }

        void moments() {
            try (Linearization at = linearize()) {
                meter.measure(problem.name(), "tr F and tr F²", flops.dualMatrix(), () -> {
                    DualMoments moments = DualMoments.of(at, FisherRequest.exact(GAUSSIAN));
                    return Map.of("trace", moments.trace(), "squaredNorm", moments.squaredNorm());
                });
            }
        }
    }

    private static Map<String, Double> byRank(RealVector values) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(TOP, values.size()); i++) {
            named.put("eigenvalue" + (i + 1), values.get(i));
        }
        return named;
    }
}
