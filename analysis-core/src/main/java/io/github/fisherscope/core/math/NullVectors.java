package io.github.fisherscope.core.math;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.internal.EjmlNullVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The directions that a matrix G (n × m) takes to zero, decided by its singular values: these tell null directions from small
 * ones down to a relative 10⁻¹⁵, where eigenvalues of {@code GᵀG} stop at the square root of that.
 *
 * <p>Cost: 2 n m² flops for the triangle of a tall matrix and about 20 m³ for its singular vectors, on one thread.
 *
 * @param singularValues m of them, descending; those beyond n are 0
 * @param threshold singular values up to this count as zero
 * @param basis orthonormal vectors of m numbers that span the null space
 */
public record NullVectors(RealVector singularValues, double threshold, List<RealVector> basis) {
    public NullVectors {
        basis = List.copyOf(basis);
    }

    /**
     * Decomposes a matrix.
     *
     * @param g entry {@code i·columns + j}, all finite
     * @param threshold singular values up to this count as zero
     */
    public static NullVectors of(double[] g, int rows, int columns, double threshold) {
        return of(decomposed(g, rows, columns), threshold);
    }

    /**
     * Decomposes a matrix and counts as zero what is small beside the largest singular value.
     *
     * @param cutoff the threshold over the largest singular value
     */
    public static NullVectors relative(double[] g, int rows, int columns, double cutoff) {
        EjmlNullVectors parts = decomposed(g, rows, columns);
        return of(parts, cutoff * Arrays.stream(parts.values()).max().orElse(0));
    }

    private static EjmlNullVectors decomposed(double[] g, int rows, int columns) {
        Args.requireSame("the number of entries", g.length, (long) rows * columns, "give rows times columns");
        return new EjmlNullVectors(g, rows, columns);
    }

    private static NullVectors of(EjmlNullVectors parts, double threshold) {
        double[] values = parts.values();
        List<Integer> descending = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -values[i]))
                .toList();
        List<RealVector> basis = new ArrayList<>();
        double[] sorted = new double[values.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = values[descending.get(i)];
            if (sorted[i] <= threshold) {
                basis.add(RealVector.takingOver(parts.vector(descending.get(i))));
            }
        }
        return new NullVectors(RealVector.takingOver(sorted), threshold, basis);
    }

    /** Returns the number of singular values above the threshold. */
    public int rank() {
        return singularValues.size() - basis.size();
    }

    /** Returns the dimension of the null space. */
    public int nullity() {
        return basis.size();
    }
}
