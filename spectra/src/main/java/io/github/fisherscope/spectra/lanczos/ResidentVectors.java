package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.spectra.internal.Residency;
import java.util.List;

/**
 * Vectors in the rows of matrices in the memory of the operator's device. Coefficients of all vectors are taken at once,
 * by a product with the basis, and what they make up is taken out by another: what one pass leaves of the basis the next
 * takes away (L. Giraud, J. Langou, M. Rozložník, J. van den Eshof, Numer. Math. 101 (2005) 87-100). What crosses is
 * start vectors once, coefficients and norms at each step, and the vectors that a caller asks for.
 *
 * <p>Memory: (2 slots + 1) n numbers, and at a restart {@value #CHUNK} numbers for each vector kept.
 */
final class ResidentVectors implements KrylovVectors {
    /** Columns of the basis that a restart combines at a time. */
    private static final long CHUNK = 1 << 16;

    private final ResidentOperator operator;
    private final Backend backend;
    private final long n;
    private final Matrix vectors;
    private final Matrix images;
    private final Matrix work;
    private final Matrix coefficients;
    private final double[] row;
    private final double[] imageSquares;

    ResidentVectors(ResidentOperator operator, int slots) {
        this.operator = operator;
        this.backend = operator.backend();
        this.n = operator.dimension();
        this.row = new double[slots];
        this.imageSquares = new double[slots];
        this.coefficients = backend.allocate(1, slots);
        this.work = backend.allocate(1, n);
        this.vectors = backend.allocate(slots, n);
        this.images = backend.allocate(slots, n);
    }

    @Override
    public void take(double[] v) {
        work.write(0, 0, v, 0, v.length);
    }

    @Override
    public void takeImage(int i) {
        backend.copy(images.rowRange(i, i + 1L), work);
    }

    @Override
    public double norm() {
        return Residency.norm(Residency.squares(backend, work)[0], work, 0);
    }

    @Override
    public void scale(double factor) {
        backend.add(factor, work, 0, work);
    }

    @Override
    public void projectOut(int first, int end, double[] c) {
        if (first == end) {
            return;
        }
        int count = end - first;
        Matrix basis = vectors.rowRange(first, end);
        Matrix found = coefficients.view(0, 0, 1, count);
        backend.multiply(1, work, Transpose.NO, basis, Transpose.YES, 0, found);
        backend.multiply(-1, found, Transpose.NO, basis, Transpose.NO, 1, work);
        found.read(0, 0, row, 0, count);
        for (int i = 0; i < count; i++) {
            c[first + i] += row[i];
        }
    }

    @Override
    public void keep(int i) {
        backend.copy(work, vectors.rowRange(i, i + 1L));
    }

    @Override
    public void multiply(int from, int to) {
        Matrix found = images.rowRange(from, to);
        operator.apply(vectors.rowRange(from, to), found);
        System.arraycopy(Residency.squares(backend, found), 0, imageSquares, from, to - from);
    }

    @Override
    public int firstNonFinite(int i) {
        return Residency.firstNonFinite(imageSquares[i], images, i);
    }

    @Override
    public double imageNorm(int i) {
        return Residency.norm(imageSquares[i], images, i);
    }

    @Override
    public double[] vector(int i) {
        return Residency.read(vectors, i);
    }

    @Override
    public double ritz(double[] y, double theta, double[] vector) {
        Matrix weights = coefficients.view(0, 0, 1, y.length);
        weights.write(0, 0, y, 0, y.length);
        combine(1, weights, vectors, 0);
        work.read(0, 0, vector, 0, vector.length);
        combine(1, weights, images, 0);
        combine(-theta, weights, vectors, 1);
        return norm();
    }

    private void combine(double factor, Matrix weights, Matrix terms, double beta) {
        Matrix first = terms.rowRange(0, weights.columns());
        backend.multiply(factor, weights, Transpose.NO, first, Transpose.NO, beta, work);
    }

    @Override
    public void restart(double[][] ys, int processed, int waiting) {
        int keep = ys.length;
        try (Matrix weights = backend.allocate(keep, processed);
                Matrix made = backend.allocate(keep, Math.min(CHUNK, n))) {
            for (int k = 0; k < keep; k++) {
                weights.write(k, 0, ys[k], 0, processed);
            }
            for (Matrix slots : List.of(vectors, images)) {
                for (long from = 0; from < n; from += CHUNK) {
                    long width = Math.min(CHUNK, n - from);
                    Matrix old = slots.view(0, from, processed, width);
                    Matrix combined = made.view(0, 0, keep, width);
                    backend.multiply(1, weights, Transpose.NO, old, Transpose.NO, 0, combined);
                    backend.copy(combined, slots.view(0, from, keep, width));
                }
            }
        }
        for (long i = 0; i < waiting; i++) {
            backend.copy(vectors.rowRange(processed + i, processed + i + 1), vectors.rowRange(keep + i, keep + i + 1));
        }
    }

    @Override
    public void close() {
        List.of(coefficients, work, vectors, images).forEach(Matrix::close);
    }
}
