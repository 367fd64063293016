package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
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

/**
 * Square products through each backend, and the tile kernel of the dual matrix. A product of order n takes 2n³
 * operations, one of a matrix with its own transpose half of that, a tile of order n two per entry.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatrixProducts {
    @Param({"openblas", "java"})
    String backendName = "java";

    @Param({"DOUBLE", "SINGLE"})
    Precision precision = Precision.DOUBLE;

    @Param({"256", "512", "1000"})
    int order = 256;

    private Matrices matrices = Matrices.none();

    private record Matrices(Backend backend, Matrix a, Matrix b, Matrix c) {
        static Matrices none() {
            return of("java", Precision.DOUBLE, 1);
        }

        static Matrices of(String name, Precision precision, int order) {
            Backend backend = Problem.backend(name, precision);
            Matrices made = new Matrices(
                    backend,
                    backend.allocate(order, order),
                    backend.allocate(order, order),
                    backend.allocate(order, order));
            backend.fill(made.a, 1.25);
            backend.fill(made.b, 0.75);
            return made;
        }

        void close() {
            a.close();
            b.close();
            c.close();
            backend.close();
        }
    }

    @Setup(Level.Trial)
    public void open() {
        matrices.close();
        matrices = Matrices.of(backendName, precision, order);
    }

    @TearDown(Level.Trial)
    public void close() {
        matrices.close();
        matrices = Matrices.none();
    }

    @Benchmark
    public void product() {
        matrices.backend.multiply(1, matrices.a, Transpose.NO, matrices.b, Transpose.NO, 0, matrices.c);
    }

    @Benchmark
    public void productWithTranspose() {
        matrices.backend.multiply(1, matrices.a, Transpose.NO, matrices.b, Transpose.YES, 0, matrices.c);
    }

    @Benchmark
    public void selfTransposed() {
        matrices.backend.multiplySelfTransposed(1, matrices.a, 0, matrices.c);
    }

    /** The output keeps growing, linearly, so it never overflows in float32. */
    @Benchmark
    public void tileKernel() {
        matrices.backend.hadamardAccumulate(matrices.a, matrices.b, 0, 0, 1, matrices.c);
    }
}
