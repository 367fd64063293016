package io.github.fisherscope.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.core.network.DenseShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that tokens look up and that is the matrix of a dense layer too: rows have the cross terms, however they are had. */
class SharedRowsTest {
    private static final int TOKENS = 5;
    private static final int WIDTH = 3;
    private static final int POSITIONS = 4;
    private static final int SAMPLES = 3;
    private static final int ROWS = 2 * SAMPLES;

    /** Both uses of the table at one batch. */
    private static final class Batch implements AutoCloseable {
        private final List<Matrix> open = new ArrayList<>();
        private final Backend backend;
        private final RowGradients table;
        private final RowGradients dense;

        Batch(Backend backend, boolean onePosition, double phase) {
            this.backend = backend;
            Matrix theta = matrix(1, TOKENS * WIDTH, phase);
            Matrix tokens = matrix(SAMPLES, POSITIONS, phase + 1);
            for (int t = 0; t < SAMPLES; t++) {
                for (int s = 0; s < POSITIONS; s++) {
                    tokens.write(t, s, new double[] {(t * s + t + 2 * s) % TOKENS}, 0, 1);
                }
            }
            table = rows(new Lookup(TOKENS, WIDTH), Shape.of(POSITIONS), theta, tokens, phase, false);
            Matrix inputs = matrix(SAMPLES, POSITIONS * WIDTH, phase + 2);
            DenseKernel.Of layer = new DenseKernel.Of(new DenseShape(WIDTH, TOKENS, false));
            dense = rows(layer, Shape.of(POSITIONS, WIDTH), theta, inputs, phase + 3, onePosition);
        }

        private Matrix matrix(int rows, int columns, double phase) {
            Matrix m = backend.allocate(rows, columns);
            open.add(m);
            for (int i = 0; i < rows; i++) {
                m.write(i, 0, LayerValues.numbers(columns, phase + 78.233 * i), 0, columns);
            }
            return m;
        }

        private RowGradients rows(
                ComputedLayer layer, Shape shape, Matrix theta, Matrix input, double phase, boolean onePosition) {
            int size = layer.output(List.of(shape)).size();
            LayerKernel kernel = layer.kernel(List.of(shape), theta, backend);
            kernel.forward(List.of(input), matrix(SAMPLES, size, 0));
            Matrix cotangents = matrix(ROWS, size, phase);
            int each = size / POSITIONS;
            for (int row = 0; onePosition && row < ROWS; row++) {
                for (int s = 0; s < POSITIONS; s++) {
                    if (s != (row + 1) % POSITIONS) {
                        cotangents.write(row, (long) s * each, new double[each], 0, each);
                    }
                }
            }
            return kernel.rows(cotangents);
        }

        JoinedRows joined() {
            return new JoinedRows(List.of(table, dense), List.of(i -> i, i -> i), TOKENS * WIDTH);
        }

        /** Returns the rows with the second use transposed, as where one layer has the table as it is and one turned. */
        JoinedRows turned() {
            return new JoinedRows(
                    List.of(table, dense), List.of(i -> i, i -> i % WIDTH * TOKENS + i / WIDTH), TOKENS * WIDTH);
        }

        @Override
        public void close() {
            open.forEach(Matrix::close);
        }
    }

    private static double[] explicit(RowGradients rows, int row) {
        double[] gradient = new double[rows.parameters()];
        rows.addRow(row, gradient, 0);
        return gradient;
    }

    private static void assertGram(Backend backend, RowGradients left, RowGradients right) {
        double[] found = new double[ROWS - 1];
        try (Matrix sum = backend.allocate(ROWS - 1, ROWS - 1)) {
            backend.fill(sum, 0.5);
            left.addGram(backend, 1, ROWS, right, 0, ROWS - 1, 0.25, sum);
            for (int i = 1; i < ROWS; i++) {
                sum.read(i - 1, 0, found, 0, found.length);
                double[] own = explicit(left, i);
                for (int j = 0; j < ROWS - 1; j++) {
                    double[] other = explicit(right, j);
                    double expected = 0.5;
                    for (int k = 0; k < own.length; k++) {
                        expected += 0.25 * own[k] * other[k];
                    }
                    assertThat(found[j]).isCloseTo(expected, within(1e-13 * (1 + Math.abs(expected))));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void innerProductsHaveTheCrossTerms(boolean onePosition) {
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 2));
                Batch batch = new Batch(backend, onePosition, 1);
                Batch other = new Batch(backend, onePosition, 9)) {
            assertGram(backend, batch.joined(), batch.joined());
            assertGram(backend, batch.joined(), other.joined());
            assertGram(backend, batch.turned(), other.turned());
        }
    }

    /** Rows with one position each are outer products, and rows all the same. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsAtOnePositionAreFormedAndMultiplied(boolean onePosition) {
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 2));
                Batch batch = new Batch(backend, onePosition, 1);
                Batch other = new Batch(backend, !onePosition, 9)) {
            RowGradients rows = batch.dense;
            assertThat(rows instanceof OnePositionRows).isEqualTo(onePosition);
            assertGram(backend, rows, rows);
            assertGram(backend, rows, other.dense);
            double[] norms = rows.squaredNorms();
            double[] squares = new double[rows.parameters()];
            double[] expectedSquares = new double[squares.length];
            rows.addSquares(2, squares, 0);
            double[] part = new double[4];
            for (int i = 0; i < ROWS; i++) {
                double[] own = explicit(rows, i);
                double norm = 0;
                for (int k = 0; k < own.length; k++) {
                    norm += own[k] * own[k];
                    expectedSquares[k] += own[k] * own[k] / 2;
                }
                assertThat(norms[i]).isCloseTo(norm, within(1e-13 * norm));
                try (Matrix formed = rows.formed(backend, i, i + 1, 2, 6)) {
                    formed.read(0, 0, part, 0, 4);
                    for (int k = 0; k < 4; k++) {
                        assertThat(part[k]).isCloseTo(own[k + 2], within(1e-14));
                    }
                }
            }
            assertThat(squares).containsExactly(expectedSquares, within(1e-13));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void normsAndSquaresHaveTheCrossTerms(boolean onePosition) {
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 2));
                Batch batch = new Batch(backend, onePosition, 0.3)) {
            for (JoinedRows rows : List.of(batch.joined(), batch.turned())) {
                double[] norms = rows.squaredNorms();
                double[] squares = new double[TOKENS * WIDTH + 2];
                double[] expected = new double[squares.length];
                rows.addSquares(7, squares, 2);
                for (int i = 0; i < ROWS; i++) {
                    double norm = 0;
                    double[] own = explicit(rows, i);
                    for (int k = 0; k < own.length; k++) {
                        norm += own[k] * own[k];
                        expected[k + 2] += own[k] * own[k] / 7;
                    }
                    assertThat(norms[i]).isCloseTo(norm, within(1e-13 * (1 + norm)));
                }
                for (int k = 0; k < squares.length; k++) {
                    assertThat(squares[k]).isCloseTo(expected[k], within(1e-13 * (1 + expected[k])));
                }
            }
        }
    }
}
