package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Entry-by-entry kernels and reductions agree with their definition. */
public interface ElementwiseContract {
    Backend open(BackendConfig config);

    static Stream<Arguments> shapes() {
        int[][] shapes = {
            {1, 1}, {1, 1023}, {1, 1025}, {2, 1024}, {7, 8}, {33, 1}, {64, 17}, {129, 65}, {6, 2100}, {1200, 30}
        };
        return Stream.of(shapes).flatMap(s -> Stream.of(Precision.values()).map(p -> Arguments.of(p, s[0], s[1])));
    }

    private static void requireEntries(Plain found, double u, DoubleMatrix expected, DoubleMatrix size, int roundings) {
        for (int i = 0; i < found.rows; i++) {
            for (int j = 0; j < found.columns; j++) {
                assertThat(Math.abs(found.get(i, j) - expected.at(i, j)))
                        .as("error of entry (%d, %d)", i, j)
                        .isLessThanOrEqualTo(Accurate.gamma(roundings, u) * size.at(i, j));
            }
        }
    }

    /** A matrix given by a formula. */
    @FunctionalInterface
    interface DoubleMatrix {
        double at(int i, int j);
    }

    @ParameterizedTest(name = "{0}, {1} × {2}")
    @MethodSource("shapes")
    default void fillCopyAndAddTouchTheirBlockOnly(Precision precision, int m, int n) {
        Plain x = Plain.random(m, n, 1, precision);
        Plain y = Plain.random(m, n, 2, precision);
        try (Backend backend = open(new BackendConfig(precision, 2));
                Framed xs = new Framed(backend, x);
                Framed ys = new Framed(backend, y);
                Matrix plainX = x.on(backend);
                Matrix whole = y.on(backend)) {
            backend.add(2, xs.block(), -0.5, ys.block());
            DoubleMatrix sum = (i, j) -> 2 * x.get(i, j) - 0.5 * y.get(i, j);
            DoubleMatrix size = (i, j) -> 2 * Math.abs(x.get(i, j)) + Math.abs(y.get(i, j));
            requireEntries(ys.content(), precision.unitRoundoff(), sum, size, 4);
            backend.add(2, plainX, -0.5, whole);
            requireEntries(Plain.of(whole), precision.unitRoundoff(), sum, size, 4);

            backend.copy(xs.block(), ys.block());
            assertThat(ys.content().bits()).isEqualTo(x.bits());
            backend.fill(ys.block(), -3);
            assertThat(ys.content().bits()).containsOnly(Double.doubleToRawLongBits(-3));
            backend.fill(ys.block(), Double.NaN);
            backend.add(1, xs.block(), 0, ys.block());
            assertThat(ys.content().bits()).as("beta = 0 overwrites NaN").isEqualTo(x.bits());
        }
    }

    @ParameterizedTest(name = "{0}, {1} × {2}")
    @MethodSource("shapes")
    default void aRowIsAddedToEveryRow(Precision precision, int m, int n) {
        Plain x = Plain.random(m, n, 3, precision);
        Plain row = Plain.random(1, n, 4, precision);
        try (Backend backend = open(new BackendConfig(precision, 2));
                Framed xs = new Framed(backend, x);
                Matrix r = row.on(backend)) {
            backend.addToRows(r, xs.block());
            requireEntries(
                    xs.content(),
                    precision.unitRoundoff(),
                    (i, j) -> x.get(i, j) + row.get(0, j),
                    (i, j) -> Math.abs(x.get(i, j)) + Math.abs(row.get(0, j)),
                    2);
        }
    }

    static Stream<Arguments> activations() {
        return Stream.of("identity", "relu", "leaky-relu:0.2", "tanh", "erf", "sigmoid", "softplus", "gelu", "silu")
                .flatMap(a -> Stream.of(Precision.values()).map(p -> Arguments.of(p, a)));
    }

