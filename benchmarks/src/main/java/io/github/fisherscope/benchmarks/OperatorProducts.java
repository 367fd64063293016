package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Products with the dual matrix K (order 10 T) and the Fisher matrix F (order P), alone and ten at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OperatorProducts {
    private static final int BATCH = 10;

    @Param({"openblas", "java"})
    String backendName = "java";

    @Param({"DOUBLE", "SINGLE"})
    Precision precision = Precision.DOUBLE;

    @Param({"300", "1000"})
    int width = 300;

    private final Vectors forDual = new Vectors();
    private final Vectors forFisher = new Vectors();
    private AutoCloseable open = () -> {};

    /** An operator with vectors of its order. */
    private static final class Vectors {
        private SymmetricOperator operator = new Nothing();
        private double[][] xs = {};
        private double[][] ys = {};

        void use(SymmetricOperator newOperator) {
            operator = newOperator;
            xs = new double[BATCH][newOperator.dimension()];
            ys = new double[BATCH][newOperator.dimension()];
            for (double[] x : xs) {
                Arrays.setAll(x, i -> Math.cos(1.0 + i));
            }
        }
    }

    private record Nothing() implements SymmetricOperator {
        @Override
        public int dimension() {
            return 0;
        }

        @Override
        public void apply(double[] x, double[] y) {}
    }

    @Setup(Level.Trial)
    public void prepare() {
        Problem problem = Problem.of(backendName, precision, width);
        WholeFisherMatrix dual =
                FisherRoutes.dual(FisherRoute.NETWORK, problem.at(), FisherRequest.exact(Problem.GAUSSIAN));
        WholeFisherMatrix fisher = FisherRoutes.products(problem.at(), FisherRequest.exact(Problem.GAUSSIAN));
        forDual.use(dual);
        forFisher.use(fisher);
        open = () -> {
            fisher.close();
            dual.close();
            problem.close();
        };
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        open.close();
    }

    @Benchmark
    public double[] dual() {
        forDual.operator.apply(forDual.xs[0], forDual.ys[0]);
        return forDual.ys[0];
    }

    @Benchmark
    public double[][] dualTenAtOnce() {
        forDual.operator.applyBatch(forDual.xs, forDual.ys);
        return forDual.ys;
    }

    @Benchmark
    public double[] fisher() {
        forFisher.operator.apply(forFisher.xs[0], forFisher.ys[0]);
        return forFisher.ys[0];
    }
}
