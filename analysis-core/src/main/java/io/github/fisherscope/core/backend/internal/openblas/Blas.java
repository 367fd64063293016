package io.github.fisherscope.core.backend.internal.openblas;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_full;

/** The products that are used, on row-major matrices, and the codes of cblas. */
final class Blas {
    static final int ROW_MAJOR = 101;
    static final int NO_TRANSPOSE = 111;
    static final int TRANSPOSE = 112;
    static final int LOWER = 122;
    static final int NOT_UNIT = 131;
    static final int LEFT = 141;
    static final int RIGHT = 142;
    static final int COLUMN_MAJOR = 102;

    private Blas() {}

    static void dgemm(
            boolean ta,
            boolean tb,
            int m,
            int n,
            int k,
            double alpha,
            DoublePointer a,
            int lda,
            DoublePointer b,
            int ldb,
            double beta,
            DoublePointer c,
            int ldc) {
        openblas_full.cblas_dgemm(ROW_MAJOR, code(ta), code(tb), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    static void sgemm(
            boolean ta,
            boolean tb,
            int m,
            int n,
            int k,
            float alpha,
            FloatPointer a,
            int lda,
            FloatPointer b,
            int ldb,
            float beta,
            FloatPointer c,
            int ldc) {
        openblas_full.cblas_sgemm(ROW_MAJOR, code(ta), code(tb), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    /** {@code y ← alpha op(a) x + beta y} with neighbouring entries of x and y. */
    static void dgemv(
            boolean ta,
            int m,
            int n,
            double alpha,
            DoublePointer a,
            int lda,
            DoublePointer x,
            double beta,
            DoublePointer y) {
        openblas_full.cblas_dgemv(ROW_MAJOR, code(ta), m, n, alpha, a, lda, x, 1, beta, y, 1);
    }

    /** {@code y ← alpha op(a) x + beta y} with neighbouring entries of x and y. */
    static void sgemv(
            boolean ta,
            int m,
            int n,
            float alpha,
            FloatPointer a,
            int lda,
            FloatPointer x,
            float beta,
            FloatPointer y) {
        openblas_full.cblas_sgemv(ROW_MAJOR, code(ta), m, n, alpha, a, lda, x, 1, beta, y, 1);
    }

    /** Lower triangle of {@code c ← alpha a aᵀ + beta c}. */
    static void dsyrk(int n, int k, double alpha, DoublePointer a, int lda, double beta, DoublePointer c, int ldc) {
        openblas_full.cblas_dsyrk(ROW_MAJOR, LOWER, NO_TRANSPOSE, n, k, alpha, a, lda, beta, c, ldc);
    }

    /** Lower triangle of {@code c ← alpha a aᵀ + beta c}. */
    static void ssyrk(int n, int k, float alpha, FloatPointer a, int lda, float beta, FloatPointer c, int ldc) {
        openblas_full.cblas_ssyrk(ROW_MAJOR, LOWER, NO_TRANSPOSE, n, k, alpha, a, lda, beta, c, ldc);
    }

    /** {@code b ← b L⁻ᵀ} with the lower triangle L of order n; b is m × n. */
    static void dtrsmRightLowerTransposed(int m, int n, DoublePointer triangle, int lead, DoublePointer b, int ldb) {
        openblas_full.cblas_dtrsm(ROW_MAJOR, RIGHT, LOWER, TRANSPOSE, NOT_UNIT, m, n, 1, triangle, lead, b, ldb);
    }

    private static int code(boolean transposed) {
        return transposed ? TRANSPOSE : NO_TRANSPOSE;
    }
}
