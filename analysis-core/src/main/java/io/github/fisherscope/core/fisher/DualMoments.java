package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterBlocks;
import io.github.fisherscope.core.operator.SymmetricOperator;

/**
 * Exact first and second moments of the Fisher matrix and of its diagonal blocks, without eigenvalues.
 *
 * @param layerTraces tr F_l for l = 1, …, L, from norms of rows
 * @param layerSquaredNorms tr F_l² for l = 1, …, L, from the tiles of the dual matrix
 * @param squaredNorm tr F² = ‖K‖_F²
 */
public record DualMoments(RealVector layerTraces, RealVector layerSquaredNorms, double squaredNorm) {
    /**
     * Returns all moments from the tiles of the dual matrix, which are formed and forgotten: (R·T)² Σ M_l flops. Samples are
     * taken in blocks whose sensitivities need about 256 MiB, and the Gram matrices of two blocks no more, or less where the
     * backend's device has little memory, so that memory beyond the linearisation does not grow with T.
     *
     * @param at the linearised network, which stays open
     */
    public static DualMoments of(Linearization at, FisherRequest request) {
        return DualFisher.moments(at, request);
    }

    /**
     * Returns all moments of a matrix of all parameters from its columns, {@value ProductMatrix#COLUMNS} at a time: one
     * product for each parameter, and no more memory than products take.
     *
     * @param layout which parameters are whose
     * @throws IllegalArgumentException unless the matrix has a row for each parameter
     */
    public static DualMoments byColumns(SymmetricOperator matrix, ParameterBlocks layout) {
        Args.requireSame(
                "the number of rows of the matrix",
                matrix.dimension(),
                layout.parameters(),
                "give the matrix on the side of the parameters");
        ColumnMoments moments = new ColumnMoments(layout);
        ProductMatrix.forEachColumns(matrix, (first, columns) -> {
            for (int i = 0; i < columns.length; i++) {
                moments.add(first + i, columns[i]);
            }
        });
        return moments.result();
    }

    /** Returns the flops of the backward pass for all rows, which traces and norms of rows need. */
    public static double backwardFlops(ProblemSize size) {
        return size.sensitivityFlops();
    }

    /** Returns the flops of all moments by the cheaper way. */
    public static double flops(ProblemSize size) {
        return byColumns(size) ? columnFlops(size) : DualTiles.flops(size);
    }

    /** Returns whether the columns of F, which need no linearisation of all samples, are the cheaper way. */
    public static boolean byColumns(ProblemSize size) {
        return size.onParameters() && columnFlops(size) < DualTiles.flops(size);
    }

    /** Returns the bytes of matrices that the tiles take, beside the linearisation. */
    public static double bytes(ProblemSize size) {
        return DualFisher.momentBytes(size);
    }

    private static double columnFlops(ProblemSize size) {
        return size.parameters()
                * FisherRoutes.price(FisherRoute.STREAMED, size).product();
    }

    /**
     * Returns tr F_l for each layer from norms of rows, {@code (1/T) Σ_rt |Δ_l,rt|² (|h^{l-1}_t|² + 1)}: one backward pass
     * and nothing quadratic in T.
     */
    public static RealVector layerTraces(Linearization at, FisherRequest request) {
        return DualFisher.layerTraces(at, request);
    }

    /** Returns tr F. */
    public double trace() {
        return layerTraces.sum();
    }
}
