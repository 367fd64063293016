package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.EigenPairs;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Symmetric eigenproblems with prescribed spectra. A backward stable solver moves eigenvalues by at most p(n) u ‖A‖
 * (Weyl); p(n) = 4 (n + 8) is allowed here, which also covers the rounding of the prescribed matrix itself.
 */
public interface EigenContract {
    Backend open(BackendConfig config);

    static Stream<Arguments> spectra() {
        return IntStream.of(1, 2, 3, 7, 16, 33, 64, 65, 130, 211)
                .boxed()
                .flatMap(n -> Stream.of("spread", "clustered", "rank-deficient", "zero", "indefinite", "graded")
                        .flatMap(kind -> Stream.of(Precision.values()).map(p -> Arguments.of(p, kind, n))));
    }

    private static double[] spectrum(String kind, int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = switch (kind) {
                case "spread" -> n - i;
                case "clustered" -> i < n / 2 ? 2 : 1;
                case "rank-deficient" -> i < Math.max(1, n / 10) ? 100.0 / (i + 1) : 0;
                case "zero" -> 0;
                case "indefinite" -> 1 - 2.0 * i / n;
                case "graded" -> Math.scalb(1.0, -i / 4);
                default -> throw new IllegalArgumentException(kind);
            };
        }
        return values;
    }

    /** Returns H Λ H with the reflector H = I − w v vᵀ, w = 2/vᵀv, written out entry by entry. */
    private static Plain withSpectrum(double[] values, Precision precision) {
        int n = values.length;
        SplittableRandom random = new SplittableRandom(n);
        double[] v = random.doubles(n, -1, 1).toArray();
        double norm = 0;
        double form = 0;
        for (int i = 0; i < n; i++) {
            norm += v[i] * v[i];
            form += values[i] * v[i] * v[i];
        }
        double w = 2 / norm;
        Plain a = new Plain(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double entry = w * v[i] * v[j] * (w * form - values[i] - values[j]) + (i == j ? values[i] : 0);
                a.set(i, j, Plain.rounded(entry, precision));
                a.set(j, i, a.get(i, j));
            }
        }
        return a;
    }

    private static double tolerance(double[] values, Precision precision) {
        double norm = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        return 4 * (values.length + 8) * precision.unitRoundoff() * norm;
    }

    /** Sizes at which backends switch to blocked methods, on and off multiples of their blocks. */
    static Stream<Arguments> allSizes() {
        return Stream.concat(
                spectra(),
                IntStream.of(511, 512, 513, 577, 640)
                        .boxed()
                        .flatMap(n -> Stream.of("spread", "clustered", "rank-deficient", "zero", "graded")
                                .map(kind -> Arguments.of(Precision.DOUBLE, kind, n))));
    }

    @ParameterizedTest(name = "{0}, {1}, n = {2}")
    @MethodSource("allSizes")
    default void aPrescribedSpectrumIsFound(Precision precision, String kind, int n) {
        double[] expected = spectrum(kind, n);
        Plain a = withSpectrum(expected, precision);
        try (Backend backend = open(new BackendConfig(precision, 2));
                Framed m = new Framed(backend, withRubbishAboveTheDiagonal(a))) {
            double[] found = backend.symmetricEigenvalues(m.block());
            assertThat(found).hasSize(n);
            for (int i = 0; i < n; i++) {
                assertThat(found[i])
                        .as("eigenvalue %d", i)
                        .isCloseTo(expected[i], within(tolerance(expected, precision)));
            }
            assertThat(IntStream.range(1, n).allMatch(i -> found[i - 1] >= found[i]))
                    .as("descending")
                    .isTrue();
            m.content();
        }
    }

    private static Plain withRubbishAboveTheDiagonal(Plain a) {
        Plain lower = new Plain(a.rows, a.columns);
        for (int i = 0; i < a.rows; i++) {
            for (int j = 0; j < a.columns; j++) {
                lower.set(i, j, j <= i ? a.get(i, j) : 1e6);
            }
        }
        return lower;
    }

    @ParameterizedTest(name = "{0}, {1}, n = {2}")
    @MethodSource("spectra")
    default void pairsHaveSmallResidualsAndOrthonormalVectors(Precision precision, String kind, int n) {
        double[] expected = spectrum(kind, n);
        Plain a = withSpectrum(expected, precision);
        double tolerance = tolerance(expected, precision);
        for (int top : new int[] {1, (n + 2) / 3, n}) {
            try (Backend backend = open(new BackendConfig(precision, 2));
                    Framed m = new Framed(backend, withRubbishAboveTheDiagonal(a));
                    EigenPairs pairs = backend.symmetricEigenPairs(m.block(), top)) {
                double[] values = pairs.values();
                Plain vectors = Plain.of(pairs.vectors());
                assertThat(values).hasSize(top);
                assertThat(vectors.rows).isEqualTo(top);
                for (int k = 0; k < top; k++) {
                    assertThat(values[k]).as("eigenvalue %d", k).isCloseTo(expected[k], within(tolerance));
                    assertThat(residual(a, values[k], vectors, k))
                            .as("residual %d", k)
                            .isLessThanOrEqualTo(tolerance);
                }
                requireOrthonormal(vectors, 4 * (n + 8) * precision.unitRoundoff());
            }
        }
    }

    /** Cholesky's method is backward stable: ‖(A + sI)x − y‖ ≤ p(n) u ‖A + sI‖ ‖x‖, whatever the condition. */
    @ParameterizedTest(name = "{0}, {1}, n = {2}")
    @MethodSource("allSizes")
    default void positiveDefiniteSystemsAreSolved(Precision precision, String kind, int n) {
        double[] eigenvalues = spectrum(kind, n);
        double norm = Arrays.stream(eigenvalues).map(Math::abs).max().orElseThrow();
        double shift = kind.equals("indefinite") ? 2 : 0.125;
        Plain a = withSpectrum(eigenvalues, precision);
        Plain right = Plain.random(3, n, 7, precision);
        try (Backend backend = open(new BackendConfig(precision, 2));
                Framed m = new Framed(backend, withRubbishAboveTheDiagonal(a));
                Framed rows = new Framed(backend, right)) {
            assertThat(backend.solvePositiveDefinite(shift, m.block(), rows.block()))
                    .isTrue();
            Plain x = rows.content();
            for (int k = 0; k < 3; k++) {
                double square = 0;
                double size = 0;
                for (int i = 0; i < n; i++) {
                    Accurate sum = new Accurate();
                    for (int j = 0; j < n; j++) {
                        sum.add(a.get(i, j), x.get(k, j));
                    }
                    sum.add(shift, x.get(k, i));
                    sum.add(-1, right.get(k, i));
                    square += sum.value() * sum.value();
                    size += x.get(k, i) * x.get(k, i);
                }
                double allowed = 4 * (n + 8) * precision.unitRoundoff() * (norm + shift) * Math.sqrt(size);
                assertThat(Math.sqrt(square)).as("residual %d", k).isLessThanOrEqualTo(allowed);
            }
            m.content();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.fisherscope.contract.ProductContract#precisions")
    default void systemsThatAreNotPositiveDefiniteAreLeftAlone(Precision precision) {
        Plain a = withSpectrum(spectrum("indefinite", 33), precision);
        Plain right = Plain.random(2, 33, 7, precision);
        try (Backend backend = open(new BackendConfig(precision, 2));
                Matrix m = a.on(backend);
                Matrix rows = right.on(backend);
                Matrix few = backend.allocate(1, 32)) {
            assertThat(backend.solvePositiveDefinite(0, m, rows)).isFalse();
            assertThat(Plain.of(rows).bits()).isEqualTo(right.bits());
            assertThatThrownBy(() -> backend.solvePositiveDefinite(0, m, few))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("order of the matrix");
            assertThatThrownBy(() -> backend.solvePositiveDefinite(0, rows, few))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("square");
        }
    }

    private static double residual(Plain a, double value, Plain vectors, int k) {
        double square = 0;
        for (int i = 0; i < a.rows; i++) {
            Accurate sum = new Accurate();
            for (int j = 0; j < a.columns; j++) {
                sum.add(a.get(i, j), vectors.get(k, j));
            }
            sum.add(-value, vectors.get(k, i));
            square += sum.value() * sum.value();
        }
        return Math.sqrt(square);
    }

    private static void requireOrthonormal(Plain vectors, double tolerance) {
        for (int k = 0; k < vectors.rows; k++) {
            for (int l = 0; l <= k; l++) {
                Accurate sum = new Accurate();
                for (int j = 0; j < vectors.columns; j++) {
                    sum.add(vectors.get(k, j), vectors.get(l, j));
                }
                assertThat(sum.value()).as("vᵀv (%d, %d)", k, l).isCloseTo(k == l ? 1 : 0, within(tolerance));
            }
        }
    }

    static Stream<Arguments> scales() {
        return Stream.of(0x1p-480, 0x1p-60, 0x1p60, 0x1p480).map(Arguments::of);
    }

    /** Powers of two scale without rounding, so the bound scales too. */
    @ParameterizedTest(name = "scale {0}")
    @MethodSource("scales")
    default void extremeScalesNeitherOverflowNorVanish(double scale) {
        double[] expected = spectrum("spread", 37);
        Plain a = withSpectrum(expected, Precision.DOUBLE);
        for (int i = 0; i < a.rows; i++) {
            for (int j = 0; j < a.columns; j++) {
                a.set(i, j, a.get(i, j) * scale);
            }
        }
        try (Backend backend = open(new BackendConfig(Precision.DOUBLE, 1));
                Matrix m = a.on(backend)) {
            double[] found = backend.symmetricEigenvalues(m);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i] / scale).isCloseTo(expected[i], within(tolerance(expected, Precision.DOUBLE)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.fisherscope.contract.ProductContract#precisions")
    default void matricesWithoutEigenvaluesAreRefused(Precision precision) {
        try (Backend backend = open(new BackendConfig(precision, 2));
                Matrix oblong = backend.allocate(4, 5);
                Matrix bad = backend.allocate(70, 70)) {
            assertThatThrownBy(() -> backend.symmetricEigenvalues(oblong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("square");
            for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                bad.write(69, 3, new double[] {value}, 0, 1);
                assertThatThrownBy(() -> backend.symmetricEigenvalues(bad))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("finite");
                assertThatThrownBy(() -> backend.symmetricEigenPairs(bad, 2))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("finite");
            }
            backend.fill(bad, 0);
            for (int top : new int[] {0, 71, -1}) {
                assertThatThrownBy(() -> backend.symmetricEigenPairs(bad, top))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("top is " + top);
            }
        }
    }
}
