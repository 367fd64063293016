package io.github.fisherscope.core.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators made of others, against the same made of their entries. */
class SymmetricOperatorTest {
    private static final int N = 7;
    private static final double[][] A = matrix(1);
    private static final double[][] B = matrix(5);
    private static final double[][] V = {unit(0.6, 0, 0.8, 0), unit(0, 1, 0, 0)};

    private static double[][] matrix(int seed) {
        double[][] a = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] = Math.sin(seed + 3.0 * i + 7.0 * j);
                a[j][i] = a[i][j];
            }
        }
        return a;
    }

    private static double[] unit(double... start) {
        return java.util.Arrays.copyOf(start, N);
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] combine(double alpha, double[][] a, double beta, double[][] b) {
        double[][] c = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                c[i][j] = alpha * a[i][j] + beta * b[i][j];
            }
        }
        return c;
    }

    private static double[][] identity() {
        double[][] identity = new double[N][N];
        for (int i = 0; i < N; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    private static double[][] complement() {
        double[][] projector = identity();
        for (double[] v : V) {
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    projector[i][j] -= v[i] * v[j];
                }
            }
        }
        return projector;
    }

    /** A matrix of entries, on the host alone. */
    private static final class Entries implements SymmetricOperator {
        private final double[][] a;

        Entries(double[][] a) {
            this.a = a;
        }

        @Override
        public int dimension() {
            return a.length;
        }

        @Override
        public void apply(double[] x, double[] y) {
            for (int i = 0; i < a.length; i++) {
                y[i] = 0;
                for (int j = 0; j < a.length; j++) {
                    y[i] += a[i][j] * x[j];
                }
            }
        }
    }

    /** The same on a backend that plays a device. */
    private record OnDevice(Entries entries, Backend backend) implements ResidentOperator {
        @Override
        public boolean resident() {
            return true;
        }

        @Override
        public int dimension() {
            return entries.dimension();
        }

        @Override
        public void apply(double[] x, double[] y) {
            entries.apply(x, y);
        }

        @Override
        public void apply(Matrix xs, Matrix ys) {
            try (Matrix a = backend.allocate(dimension(), dimension())) {
                for (int i = 0; i < dimension(); i++) {
                    a.write(i, 0, entries.a[i], 0, dimension());
                }
                backend.multiply(1, xs, Transpose.NO, a, Transpose.NO, 0, ys);
            }
        }
    }

    private interface Making {
        SymmetricOperator of(SymmetricOperator a, SymmetricOperator b);
    }

    static Stream<Arguments> cases() {
        double[][] block = new double[3][3];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(A[2 + i], 2, block[i], 0, 3);
        }
        List<RealVector> vectors = Stream.of(V).map(RealVector::of).toList();
        return Stream.of(
                of("-2.5 A", (a, b) -> a.times(-2.5), combine(-2.5, A, 0, B), true),
                of("A + 0.7 I", (a, b) -> a.shifted(0.7), combine(1, A, 0.7, identity()), true),
                of("A + B", SymmetricOperator::plus, combine(1, A, 1, B), true),
                of("A's block", (a, b) -> a.restrictedTo(2, 5), block, true),
                of("B A B", SymmetricOperator::between, times(B, times(A, B)), true),
                of("A deflated", (a, b) -> a.deflated(vectors), times(complement(), times(A, complement())), false),
                of(
                        "2 (A + 3 B) - I",
                        (a, b) -> a.plus(b.times(3)).times(2).shifted(-1),
                        combine(1, combine(2, A, 6, B), -1, identity()),
                        true));
    }

    private static Arguments of(String name, Making making, double[][] expected, boolean onDevice) {
        return Arguments.of(name, making, expected, onDevice);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void arraysHaveTheImagesOfTheEntries(String name, Making making, double[][] expected, boolean onDevice) {
        SymmetricOperator made = making.of(new Entries(A), new Entries(B));
        assertThat(made).as(name).isNotInstanceOf(ResidentOperator.class);
        assertThat(made.dimension()).isEqualTo(expected.length);
        double[][] xs = vectors(expected.length);
        double[][] ys = new double[xs.length][expected.length];
        made.applyBatch(xs, ys);
        for (int i = 0; i < xs.length; i++) {
            double[] single = new double[expected.length];
            made.apply(xs[i], single);
            assertThat(single).isEqualTo(ys[i]);
            assertImage(expected, xs[i], single);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void vectorsOnTheBackendHaveThemToo(String name, Making making, double[][] expected, boolean onDevice) {
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1))) {
            SymmetricOperator made =
                    making.of(new OnDevice(new Entries(A), backend), new OnDevice(new Entries(B), backend));
            assertThat(made instanceof ResidentOperator).as(name).isEqualTo(onDevice);
            if (made instanceof ResidentOperator there) {
                assertThat(there.resident()).isTrue();
                assertThat(there.backend()).isSameAs(backend);
                int n = expected.length;
                double[][] xs = vectors(n);
                try (Matrix x = backend.allocate(xs.length, n);
                        Matrix y = backend.allocate(xs.length, n)) {
                    backend.fill(y, Double.NaN);
                    for (int i = 0; i < xs.length; i++) {
                        x.write(i, 0, xs[i], 0, n);
                    }
                    there.apply(x, y);
                    for (int i = 0; i < xs.length; i++) {
                        double[] image = new double[n];
                        y.read(i, 0, image, 0, n);
                        assertImage(expected, xs[i], image);
                    }
                }
            }
        }
    }

    private static double[][] vectors(int n) {
        double[][] xs = new double[3][n];
        for (int i = 0; i < xs.length; i++) {
            for (int j = 0; j < n; j++) {
                xs[i][j] = Math.cos(2.0 * i + 5.0 * j);
            }
        }
        return xs;
    }

    /** At most some 50 roundings of numbers below 100. */
    private static void assertImage(double[][] expected, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (int j = 0; j < x.length; j++) {
                sum += expected[i][j] * x[j];
            }
            assertThat(y[i]).isCloseTo(sum, within(1e-12));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        SymmetricOperator a = new Entries(A);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.plus(a.restrictedTo(0, 3)))
                .withMessageContaining("dimension of the second operator is 3 but must be 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.restrictedTo(3, 8))
                .withMessageContaining("[3, 8) of an operator of dimension 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.deflated(List.of(RealVector.of(1, 1, 0, 0, 0, 0, 0))))
                .withMessageContaining("not orthonormal");
        assertThatIllegalArgumentException().isThrownBy(() -> a.times(Double.NaN));
    }
}
