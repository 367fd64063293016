package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What {@link OutputFactor} does to arrays, done to matrices by products on the backend, so that nothing is read or
 * written: vectors of the dual side (count × n, entry r·T + t) become signals at the outputs (count·T × C, row b·T + t of
 * vector b) and signals become vectors.
 *
 * <p>Memory: n C numbers, or C² for the identity. The results differ from those on arrays by rounding.
 */
final class ResidentFactor implements AutoCloseable {
    private final Backend backend;
    private final int samples;
    private final int outputs;
    private final OutputFactor factor;
    private final boolean identity;
    /** Row (r, t) at index r·T + t; the unit matrix of order C where every row is a unit vector. Made at first use. */
    private @Nullable Matrix rows;

    ResidentFactor(Backend backend, OutputFactor factor, int samples, int outputs) {
        this.backend = backend;
        this.samples = samples;
        this.outputs = outputs;
        this.factor = factor;
        this.identity = factor.isIdentity();
    }

    private Matrix rows() {
        Matrix made = rows;
        if (made == null) {
            made = identity ? unit(backend, outputs) : backend.allocate(factor.dimension(), outputs);
            rows = made;
            if (!identity) {
                factor.writeTo(made, 0, samples);
            }
        }
        return made;
    }

    private static Matrix unit(Backend backend, long order) {
        Matrix unit = backend.allocate(order, order);
        for (long i = 0; i < order; i++) {
            backend.fill(unit.view(i, i, 1, 1), 1);
        }
        return unit;
    }

    /** Computes {@code g_t ← Σ_r x_rt s_rt} for every vector. */
    void applyTransposed(Matrix xs, Matrix signals) {
        if (!identity) {
            try (Matrix columns = columnsOf(xs)) {
                backend.multiplyInterleaved(samples, 1, columns, Transpose.YES, rows(), Transpose.NO, 0, signals);
            }
            return;
        }
        for (long b = 0; b < xs.rows(); b++) {
            backend.multiply(1, byOutput(xs, b), Transpose.YES, rows(), Transpose.NO, 0, ofVector(signals, b));
        }
    }

    /** Computes {@code y_rt ← scale · s_rt · g_t} for every vector. */
    void apply(double scale, Matrix signals, Matrix ys) {
        if (!identity) {
            try (Matrix columns = backend.allocate(factor.dimension(), ys.rows())) {
                backend.multiplyInterleaved(samples, scale, rows(), Transpose.NO, signals, Transpose.YES, 0, columns);
                transpose(columns, ys);
            }
            return;
        }
        for (long b = 0; b < ys.rows(); b++) {
            backend.multiply(scale, rows(), Transpose.NO, ofVector(signals, b), Transpose.YES, 0, byOutput(ys, b));
        }
    }

    /** Computes {@code g_t ← Q_t g_t} for a single signal. */
    void applyOutputFisher(Matrix signal) {
        if (identity) {
            return;
        }
        try (Matrix products = backend.allocate(factor.dimension(), 1)) {
            backend.multiplyInterleaved(samples, 1, rows(), Transpose.NO, signal, Transpose.YES, 0, products);
            backend.multiplyInterleaved(samples, 1, products, Transpose.YES, rows(), Transpose.NO, 0, signal);
        }
    }

    /** Returns vector b of the dual side as a matrix with the samples of one output in each row. */
    private Matrix byOutput(Matrix vectors, long b) {
        return vectors.rowRange(b, b + 1).reshaped(outputs, samples);
    }

    private Matrix ofVector(Matrix signals, long b) {
        return signals.rowRange(b * samples, (b + 1) * samples);
    }

    private Matrix columnsOf(Matrix xs) {
        Matrix columns = backend.allocate(factor.dimension(), xs.rows());
        transpose(xs, columns);
        return columns;
    }

    private void transpose(Matrix from, Matrix to) {
        transpose(backend, from, to);
    }

    /** Computes {@code to ← fromᵀ} where one of the dimensions is small, as a product with a unit matrix of that order. */
    static void transpose(Backend backend, Matrix from, Matrix to) {
        boolean fewRows = from.rows() <= from.columns();
        long few = fewRows ? from.rows() : from.columns();
        try (Matrix unit = unit(backend, few)) {
            if (fewRows) {
                backend.multiply(1, from, Transpose.YES, unit, Transpose.NO, 0, to);
            } else {
                backend.multiply(1, unit, Transpose.NO, from, Transpose.YES, 0, to);
            }
        }
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }
}
