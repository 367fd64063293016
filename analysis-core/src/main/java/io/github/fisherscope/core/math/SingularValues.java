package io.github.fisherscope.core.math;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.internal.EjmlSingularValues;
import java.util.Arrays;

/**
 * The singular value decomposition {@code G = U S Vᵀ} of a small matrix (n × m), which tells null directions from small
 * ones down to a relative 10⁻¹⁵, where eigenvalues of {@code GᵀG} stop at the square root of that. Immutable; about
 * 10 n m min(n, m) flops on one thread, and three copies of G.
 */
public final class SingularValues {
    private final EjmlSingularValues parts;
    private final int rows;
    private final RealVector values;

    private SingularValues(EjmlSingularValues parts, int rows) {
        this.parts = parts;
        this.rows = rows;
        this.values = RealVector.of(parts.values());
    }

    /**
     * Decomposes a matrix.
     *
     * @param g entry {@code i·columns + j}, all finite
     */
    public static SingularValues of(double[] g, int rows, int columns) {
        Args.requireSame("the number of entries", g.length, (long) rows * columns, "give rows times columns");
        return new SingularValues(new EjmlSingularValues(g, rows, columns), rows);
    }

    /** Returns the singular values, descending. */
    public RealVector descending() {
        double[] sorted = values.toArray();
        Arrays.sort(sorted);
        for (int i = 0, j = sorted.length - 1; i < j; i++, j--) {
            double kept = sorted[i];
            sorted[i] = sorted[j];
            sorted[j] = kept;
        }
        return RealVector.takingOver(sorted);
    }

    /** Returns the largest one. */
    public double largest() {
        return values.stream().max().orElse(0);
    }

    /** Returns how many exceed a fraction of the largest. */
    public int rank(double cutoff) {
        double least = cutoff * largest();
        return (int) values.stream().filter(s -> s > least).count();
    }

    /**
     * Returns {@code G⁺ b} with the Moore-Penrose inverse.
     *
     * @param b one number for each row of G
     * @param cutoff singular values up to this fraction of the largest count as zero
     */
    public double[] pseudoSolve(double[] b, double cutoff) {
        Args.requireSame("the length of b", b.length, rows, "give one number per row");
        double least = cutoff * largest();
        return parts.combine(b, values.stream().map(s -> s > least ? 1 / s : 0).toArray());
    }

    /**
     * Returns {@code (GᵀG)⁺ b}, decided by the singular values of G.
     *
     * @param b one number for each column of G
     * @param cutoff as in {@link #pseudoSolve}
     */
    public double[] pseudoSolveNormal(double[] b, double cutoff) {
        double least = cutoff * largest();
        return parts.combineRight(
                b, values.stream().map(s -> s > least ? 1 / s / s : 0).toArray());
    }
}
