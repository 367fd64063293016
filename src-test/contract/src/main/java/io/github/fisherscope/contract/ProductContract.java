package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products agree with their definition, on, beside and off the edges of blocks. */
public interface ProductContract {
    Backend open(BackendConfig config);

    static Stream<Arguments> productShapes() {
        int[][] shapes = {
            {1, 1, 1},
            {1, 1, 300},
            {1, 17, 8},
            {17, 1, 64},
            {2, 7, 3},
            {7, 2, 15},
            {8, 8, 8},
            {15, 16, 17},
            {16, 15, 1},
            {31, 33, 32},
            {63, 64, 65},
            {64, 65, 63},
            {65, 63, 64},
            {127, 129, 128},
            {128, 127, 129},
            {129, 128, 127},
            {3, 257, 130},
            {257, 5, 255},
            {256, 96, 2},
            {97, 95, 256},
            {10, 200, 513},
            {261, 259, 9}
        };
        return Stream.of(shapes)
                .flatMap(s -> Stream.of(Precision.values()).map(p -> Arguments.of(p, s[0], s[1], s[2])));
    }

    @ParameterizedTest(name = "{0}, {1} × {2}, inner {3}")
    @MethodSource("productShapes")
    default void productsAgreeWithTheDefinition(Precision precision, int m, int n, int k) {
        Plain a = Plain.random(m, k, 1, precision);
        Plain b = Plain.random(k, n, 2, precision);
        Plain c = Plain.random(m, n, 3, precision);
        try (Backend backend = open(new BackendConfig(precision, 2))) {
            for (Transpose opA : Transpose.values()) {
                for (Transpose opB : Transpose.values()) {
                    try (Matrix left = (opA == Transpose.YES ? a.transposed() : a).on(backend);
                            Framed right = new Framed(backend, opB == Transpose.YES ? b.transposed() : b);
                            Framed out = new Framed(backend, c)) {
                        backend.multiply(-0.75, left, opA, right.block(), opB, 0.5, out.block());
                        requireProduct(precision, -0.75, a, b, 0.5, c, out.content());
                        backend.multiply(1, left, opA, right.block(), opB, 0, out.block());
                        requireProduct(precision, 1, a, b, 0, c, out.content());
                    }
                }
            }
        }
    }

    private static void requireProduct(
            Precision precision, double alpha, Plain a, Plain b, double beta, Plain c, Plain found) {
        double gamma = Accurate.gamma(a.columns + 3, precision.unitRoundoff());
        for (int i = 0; i < found.rows; i++) {
            for (int j = 0; j < found.columns; j++) {
                Accurate exact = new Accurate();
                double size = 0;
                for (int p = 0; p < a.columns; p++) {
                    exact.add(alpha * a.get(i, p), b.get(p, j));
                    size += Math.abs(alpha * a.get(i, p) * b.get(p, j));
                }
                if (beta != 0) {
                    exact.add(beta, c.get(i, j));
                    size += Math.abs(beta * c.get(i, j));
                }
                assertThat(Math.abs(found.get(i, j) - exact.value()))
                        .as("error of entry (%d, %d)", i, j)
                        .isLessThanOrEqualTo(gamma * size);
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1} × {2}, inner {3}")
    @MethodSource("productShapes")
    default void theSelfProductAgreesWithTheDefinitionAndIsSymmetricBitForBit(
            Precision precision, int m, int unused, int k) {
        Plain a = Plain.random(m, k, 4, precision);
        Plain half = Plain.random(m, m, 5, precision);
        Plain c = new Plain(m, m);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                c.set(i, j, half.get(Math.max(i, j), Math.min(i, j)));
            }
        }
        try (Backend backend = open(new BackendConfig(precision, 2));
                Framed left = new Framed(backend, a);
                Framed out = new Framed(backend, c)) {
            backend.multiplySelfTransposed(0.5, left.block(), -2, out.block());
            Plain found = out.content();
            requireProduct(precision, 0.5, a, a.transposed(), -2, c, found);
            assertThat(found.bits()).isEqualTo(found.transposed().bits());
        }
    }

    static Stream<Arguments> interleavedShapes() {
        int[][] shapes = {{1, 1, 1, 1}, {2, 3, 5, 7}, {17, 10, 9, 33}, {40, 1, 10, 65}, {3, 64, 2, 130}};
        return Stream.of(shapes)
                .flatMap(s -> Stream.of(Precision.values()).map(p -> Arguments.of(p, s[0], s[1], s[2], s[3])));
    }

