package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;

/** A factor with all its entries. */
record StoredFactor(Backend backend, Matrix entries) implements RowFactor {
    @Override
    public int rows() {
        return Math.toIntExact(entries.rows());
    }

    @Override
    public int columns() {
        return Math.toIntExact(entries.columns());
    }

    @Override
    public double[] times(double[] v) {
        return product(v, Transpose.YES, rows());
    }

    @Override
    public double[] transposed(double[] y) {
        return product(y, Transpose.NO, columns());
    }

    private double[] product(double[] x, Transpose transpose, int length) {
        double[] result = new double[length];
        try (Matrix in = backend.allocate(1, x.length);
                Matrix out = backend.allocate(1, length)) {
            in.write(0, 0, x, 0, x.length);
            backend.multiply(1, in, Transpose.NO, entries, transpose, 0, out);
            out.read(0, 0, result, 0, length);
        }
        return result;
    }

    @Override
    public double[] diagonal() {
        double[] diagonal = new double[columns()];
        double[] row = new double[columns()];
        for (long i = 0; i < entries.rows(); i++) {
            entries.read(i, 0, row, 0, row.length);
            for (int j = 0; j < row.length; j++) {
                diagonal[j] += row[j] * row[j];
            }
        }
        return diagonal;
    }

    @Override
    public Matrix gram() {
        Matrix gram = backend.allocate(rows(), rows());
        backend.multiplySelfTransposed(1, entries, 0, gram);
        return gram;
    }

    @Override
    public Matrix product() {
        Matrix product = backend.allocate(columns(), columns());
        backend.multiply(1, entries, Transpose.YES, entries, Transpose.NO, 0, product);
        return product;
    }

    @Override
    public void close() {
        entries.close();
    }
}
