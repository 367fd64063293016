package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.TridiagonalQl;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Lanczos process for start vectors each on its own, every vector orthogonalised against all earlier ones, again
 * where once is not enough. Stops early when the space is exhausted, that is when β falls to 4 √n ε ‖A‖; the quadrature is then exact for this start.
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
            List<Recurrence> stepping = List.copyOf(running);
            operator.forEach(vectors.length, p -> stepping.get(p).advance(images[p]));
            running.removeIf(Recurrence::ended);
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
        private boolean ended;

        Recurrence(double[] start, int most) {
            this.alpha = new double[most];
            this.beta = new double[most];
            this.basis = new double[most][];
            this.basis[0] = start.clone();
        }

        double[] current() {
            return basis[steps];
        }

        /** Returns whether there is no further step. */
        boolean ended() {
            return ended;
        }

        /** Takes the image of the current vector. */
        void advance(double[] w) {
            int bad = Vectors.firstNonFinite(w);
            if (bad >= 0) {
                throw new ArithmeticException("the operator returned " + w[bad] + " (Lanczos step " + (steps + 1)
                        + ", entry " + bad + "); check network and data");
            }
            int n = w.length;
            norm = Math.max(norm, Vectors.norm(w));
            alpha[steps] = Vectors.dot(basis[steps], w);
            beta[steps] = orthogonalize(w);
            boolean small = !(beta[steps] > 4 * Math.sqrt(n) * Math.ulp(1.0) * norm);
            steps++;
            exhausted = small || steps == n;
            ended = small || steps == alpha.length;
            if (ended) {
                Arrays.fill(basis, null);
                return;
            }
            Vectors.scale(1 / beta[steps - 1], w);
            basis[steps] = w;
        }

        /**
         * Takes out the two directions of the recurrence, then all of the basis, and all of it again where that shortened
         * the vector so much that what rounding left could count (J. W. Daniel, W. B. Gragg, L. Kaufman, G. W. Stewart,
         * Math. Comp. 30 (1976) 772-795); returns what remains of its length.
         */
        private double orthogonalize(double[] w) {
            Vectors.axpy(-alpha[steps], basis[steps], w);
            if (steps > 0) {
                Vectors.axpy(-beta[steps - 1], basis[steps - 1], w);
            }
            double before = Vectors.norm(w);
            double after = takeOut(w);
            return after < Math.sqrt(0.5) * before ? takeOut(w) : after;
        }

        /** Every basis vector is read from memory once: its coefficient and its share are taken one after the other. */
        private double takeOut(double[] w) {
            for (int i = steps; i >= 0; i--) {
                Vectors.axpy(-Vectors.dot(basis[i], w), basis[i], w);
            }
            return Vectors.norm(w);
        }

        Tridiagonalization result() {
            return new Tridiagonalization(alpha, beta, steps, exhausted);
        }
    }
}