    @ParameterizedTest(name = "{0}, {1} products {2} × {3}, inner {4}")
    @MethodSource("interleavedShapes")
    default void interleavedProductsAreTheProductsOfEveryCountThRow(
            Precision precision, int count, int m, int n, int k) {
        try (Backend backend = open(new BackendConfig(precision, 2))) {
            for (Transpose opA : Transpose.values()) {
                for (Transpose opB : Transpose.values()) {
                    boolean ta = opA == Transpose.YES;
                    boolean tb = opB == Transpose.YES;
                    Plain a = Plain.random(count * (ta ? k : m), ta ? m : k, 21, precision);
                    Plain b = Plain.random(count * (tb ? n : k), tb ? k : n, 22, precision);
                    Plain c = Plain.random(count * m, n, 23, precision);
                    try (Framed left = new Framed(backend, a);
                            Matrix right = b.on(backend);
                            Framed out = new Framed(backend, c)) {
                        backend.multiplyInterleaved(count, -0.75, left.block(), opA, right, opB, 0.5, out.block());
                        Plain found = out.content();
                        for (int t = 0; t < count; t++) {
                            Plain at = a.everyRow(t, count);
                            Plain bt = b.everyRow(t, count);
                            requireProduct(
                                    precision,
                                    -0.75,
                                    ta ? at.transposed() : at,
                                    tb ? bt.transposed() : bt,
                                    0.5,
                                    c.everyRow(t, count),
                                    found.everyRow(t, count));
                        }
                        backend.fill(out.block(), Double.NaN);
                        backend.multiplyInterleaved(count, 1, left.block(), opA, right, opB, 0, out.block());
                        assertThat(out.content().finite())
                                .as("beta = 0 overwrites NaN")
                                .isTrue();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("precisions")
    default void interleavedProductsNeedACountThatDividesTheRows(Precision precision) {
        try (Backend backend = open(new BackendConfig(precision, 1));
                Matrix a = backend.allocate(6, 2);
                Matrix b = backend.allocate(4, 2);
                Matrix c = backend.allocate(6, 2)) {
            assertThatThrownBy(() -> backend.multiplyInterleaved(4, 1, a, Transpose.NO, b, Transpose.YES, 0, c))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("count is 4");
        }
    }

    static Stream<Arguments> betaZeroShapes() {
        int[][] shapes = {{1, 1, 1}, {5, 1, 9}, {1, 33, 7}, {65, 70, 66}, {300, 2, 40}};
        return Stream.of(shapes)
                .flatMap(s -> Stream.of(Precision.values()).map(p -> Arguments.of(p, s[0], s[1], s[2])));
    }

    @ParameterizedTest(name = "{0}, {1} × {2}, inner {3}")
    @MethodSource("betaZeroShapes")
    default void betaZeroOverwritesNaN(Precision precision, int m, int n, int k) {
        Plain a = Plain.random(m, k, 6, precision);
        Plain b = Plain.random(k, n, 7, precision);
        try (Backend backend = open(new BackendConfig(precision, 2));
                Matrix left = a.on(backend);
                Matrix right = b.on(backend);
                Matrix out = backend.allocate(m, n);
                Matrix square = backend.allocate(m, m)) {
            backend.fill(out, Double.NaN);
            backend.fill(square, Double.NaN);
            backend.multiply(1, left, Transpose.NO, right, Transpose.NO, 0, out);
            requireProduct(precision, 1, a, b, 0, new Plain(m, n), Plain.of(out));
            backend.multiplySelfTransposed(1, left, 0, square);
            requireProduct(precision, 1, a, a.transposed(), 0, new Plain(m, m), Plain.of(square));
        }
    }

    @ParameterizedTest
    @MethodSource("precisions")
    default void anEmptyInnerDimensionScalesTheResult(Precision precision) {
        try (Backend backend = open(new BackendConfig(precision, 1));
                Matrix a = backend.allocate(3, 0);
                Matrix b = backend.allocate(0, 4);
                Matrix c = backend.allocate(3, 4)) {
            backend.fill(c, 8);
            backend.multiply(1, a, Transpose.NO, b, Transpose.NO, 0.25, c);
            assertThat(Plain.of(c).get(2, 3)).isEqualTo(2);
            backend.fill(c, Double.NaN);
            backend.multiply(1, a, Transpose.NO, b, Transpose.NO, 0, c);
            assertThat(Plain.of(c).get(2, 3)).isZero();
        }
    }

    static Stream<Precision> precisions() {
        return Stream.of(Precision.values());
    }
}
