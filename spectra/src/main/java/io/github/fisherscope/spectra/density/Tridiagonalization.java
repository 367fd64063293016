package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.TridiagonalQl;
import io.github.fisherscope.spectra.internal.Vectors;

/**
 * The Lanczos process for one start vector, every vector orthogonalised twice against all earlier ones. Stops early when
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
        int n = operator.dimension();
        int most = Math.min(maxSteps, n);
        double[] alpha = new double[most];
        double[] beta = new double[most];
        double[][] basis = new double[most][];
        double[] v = start.clone();
        double norm = 0;
        for (int j = 0; j < most; j++) {
            basis[j] = v;
            double[] w = new double[n];
            operator.apply(v, w);
            int bad = Vectors.firstNonFinite(w);
            if (bad >= 0) {
                throw new ArithmeticException("the operator returned " + w[bad] + " (Lanczos step " + (j + 1)
                        + ", entry " + bad + "); check network and data");
            }
            norm = Math.max(norm, Vectors.norm(w));
            alpha[j] = Vectors.dot(v, w);
            for (int pass = 0; pass < 2; pass++) {
                for (int i = j; i >= 0; i--) {
                    Vectors.axpy(-Vectors.dot(basis[i], w), basis[i], w);
                }
            }
            beta[j] = Vectors.norm(w);
            if (!(beta[j] > 4 * Math.sqrt(n) * Math.ulp(1.0) * norm)) {
                return new Tridiagonalization(alpha, beta, j + 1, true);
            }
            Vectors.scale(1 / beta[j], w);
            v = w;
        }
        return new Tridiagonalization(alpha, beta, most, most == n);
    }
}
