package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import io.github.fisherscope.core.math.NullVectors;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import java.util.Arrays;
import java.util.List;

/**
 * Rank and null directions of the Fisher matrix {@code F = GᵀG}, decided by the singular values of its factor G (n × P), and
 * what the null directions are: each family of directions that the network suggests is held against G before it is named, and
 * counted as far as it is independent of those before it.
 *
 * <p>A direction is null to first order: along it the outputs do not move at the samples. With fewer rows than parameters some
 * directions are null for want of samples, and no reason is given for those.
 *
 * <p>Cost: 2 n P² flops and about 20 P³ on one thread; see {@link #affordable}.
 *
 * @param parameters P
 * @param rows rows of G that can be independent
 * @param cutoff singular values up to this fraction of the largest count as zero
 * @param rank number of larger ones
 * @param leastKept the smallest of these over the largest, 0 if there are none
 * @param largestDropped the largest of the others over the largest of all, 0 if there are none
 * @param directions the null directions that have a reason, most telling reasons first
 */
public record NullStructure(
        long parameters,
        long rows,
        double cutoff,
        int rank,
        double leastKept,
        double largestDropped,
        List<NullDirections> directions) {
    /** Fraction of the largest singular value up to which one is zero: true zeros come out below 1e-14. */
    public static final double CUTOFF = 1e-9;

    /** Parameters up to which G is decomposed. */
    public static final int MOST_PARAMETERS = 1000;

    private static final double MOST_FLOPS = 2e10;

    public NullStructure {
        directions = List.copyOf(directions);
    }

    /** Returns whether a decomposition takes at most some seconds. */
    public static boolean affordable(long rows, long parameters) {
        double order = parameters;
        return parameters <= MOST_PARAMETERS && order * order * (2.0 * rows + 20 * order) <= MOST_FLOPS;
    }

    /**
     * Finds the structure of a chain of dense layers.
     *
     * @throws IllegalArgumentException if the matrix is larger than is {@linkplain #affordable affordable}, or the request
     *     passes outputs through an activation
     */
    public static NullStructure of(Linearization at, FisherRequest request) {
        Args.require(
                request.outputActivation() instanceof Activation.Identity,
                "outputs go through %s; null directions are looked for with linear outputs only",
                request.outputActivation().id());
        int columns = Math.toIntExact(at.network().parameters());
        double[] g;
        int rows;
        try (ScoreJacobian scores = ScoreJacobian.of(at, request)) {
            rows = scores.rows();
            requireAffordable(rows, columns);
            g = rows(scores, columns);
        }
        NullVectors nulls = NullVectors.relative(g, rows, columns, CUTOFF);
        double[] lengths = lengths(g, columns);
        ChainFamilies families = new ChainFamilies(at, p -> lengths[p] <= nulls.threshold());
        return of(
                nulls,
                SingularGeometry.filledRows(at, request),
                new NullExplanation(g, columns, nulls).explain(families.families(request)));
    }

    /**
     * Finds the structure of a network of any layers: null directions by the tensors that they move together.
     *
     * @throws IllegalArgumentException if the matrix is larger than is {@linkplain #affordable affordable}
     */
    public static NullStructure of(GraphFisher fisher) {
        int columns = Math.toIntExact(fisher.graph().parameters());
        int rows = Math.toIntExact(fisher.rows());
        requireAffordable(rows, columns);
        double[] g = new double[rows * columns];
        int[] next = {0};
        double scale = 1 / Math.sqrt((double) fisher.sites());
        fisher.forEachRows(some -> {
            for (int i = 0; i < some.rows(); i++, next[0] += columns) {
                some.read(i, 0, g, next[0], columns);
            }
        });
        for (int i = 0; i < g.length; i++) {
            g[i] *= scale;
        }
        NullVectors nulls = NullVectors.relative(g, rows, columns, CUTOFF);
        return of(
                nulls,
                rows,
                new NullExplanation(g, columns, nulls)
                        .explain(new TensorFamilies(fisher.graph(), nulls, rows).families()));
    }

    private static NullStructure of(NullVectors nulls, long filledRows, List<NullDirections> directions) {
        RealVector s = nulls.singularValues();
        double largest = s.get(0);
        int rank = nulls.rank();
        return new NullStructure(
                s.size(),
                filledRows,
                CUTOFF,
                rank,
                rank == 0 ? 0 : s.get(rank - 1) / largest,
                rank == s.size() || largest == 0 ? 0 : s.get(rank) / largest,
                directions);
    }

    private static void requireAffordable(long rows, long columns) {
        Args.require(
                affordable(rows, columns),
                "the factor of the Fisher matrix is %d x %d; null directions are looked for with up to %d parameters and as"
                        + " many rows as take some seconds",
                rows,
                columns,
                MOST_PARAMETERS);
    }

    private static double[] rows(ScoreJacobian scores, int columns) {
        double[] g = new double[scores.rows() * columns];
        for (int l = 1; l <= scores.layout().depth(); l++) {
            double[] part = new double[scores.parameters(l)];
            int first = Math.toIntExact(scores.layout().weightOffset(l));
            for (int i = 0; i < scores.rows(); i++) {
                scores.row(l, i, part);
                System.arraycopy(part, 0, g, i * columns + first, part.length);
            }
        }
        return g;
    }

    private static double[] lengths(double[] g, int columns) {
        double[] lengths = new double[columns];
        for (int i = 0; i < g.length; i++) {
            lengths[i % columns] += g[i] * g[i];
        }
        return Arrays.stream(lengths).map(Math::sqrt).toArray();
    }

    /** Returns P less the rank. */
    public long nullity() {
        return parameters - rank;
    }

    /** Returns how many null directions have a reason. */
    public int explained() {
        return directions.stream().mapToInt(NullDirections::count).sum();
    }

    /**
     * Returns how many null directions have no reason: those that are null for want of samples, P − n of them if there are
     * fewer rows than parameters, and those that nobody recognised.
     */
    public long unnamed() {
        return nullity() - explained();
    }
}
