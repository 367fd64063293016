package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import io.github.fisherscope.core.math.RealVector;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The factors of one layer's Kronecker form, {@code A = (1/T) ĤᵀĤ} of its extended inputs and
 * {@code B = (1/T) ΔᵀΔ} (M_l²) of its sensitivities, and their eigenvectors.
 */
final class KroneckerFactors implements AutoCloseable {
    private final ScoreJacobian jacobian;
    private final Backend backend;
    private final int layer;
    private final Matrix inputs;
    private final Matrix sensitivities;
    private @Nullable Decomposition ofInputs;
    private @Nullable Decomposition ofSensitivities;

    KroneckerFactors(ScoreJacobian jacobian, int layer) {
        this.jacobian = jacobian;
        this.backend = jacobian.backend();
        this.layer = layer;
        this.inputs = secondMoment(jacobian.inputs(layer));
        this.sensitivities = secondMoment(jacobian.sensitivities(layer));
    }

    private Matrix secondMoment(Matrix rows) {
        Matrix m = backend.allocate(rows.columns(), rows.columns());
        backend.multiply(1.0 / jacobian.samples(), rows, Transpose.YES, rows, Transpose.NO, 0, m);
        return m;
    }

    Backend backend() {
        return backend;
    }

    ScoreJacobian jacobian() {
        return jacobian;
    }

    int layer() {
        return layer;
    }

    /** Returns A. */
    Matrix inputs() {
        return inputs;
    }

    /** Returns B. */
    Matrix sensitivities() {
        return sensitivities;
    }

    int width() {
        return Math.toIntExact(sensitivities.rows());
    }

    int fanIn() {
        return Math.toIntExact(inputs.rows());
    }

    int parameters() {
        return jacobian.parameters(layer);
    }

    Decomposition ofInputs() {
        Decomposition d = ofInputs;
        if (d == null) {
            d = Decomposition.of(backend, copy(inputs));
            ofInputs = d;
        }
        return d;
    }

    Decomposition ofSensitivities() {
        Decomposition d = ofSensitivities;
        if (d == null) {
            d = Decomposition.of(backend, copy(sensitivities));
            ofSensitivities = d;
        }
        return d;
    }

    private Matrix copy(Matrix m) {
        Matrix c = backend.allocate(m.rows(), m.columns());
        backend.copy(m, c);
        return c;
    }

    /** Returns λ_i(B) λ_j(A), a matrix of M_l rows, one column for each extended input, row by row; tiny negative eigenvalues count as zero. */
    double[] products() {
        RealVector b = ofSensitivities().values();
        RealVector a = ofInputs().values();
        double[] scales = new double[b.size() * a.size()];
        for (int i = 0; i < b.size(); i++) {
            for (int j = 0; j < a.size(); j++) {
                scales[i * a.size() + j] = Math.max(b.get(i), 0) * Math.max(a.get(j), 0);
            }
        }
        return scales;
    }

    /** Returns {@code U_Bᵀ map(U_B V U_Aᵀ, scale) U_A}: coordinates in the eigenbasis are changed one by one. */
    double[] inEigenbasis(double[] v, double[] scales, DoubleBinaryOperator map) {
        Matrix ua = ofInputs().vectors();
        Matrix ub = ofSensitivities().vectors();
        try (Matrix direction = jacobian.upload(layer, v);
                Matrix half = backend.allocate(width(), fanIn());
                Matrix whole = backend.allocate(width(), fanIn())) {
            backend.multiply(1, direction, Transpose.NO, ua, Transpose.YES, 0, half);
            backend.multiply(1, ub, Transpose.NO, half, Transpose.NO, 0, whole);
            double[] row = new double[fanIn()];
            for (int i = 0; i < width(); i++) {
                whole.read(i, 0, row, 0, row.length);
                for (int j = 0; j < row.length; j++) {
                    row[j] = map.applyAsDouble(row[j], scales[i * row.length + j]);
                }
                whole.write(i, 0, row, 0, row.length);
            }
            backend.multiply(1, whole, Transpose.NO, ua, Transpose.NO, 0, half);
            backend.multiply(1, ub, Transpose.YES, half, Transpose.NO, 0, direction);
            return jacobian.download(layer, direction);
        }
    }

    @Override
    public void close() {
        inputs.close();
        sensitivities.close();
        Decomposition a = ofInputs;
        if (a != null) {
            a.close();
        }
        Decomposition b = ofSensitivities;
        if (b != null) {
            b.close();
        }
    }
}
