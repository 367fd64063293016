package io.github.fisherscope.reports.bench;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.DualFisher;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.DualOperator;
import io.github.fisherscope.core.fisher.ImplicitFisher;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.OutputSensitivities;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.reports.bench.BenchConfig.Problem;
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
    private static final int TOP = 10;
    private static final int BATCH = 10;
    private static final double TOLERANCE = 1e-6;

    private final Backend backend;
    private final RateMeter meter;
    private final boolean quick;

    StageRunner(Backend backend, RateMeter meter, boolean quick) {
        this.backend = backend;
        this.meter = meter;
        this.quick = quick;
    }

    void run(BenchJob job, Problem problem) {
        Bench bench = new Bench(problem);
        switch (job) {
            case PRODUCTS -> bench.products();
            case EIGENVALUES -> bench.eigenvalues();
            case LARGEST -> bench.largest();
            case DENSITY -> bench.density();
            case MOMENTS -> bench.moments();
        }
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
                        () -> DualOperator.exact(at, GAUSSIAN).close());
                try (DualOperator dual = DualOperator.exact(at, GAUSSIAN)) {
                    products("K u", dual, flops.dualProduct());
                }
                try (ImplicitFisher fisher = ImplicitFisher.exact(at, GAUSSIAN)) {
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
                    try (DualFisher dual = DualFisher.exact(at, GAUSSIAN)) {
                        return Map.of("trace", dual.trace(), "squaredNorm", dual.squaredNorm());
                    }
                });
                double needed = FlopCount.eigenvalues(flops.dualDimension());
                try (DualFisher dual = DualFisher.exact(at, GAUSSIAN)) {
                    meter.measureOnce(
                            problem.name(),
                            "all eigenvalues of the built matrix",
                            needed,
                            () -> byRank(RealVector.of(dual.eigenvalues())));
                }
            }
        }

        void largest() {
            meter.measure(problem.name(), "ten largest, from the file's arrays on", this::krylovFlops, () -> {
                try (Linearization at = linearize();
                        DualOperator dual = DualOperator.exact(at, GAUSSIAN)) {
                    LanczosResult result = lanczos(at, dual);
                    Map<String, Double> values = byRank(result.ritzValues());
                    values.put("products", (double) result.operatorCalls());
                    return values;
                }
            });
        }

        private double krylovFlops(Map<String, Double> values) {
            double products = Objects.requireNonNull(values.get("products"), "the stage must count its products");
            return flops.forward() + flops.dualProductSetup() + products * flops.dualProduct();
        }

        private LanczosResult lanczos(Linearization at, DualOperator dual) {
            int top = Math.min(TOP, dual.dimension());
            int block = Math.min(at.outputCount(), top);
            List<RealVector> start = new ArrayList<>();
            for (int k = 0; k < block; k++) {
                double[] constant = new double[dual.dimension()];
                Arrays.fill(constant, k * at.samples(), (k + 1) * at.samples(), 1);
                start.add(RealVector.of(constant));
            }
            LanczosConfig options = LanczosConfig.defaults(top)
                    .withTolerance(TOLERANCE)
                    .withBlockSize(block)
                    .withConfirmations(0);
            return Lanczos.of(options).run(dual, start);
        }

        void density() {
            QuadratureConfig options = new QuadratureConfig(quick ? 2 : 10, quick ? 20 : 80, 1);
            meter.measure(
                    problem.name(),
                    "density, " + options.probes() + " probes of " + options.steps() + " steps, outliers deflated",
                    this::krylovFlops,
                    () -> {
                        try (Linearization at = linearize();
                                DualOperator dual = DualOperator.exact(at, GAUSSIAN)) {
                            LanczosResult outliers = lanczos(at, dual);
                            SpectralDensity density = StochasticLanczosQuadrature.of(options)
                                    .estimate(
                                            dual,
                                            problem.network().parameters(),
                                            outliers.ritzValues(),
                                            outliers.ritzVectors());
                            Estimate trace = density.traceOf(x -> x);
                            return Map.of(
                                    "products",
                                    (double) (outliers.operatorCalls() + density.operatorCalls()),
                                    "trace",
                                    trace.value(),
                                    "traceStandardError",
                                    trace.standardError());
                        }
                    });
        }

        void moments() {
            try (Linearization at = linearize()) {
                meter.measure(problem.name(), "tr F and tr F²", flops.dualMatrix(), () -> {
                    DualMoments moments = DualFisher.moments(at, GAUSSIAN);
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
