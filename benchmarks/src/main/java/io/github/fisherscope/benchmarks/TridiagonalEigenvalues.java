package io.github.fisherscope.benchmarks;

import io.github.fisherscope.spectra.internal.TridiagonalQl;
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
import org.openjdk.jmh.annotations.Warmup;
/** Nodes and weights of a Gauss rule from the tridiagonal matrix of a Lanczos run. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TridiagonalEigenvalues {
    @Param({"80", "200", "1000"})
    int steps = 80;

    private double[] diagonal = {};
    private double[] off = {};

    @Setup(Level.Trial)
    public void fill() {
        diagonal = new double[steps];
        off = new double[steps];
        Arrays.setAll(diagonal, i -> 2 + Math.cos(i));
        Arrays.fill(off, -1);
    }

    @Benchmark
    public double[][] nodesAndWeights() {
        return TridiagonalQl.nodesAndWeights(diagonal, off, steps);
    }
}
