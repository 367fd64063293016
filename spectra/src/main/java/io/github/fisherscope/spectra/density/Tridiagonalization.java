package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.Residency;
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

    Tridiagonalization(double[] alpha, double[] beta, int steps, boolean exhausted) {
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
        int most = Math.min(maxSteps, operator.dimension());
        ResidentOperator there = Residency.of(operator, (most + 1.0) * starts.length * operator.dimension());
        if (there != null) {
            try (ResidentRecurrences recurrences = new ResidentRecurrences(there, starts, most)) {
                return recurrences.run();
            }
        }
        List<Recurrence> running = new ArrayList<>();
        for (double[] start : starts) {
            running.add(new Recurrence(start, most));
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
        return all.stream().map(r -> r.coefficients.result()).toArray(Tridiagonalization[]::new);
    }

    /** The state of one start vector whose vectors are arrays. */
    private static final class Recurrence {
        private final RecurrenceCoefficients coefficients;
        private final double[][] basis;

        Recurrence(double[] start, int most) {
            this.coefficients = new RecurrenceCoefficients(start.length, most);
            this.basis = new double[most][];
            this.basis[0] = start.clone();
        }

        double[] current() {
            return basis[coefficients.steps()];
        }

        boolean ended() {
            return coefficients.ended();
        }

        /** Takes the image of the current vector. */
        void advance(double[] w) {
            int bad = Vectors.firstNonFinite(w);
            if (bad >= 0) {
                throw coefficients.notFinite(w[bad], bad);
            }
            coefficients.begin(Vectors.norm(w), Vectors.dot(current(), w));
            coefficients.end(orthogonalize(w));
            if (ended()) {
                Arrays.fill(basis, null);
                return;
            }
            Vectors.scale(1 / coefficients.lastBeta(), w);
            basis[coefficients.steps()] = w;
        }

        /**
         * Takes out the two directions of the recurrence, then all of the basis, and all of it again where that shortened
         * the vector so much that what rounding left could count (J. W. Daniel, W. B. Gragg, L. Kaufman, G. W. Stewart,
         * Math. Comp. 30 (1976) 772-795); returns what remains of its length.
         */
        private double orthogonalize(double[] w) {
            int step = coefficients.steps();
            Vectors.axpy(-coefficients.alpha(), basis[step], w);
            if (step > 0) {
                Vectors.axpy(-coefficients.lastBeta(), basis[step - 1], w);
            }
            double before = Vectors.norm(w);
            double after = takeOut(w);
            return after < Math.sqrt(0.5) * before ? takeOut(w) : after;
        }

        /** Every basis vector is read from memory once: its coefficient and its share are taken one after the other. */
        private double takeOut(double[] w) {
            for (int i = coefficients.steps(); i >= 0; i--) {
                Vectors.axpy(-Vectors.dot(basis[i], w), basis[i], w);
            }
            return Vectors.norm(w);
        }
    }
}
