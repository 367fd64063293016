package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.Arrays;

/**
 * The smoothing K̃ of entropy-relaxed transport: (K̃p)_j = Σ_i p_i κ_ij with κ_ij = exp(−m_ij/λ)/Σ_j' exp(−m_ij'/λ). The
 * distribution q that is cheapest to reach from p, min over q of C_λ(p, q), is K̃p (Amari, Karakida, Oizumi and Cuturi 2019).
 */
final class GroundKernel {
    private final int rows;
    private final int columns;
    private final double[] logNormalizers;
    private final double[] kernel;

    GroundKernel(CostMatrix cost, double lambda) {
        rows = cost.rows();
        columns = cost.columns();
        logNormalizers = new double[rows];
        kernel = new double[rows * columns];
        double[] uniform = new double[columns];
        Arrays.fill(uniform, 1.0 / columns);
        double[] exponents = new double[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                exponents[j] = -cost.get(i, j) / lambda;
            }
            logNormalizers[i] = SoftMaximum.of(exponents, uniform) + Math.log(columns);
            for (int j = 0; j < columns; j++) {
                kernel[i * columns + j] = Math.exp(exponents[j] - logNormalizers[i]);
            }
        }
    }

    /** Returns log Σ_j exp(−m_ij/λ). */
    double logNormalizer(int i) {
        return logNormalizers[i];
    }

    /** Returns κ_ij. */
    double get(int i, int j) {
        return kernel[i * columns + j];
    }

    /** Returns K̃p. */
    DiscreteMeasure smooth(DiscreteMeasure p) {
        Args.requireSame("p.size", p.size(), rows, "p needs one entry for each row of the cost");
        double[] smoothed = new double[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                smoothed[j] += p.get(i) * kernel[i * columns + j];
            }
        }
        return DiscreteMeasure.distribution("smoothed", RealVector.takingOver(smoothed));
    }

    /** Returns Σ_j κ_ij x_j for every i: what smoothing makes of a gradient. */
    double[] transposed(double[] x) {
        double[] result = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[i] += kernel[i * columns + j] * x[j];
            }
        }
        return result;
    }
}
