package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.Probes;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An operator restricted to the complement of known vectors. One projection is enough: an image of a vector of the
 * complement has hardly anything to take out.
 */
class Deflated implements SymmetricOperator, AutoCloseable {
    private final SymmetricOperator operator;
    private final double[][] known;

    private Deflated(SymmetricOperator operator, double[][] known) {
        this.operator = operator;
        this.known = known;
    }

    /** Returns the restriction, which lives where the operator does. */
    static Deflated of(SymmetricOperator operator, double[][] known) {
        return operator instanceof ResidentOperator there ? new OnBackend(there, known) : new Deflated(operator, known);
    }

    /** Takes the known vectors out of {@code v}. */
    static void project(double[][] known, double[] v) {
        for (double[] u : known) {
            Vectors.axpy(-Vectors.dot(u, v), u, v);
        }
    }

    /** Returns a normal random vector of norm 1 without the known ones; {@code index} counts the probes of a seed. */
    static double[] probe(long seed, int index, int n, double[][] known) {
        double[] v = new double[n];
        Probes.gaussian(seed, index, v);
        project(known, v);
        project(known, v);
        Vectors.scale(1 / Vectors.norm(v), v);
        return v;
    }

    /** Returns the known vectors if they are orthonormal vectors of length {@code n}. */
    static double[][] orthonormal(List<RealVector> vectors, int n) {
        double[][] known = new double[vectors.size()][];
        for (int i = 0; i < known.length; i++) {
            known[i] = vectors.get(i).toArray();
            Args.requireSame("length of known vector " + i, known[i].length, n, "give vectors of the operator's order");
            for (int j = 0; j <= i; j++) {
                double dot = Vectors.dot(known[i], known[j]) - (i == j ? 1 : 0);
                Args.require(
                        Math.abs(dot) < 1e-6,
                        "known vectors %d and %d are not orthonormal (off by %s); orthonormalise them",
                        j,
                        i,
                        dot);
            }
        }
        return known;
    }

    @Override
    public int dimension() {
        return operator.dimension();
    }

    @Override
    public void apply(double[] x, double[] y) {
        operator.apply(x, y);
        project(known, y);
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        operator.applyBatch(xs, ys);
        forEach(ys.length, i -> project(known, ys[i]));
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        operator.forEach(count, task);
    }

    /** Frees what lies on a device; the operator stays open. */
    @Override
    public void close() {}

    /** The restriction of an operator that takes vectors on its backend, where the known ones lie from the first use on. */
    private static final class OnBackend extends Deflated implements ResidentOperator {
        private final ResidentOperator there;
        private @Nullable Matrix rows;

        OnBackend(ResidentOperator there, double[][] known) {
            super(there, known);
            this.there = there;
        }

        @Override
        public Backend backend() {
            return there.backend();
        }

        @Override
        public boolean resident() {
            return there.resident();
        }

        @Override
        public void apply(Matrix xs, Matrix ys) {
            there.apply(xs, ys);
            if (super.known.length == 0) {
                return;
            }
            Matrix basis = rows();
            try (Matrix products = backend().allocate(ys.rows(), super.known.length)) {
                backend().multiply(1, ys, Transpose.NO, basis, Transpose.YES, 0, products);
                backend().multiply(-1, products, Transpose.NO, basis, Transpose.NO, 1, ys);
            }
        }

        private Matrix rows() {
            Matrix made = rows;
            if (made == null) {
                double[][] known = super.known;
                made = backend().allocate(known.length, dimension());
                for (int i = 0; i < known.length; i++) {
                    made.write(i, 0, known[i], 0, known[i].length);
                }
                rows = made;
            }
            return made;
        }

        @Override
        public void close() {
            if (rows != null) {
                rows.close();
            }
        }
    }
}
