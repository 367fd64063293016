package io.github.fisherscope.backend.nd4j.internal;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.CpuEngine;
import io.github.fisherscope.core.backend.internal.shared.EntryKernels;
import io.github.fisherscope.core.backend.internal.shared.Storage;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.backend.internal.shared.Tiling;
import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import io.github.fisherscope.core.check.Args;
import java.util.Locale;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products by ND4J's mmul and eigenvalues by its LAPACK binding (syev).
 *
 * <p>ND4J multiplies into column-major arrays without a copy. A row-major matrix read column by column is its
 * transpose, so {@code cᵀ ← alpha op(b)ᵀ op(a)ᵀ + beta cᵀ} is what is asked of it.
 */
final class Nd4jEngine implements CpuEngine {
    private static final int LARGEST_TILE = 1024;
    private static final int SMALLEST_TILE = 128;
    private static final int WANTED_TILES = 8;
    private static final int DEVICE_TILE = 8192;

    private final Precision precision;
    private final boolean onProcessor;

    Nd4jEngine(Precision precision, boolean onProcessor) {
        this.precision = precision;
        this.onProcessor = onProcessor;
    }

    @Override
    public Storage allocate(long entries, WorkCrew crew) {
        return Nd4jStorage.of(entries, precision);
    }

    @Override
    public void requireAddressable(long rows, long columns) {
        Args.require(
                rows <= Integer.MAX_VALUE && columns <= Integer.MAX_VALUE,
                "a matrix of %d × %d was asked for; the nd4j backend takes up to 2³¹ − 1 rows and columns",
                rows,
                columns);
    }

    /** One thread multiplies a tile on a processor; an accelerator shares the work itself. */
    @Override
    public Tiling tiling(long m, long n, long k) {
        return onProcessor
                ? Tiling.balanced(m, n, LARGEST_TILE, SMALLEST_TILE, WANTED_TILES)
                : Tiling.balanced(m, n, DEVICE_TILE, DEVICE_TILE, 1);
    }

    @Override
    public EntryKernels kernels(WorkCrew crew) {
        return new Nd4jKernels();
    }

    @Override
    public void product(double alpha, Operand a, Operand b, double beta, StridedMatrix c) {
        INDArray left = Nd4jStorage.transposedView(b.matrix());
        INDArray right = Nd4jStorage.transposedView(a.matrix());
        multiply(alpha, left, b.transposed(), right, a.transposed(), beta, Nd4jStorage.transposedView(c));
    }

    /** Computes {@code c ← alpha op(a) op(b) + beta c} for column-major arrays. */
    static void multiply(
            double alpha, INDArray a, boolean transposeA, INDArray b, boolean transposeB, double beta, INDArray c) {
        MMulTranspose which = MMulTranspose.builder()
                .transposeA(transposeA)
                .transposeB(transposeB)
                .transposeResult(false)
                .build();
        Nd4j.exec(new Mmul(a, b, c, alpha, beta, which));
    }

    @Override
    public void selfProduct(double alpha, StridedMatrix a, double beta, StridedMatrix c) {
        product(alpha, new Operand(a, false), new Operand(a, true), beta, c);
    }

    @Override
    public double[] eigenvalues(StridedMatrix a, WorkCrew crew) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray matrix = temporaries.keep(Nd4jStorage.view(a).dup('f'));
            return solve('N', matrix, temporaries);
        }
    }

    @Override
    public double[] eigenPairs(StridedMatrix a, StridedMatrix vectors, WorkCrew crew) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray matrix = temporaries.keep(Nd4jStorage.view(a).dup('f'));
            double[] ascending = solve('V', matrix, temporaries);
            int n = ascending.length;
            double[] values = new double[(int) vectors.rows()];
            INDArray rows = Nd4jStorage.view(vectors);
            for (int k = 0; k < values.length; k++) {
                values[k] = ascending[n - 1 - k];
                rows.getRow(k).assign(matrix.getColumn(n - 1L - k));
            }
            return values;
        }
    }

    /** Reads the lower triangle of a column-major matrix and leaves what LAPACK leaves in it. */
    private static double[] solve(char job, INDArray matrix, Temporaries temporaries) {
        INDArray values = temporaries.keep(Nd4j.create(matrix.dataType(), matrix.rows()));
        int status = Nd4j.getBlasWrapper().lapack().syev(job, 'L', matrix, values);
        if (status != 0) {
            throw new ArithmeticException(String.format(
                    Locale.ROOT,
                    "LAPACK's syev, called by ND4J, ended with status %d on a %d × %d matrix; use the backend java",
                    status,
                    matrix.rows(),
                    matrix.columns()));
        }
        return values.toDoubleVector();
    }
}
