package io.github.fisherscope.core.operator;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.function.IntConsumer;

/** {@code (I − VVᵀ) A (I − VVᵀ)} with orthonormal columns V. Its vectors belong to the host. */
final class DeflatedOperator implements BatchedOperator {
    private static final double TOLERANCE = 1e-6;

    private final SymmetricOperator operator;
    private final double[][] known;

    DeflatedOperator(SymmetricOperator operator, List<RealVector> vectors) {
        this.operator = operator;
        this.known = vectors.stream().map(RealVector::toArray).toArray(double[][]::new);
        for (int i = 0; i < known.length; i++) {
            Args.requireSame(
                    "the length of vector " + i,
                    known[i].length,
                    operator.dimension(),
                    "give the operator's dimension");
            for (int j = 0; j <= i; j++) {
                double off = dot(known[i], known[j]) - (i == j ? 1 : 0);
                Args.require(
                        Math.abs(off) < TOLERANCE,
                        "vectors %d and %d are not orthonormal (off by %s); orthonormalise them",
                        j,
                        i,
                        off);
            }
        }
    }

    @Override
    public int dimension() {
        return operator.dimension();
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        double[][] left = new double[xs.length][];
        forEach(xs.length, i -> {
            left[i] = xs[i].clone();
            project(left[i]);
        });
        operator.applyBatch(left, ys);
        forEach(ys.length, i -> project(ys[i]));
    }

    private void project(double[] v) {
        for (double[] u : known) {
            double share = dot(u, v);
            for (int i = 0; i < v.length; i++) {
                v[i] -= share * u[i];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        operator.forEach(count, task);
    }
}