    /** A library function may err by a few units in the last place, and φ(u) by those of u: 8 in all. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("activations")
    default void activationsAndTheirSlopesAreEvaluated(Precision precision, String name) {
        Activation activation = Activation.parse(name);
        Plain u = Plain.random(41, 53, 5, precision);
        for (int i = 0; i < u.rows; i++) {
            for (int j = 0; j < u.columns; j++) {
                u.set(i, j, 6 * u.get(i, j) * (i % 2));
            }
        }
        Plain rounded = new Plain(u.rows, u.columns);
        try (Backend backend = open(new BackendConfig(precision, 2));
                Framed us = new Framed(backend, u);
                Framed h = new Framed(backend, rounded);
                Framed d = new Framed(backend, rounded)) {
            Plain stored = us.content();
            DoubleBinaryOperator bound = (value, x) -> Math.abs(value) + Math.abs(x) + 1;
            DoubleMatrix value = (i, j) -> activation.value(stored.get(i, j));
            DoubleMatrix slope = (i, j) -> activation.derivative(stored.get(i, j));
            DoubleMatrix valueSize = (i, j) -> bound.applyAsDouble(value.at(i, j), stored.get(i, j));
            DoubleMatrix slopeSize = (i, j) -> bound.applyAsDouble(slope.at(i, j), stored.get(i, j));
            backend.activate(activation, us.block(), h.block(), d.block());
            requireEntries(h.content(), precision.unitRoundoff(), value, valueSize, 8);
            requireEntries(d.content(), precision.unitRoundoff(), slope, slopeSize, 8);
            backend.activate(activation, us.block(), us.block(), d.block());
            assertThat(us.content().bits()).as("in place").isEqualTo(h.content().bits());
        }
    }

    @ParameterizedTest(name = "{0}, {1} × {2}")
    @MethodSource("shapes")
    default void theHadamardProductRepeatsItsSecondFactorDownwards(Precision precision, int m, int n) {
        Plain b = Plain.random(m, n, 6, precision);
        for (int repeats : new int[] {1, 3}) {
            Plain a = Plain.random(m * repeats, n, 7, precision);
            try (Backend backend = open(new BackendConfig(precision, 2));
                    Framed as = new Framed(backend, a);
                    Framed bs = new Framed(backend, b);
                    Framed out = new Framed(backend, a)) {
                backend.hadamard(as.block(), bs.block(), out.block());
                Plain found = out.content();
                DoubleMatrix product = (i, j) -> a.get(i, j) * b.get(i % m, j);
                requireEntries(found, precision.unitRoundoff(), product, (i, j) -> Math.abs(product.at(i, j)), 2);
                backend.hadamard(as.block(), bs.block(), as.block());
                assertThat(as.content().bits()).as("in place").isEqualTo(found.bits());
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1} × {2}")
    @MethodSource("shapes")
    default void theFusedTileRepeatsItsFactorInBothDirections(Precision precision, int m, int n) {
        Plain a = Plain.random(m, n, 8, precision);
        Plain c = Plain.random(m, n, 9, precision);
        for (int[] period : new int[][] {{1, 1}, {3, 7}, {m, n}, {m + 5, n + 11}}) {
            Plain b = Plain.random(period[0], period[1], 10, precision);
            int down = 2;
            int right = 5;
            double shift = 0.5;
            try (Backend backend = open(new BackendConfig(precision, 2));
                    Framed as = new Framed(backend, a);
                    Framed bs = new Framed(backend, b);
                    Framed cs = new Framed(backend, c)) {
                backend.hadamardAccumulate(as.block(), bs.block(), down, right, shift, cs.block());
                requireEntries(
                        cs.content(),
                        precision.unitRoundoff(),
                        (i, j) -> Math.fma(
                                a.get(i, j),
                                b.get((i + down) % period[0], (j + right) % period[1]) + shift,
                                c.get(i, j)),
                        (i, j) -> Math.abs(c.get(i, j)) + Math.abs(a.get(i, j)) * 1.5,
                        5);
            }
        }
    }

    /**
     * Each square is that of a number rounded at most three times, in the precision of the matrix, in which up to eight of
     * them may be summed; these sums are carried in float64.
     */
    @ParameterizedTest(name = "{0}, {1} × {2}")
    @MethodSource("shapes")
    default void theFusedTileTellsTheSquaresOfWhatItAdds(Precision precision, int m, int n) {
        Plain a = Plain.random(m, n, 13, precision);
        Plain c = Plain.random(m, n, 14, precision);
        double shift = 0.5;
        for (int[] period : new int[][] {{1, 1}, {3, 7}, {m + 5, n + 11}}) {
            Plain b = Plain.random(period[0], period[1], 15, precision);
            DoubleMatrix added = (i, j) -> a.get(i, j) * (b.get((i + 2) % period[0], (j + 5) % period[1]) + shift);
            Accurate squares = new Accurate();
            double size = 0;
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    squares.add(added.at(i, j), added.at(i, j));
                    size += Math.pow(1.5 * a.get(i, j), 2);
                }
            }
            try (Backend backend = open(new BackendConfig(precision, 2));
                    Framed as = new Framed(backend, a);
                    Framed bs = new Framed(backend, b);
                    Framed cs = new Framed(backend, c)) {
                double found = backend.hadamardAccumulateSquares(as.block(), bs.block(), 2, 5, shift, cs.block());
                double bound = (Accurate.gamma(6 + 8, precision.unitRoundoff())
                                + Accurate.gamma((long) m * n + 2, Precision.DOUBLE.unitRoundoff()))
                        * size;
                assertThat(Math.abs(found - squares.value())).isLessThanOrEqualTo(bound);
                requireEntries(
                        cs.content(),
                        precision.unitRoundoff(),
                        (i, j) -> c.get(i, j) + added.at(i, j),
                        (i, j) -> Math.abs(c.get(i, j)) + Math.abs(a.get(i, j)) * 1.5,
                        5);
            }
        }
    }

    /** Sums are carried in float64; what is stored is rounded once more. */
    @ParameterizedTest(name = "{0}, {1} × {2}")
    @MethodSource("shapes")
    default void reductionsAreCarriedInFloat64(Precision precision, int m, int n) {
        Plain a = Plain.random(m, n, 11, precision);
        Plain b = Plain.random(m, n, 12, precision);
        double u = Precision.DOUBLE.unitRoundoff();
        try (Backend backend = open(new BackendConfig(precision, 2));
                Framed as = new Framed(backend, a);
                Framed bs = new Framed(backend, b);
                Matrix contiguous = a.on(backend);
                Matrix sums = backend.allocate(1, n)) {
            Accurate total = new Accurate();
            double totalSize = 0;
            double[] dots = new double[m];
            backend.rowDots(as.block(), bs.block(), dots);
            for (int i = 0; i < m; i++) {
                Accurate row = new Accurate();
                double size = 0;
                for (int j = 0; j < n; j++) {
                    row.add(a.get(i, j), b.get(i, j));
                    total.add(a.get(i, j), b.get(i, j));
                    size += Math.abs(a.get(i, j) * b.get(i, j));
                }
                totalSize += size;
                assertThat(Math.abs(dots[i] - row.value()))
                        .as("row %d", i)
                        .isLessThanOrEqualTo(Accurate.gamma(n + 2, u) * size);
            }
            double bound = Accurate.gamma((long) m * n + 2, u) * totalSize;
            assertThat(Math.abs(backend.dot(as.block(), bs.block()) - total.value()))
                    .isLessThanOrEqualTo(bound);
            assertThat(Math.abs(backend.dot(contiguous, bs.block()) - total.value()))
                    .isLessThanOrEqualTo(bound);
            backend.columnSums(as.block(), sums);
            requireColumnSums(precision, a, Plain.of(sums));
        }
    }

    /** One matrix as both operands may be read once; the sums are those of two with the same entries. */
    @ParameterizedTest(name = "{0}, {1} × {2}")
    @MethodSource("shapes")
    default void aMatrixMayBeReducedWithItself(Precision precision, int m, int n) {
        Plain a = Plain.random(m, n, 13, precision);
        try (Backend backend = open(new BackendConfig(precision, 2));
                Framed as = new Framed(backend, a);
                Matrix twin = a.on(backend)) {
            double[] squares = new double[m];
            double[] products = new double[m];
            backend.rowDots(as.block(), as.block(), squares);
            backend.rowDots(as.block(), twin, products);
            double roundings = 2 * Accurate.gamma((long) m * n + 2, Precision.DOUBLE.unitRoundoff());
            for (int i = 0; i < m; i++) {
                assertThat(squares[i]).as("row %d", i).isCloseTo(products[i], within(roundings * products[i]));
            }
            double sum = backend.dot(as.block(), twin);
            assertThat(backend.dot(as.block(), as.block())).isCloseTo(sum, within(roundings * sum));
            assertThat(backend.dot(twin, twin)).isCloseTo(sum, within(roundings * sum));
        }
    }

    private static void requireColumnSums(Precision precision, Plain a, Plain sums) {
        for (int j = 0; j < a.columns; j++) {
            Accurate exact = new Accurate();
            double size = 0;
            for (int i = 0; i < a.rows; i++) {
                exact.add(a.get(i, j), 1);
                size += Math.abs(a.get(i, j));
            }
            double bound = Accurate.gamma(a.rows + 2, Precision.DOUBLE.unitRoundoff()) * size
                    + 1.01 * precision.unitRoundoff() * Math.abs(exact.value());
            assertThat(Math.abs(sums.get(0, j) - exact.value()))
                    .as("column %d", j)
                    .isLessThanOrEqualTo(bound);
        }
    }
}
