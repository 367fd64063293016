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
    private final Backend backend;
    private final Order order;
    private final Matrix inputs;
    private final Matrix sensitivities;
    private @Nullable Decomposition ofInputs;
    private @Nullable Decomposition ofSensitivities;

    /** In which order the parameters of a block stand in its vectors. */
    interface Order {
        /** Returns a vector as a matrix with a row for each output, weights and then the bias, that the caller closes. */
        Matrix upload(double[] v);

        /** Returns a vector from such a matrix. */
        double[] download(Matrix m);
    }

    /**
     * @param inputs A
     * @param sensitivities B; both become this object's
     */
    KroneckerFactors(Backend backend, Matrix inputs, Matrix sensitivities, Order order) {
        this.backend = backend;
        this.order = order;
        this.inputs = inputs;
        this.sensitivities = sensitivities;
    }

    /** Makes the factors of a layer. */
    static KroneckerFactors of(ScoreJacobian jacobian, int layer) {
        Order order = new Order() {
            @Override
            public Matrix upload(double[] v) {
                return jacobian.upload(layer, v);
            }

            @Override
            public double[] download(Matrix m) {
                return jacobian.download(layer, m);
            }
        };
        return new KroneckerFactors(
                jacobian.backend(),
                secondMoment(jacobian, jacobian.inputs(layer)),
                secondMoment(jacobian, jacobian.sensitivities(layer)),
                order);
    }

    private static Matrix secondMoment(ScoreJacobian jacobian, Matrix rows) {
        Backend backend = jacobian.backend();
        Matrix m = backend.allocate(rows.columns(), rows.columns());
        backend.multiply(1.0 / jacobian.samples(), rows, Transpose.YES, rows, Transpose.NO, 0, m);
        return m;
    }

    /** Vectors that have the rows of the matrix one behind the other. */
    static Order rowByRow(Backend backend, int width, int fanIn) {
        return new Order() {
            @Override
            public Matrix upload(double[] v) {
                Matrix m = backend.allocate(width, fanIn);
                for (int i = 0; i < width; i++) {
                    m.write(i, 0, v, i * fanIn, fanIn);
                }
                return m;
            }

            @Override
            public double[] download(Matrix m) {
                double[] v = new double[width * fanIn];
                for (int i = 0; i < width; i++) {
                    m.read(i, 0, v, i * fanIn, fanIn);
                }
                return v;
            }
        };
    }

    Backend backend() {
        return backend;
    }

    Order order() {
        return order;
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
        return width() * fanIn();
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
        try (Matrix direction = order.upload(v);
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
            return order.download(direction);
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
