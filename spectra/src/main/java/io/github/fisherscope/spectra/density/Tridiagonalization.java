package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.TridiagonalQl;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Lanczos process for start vectors each on its own, every vector orthogonalised twice against all earlier ones. Stops early when
 * the space is exhausted, that is when β falls to 4 √n ε ‖A‖; the quadrature is then exact for this start.
 */
final class Tridiagonalization {
    private final double[] alpha;
    private final double[] beta;
    private final int steps;
    private final boolean exhausted;

    private Tridiagonalization(double[] alpha, double[] beta, int steps, boolean exhausted) {
        this.alpha = alpha;
        this.beta = beta;
        this.steps = steps;
        this.exhausted = exhausted;
    }

    int steps() {
        return steps;
    }

    boolean exhausted() {
        return exhausted;
    }

    /** Returns the norm of the residual vector after the last step, which bounds the error of every Ritz value. */
    double lastCoupling() {
        return beta[steps - 1];
    }

    /** Gauss nodes and weights of the leading m × m part, m ≤ steps. */
    Quadrature quadrature(int m) {
        double[][] rule = TridiagonalQl.nodesAndWeights(alpha, beta, m);
        return Quadrature.of(rule[0], rule[1]);
    }

    /** Runs from the unit vector {@code start}; throws {@link ArithmeticException} on a number that is not finite. */
    static Tridiagonalization run(SymmetricOperator operator, double[] start, int maxSteps) {
        return run(operator, new double[][] {start}, maxSteps)[0];
    }

    /**
     * Runs from several unit vectors in step: each step applies the operator to all of them at once. No vector enters the
     * recurrence of another, so each result is that of a run of its own up to the rounding of a batch of products.
     *
     * @throws ArithmeticException on a number that is not finite
     */
    static Tridiagonalization[] run(SymmetricOperator operator, double[][] starts, int maxSteps) {
        List<Recurrence> running = new ArrayList<>();
        for (double[] start : starts) {
            running.add(new Recurrence(start, Math.min(maxSteps, start.length)));
        }
        List<Recurrence> all = List.copyOf(running);
        while (!running.isEmpty()) {
            double[][] vectors = running.stream().map(Recurrence::current).toArray(double[][]::new);
            double[][] images = new double[vectors.length][operator.dimension()];
            operator.applyBatch(vectors, images);
            for (int p = vectors.length - 1; p >= 0; p--) {
                if (!running.get(p).advance(images[p])) {
                    running.remove(p);
                }
            }
        }
        return all.stream().map(Recurrence::result).toArray(Tridiagonalization[]::new);
    }

    /** The state of one start vector. */
    private static final class Recurrence {
        private final double[] alpha;
        private final double[] beta;
        private final double[][] basis;
        private int steps;
        private double norm;
        private boolean exhausted;

        Recurrence(double[] start, int most) {
            this.alpha = new double[most];
            this.beta = new double[most];
            this.basis = new double[most][];
            this.basis[0] = start.clone();
        }

        double[] current() {
            return basis[steps];
        }

        /** Takes the image of the current vector and returns whether there is another step. */
        boolean advance(double[] w) {
            int bad = Vectors.firstNonFinite(w);
            if (bad >= 0) {
                throw new ArithmeticException("the operator returned " + w[bad] + " (Lanczos step " + (steps + 1)
                        + ", entry " + bad + "); check network and data");
            }
            int n = w.length;
            norm = Math.max(norm, Vectors.norm(w));
            alpha[steps] = Vectors.dot(basis[steps], w);
            for (int pass = 0; pass < 2; pass++) {
                for (int i = steps; i >= 0; i--) {
                    Vectors.axpy(-Vectors.dot(basis[i], w), basis[i], w);
                }
            }
            beta[steps] = Vectors.norm(w);
            boolean small = !(beta[steps] > 4 * Math.sqrt(n) * Math.ulp(1.0) * norm);
            steps++;
            exhausted = small || steps == n;
            if (small || steps == alpha.length) {
                Arrays.fill(basis, null);
                return false;
            }
            Vectors.scale(1 / beta[steps - 1], w);
            basis[steps] = w;
            return true;
        }

        Tridiagonalization result() {
            return new Tridiagonalization(alpha, beta, steps, exhausted);
        }
    }
}
