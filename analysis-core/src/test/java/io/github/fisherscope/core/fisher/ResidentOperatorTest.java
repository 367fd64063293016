package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.operator.ResidentOperator;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors that lie on the backend have the images that arrays have. */
class ResidentOperatorTest {
    private static final int SAMPLES = 15;

    /** More than any operator takes in one pass. */
    private static final int VECTORS = 18;

    static Stream<Arguments> cases() {
        return Stream.of("java", Backends.AUTO)
                .flatMap(backend -> Stream.of("gaussian", "categorical", "poisson")
                        .flatMap(likelihood -> Arrays.stream(LabelExpectation.values())
                                .flatMap(labels -> Stream.of("tanh", "mixed")
                                        .map(kind -> Arguments.of(backend, likelihood, labels, kind)))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}, {3}")
    @MethodSource("cases")
    void rowsOnTheBackendHaveTheImagesOfArrays(String name, String likelihood, LabelExpectation labels, String kind) {
        FisherCase c = FisherCase.of(kind, "4,6,5,3", SAMPLES, FisherCase.request(likelihood, labels, SAMPLES, 3));
        try (Backend backend = Backends.onClassPath().open(name, new BackendConfig(Precision.DOUBLE, 2));
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualMatrixOperator matrix = DualMatrixOperator.of(at, c.request());
                DualOperator network = DualOperator.of(at, c.request());
                DualOperator layer = DualOperator.ofLayer(at, c.request(), 2);
                SensitivityOperator sensitivities = SensitivityOperator.of(at, c.request());
                StreamedFisher whole = StreamedFisher.at(at, c.request());
                StreamedFisher batches = StreamedFisher.of(c.network(), c.data(), c.request(), backend, 7);
                StreamedFisher block = StreamedFisher.ofLayer(whole.source(), 2);
                StreamedFisher implicit = StreamedFisher.at(at, c.request())) {
            for (ResidentOperator operator :
                    new ResidentOperator[] {matrix, network, layer, sensitivities, whole, batches, block, implicit}) {
                assertSameImages(operator, backend);
                assertThat(operator.resident()).as("in memory apart").isFalse();
            }
        }
    }

    private static void assertSameImages(ResidentOperator operator, Backend backend) {
        int n = operator.dimension();
        double[][] xs = new double[VECTORS][n];
        for (int i = 0; i < VECTORS; i++) {
            for (int j = 0; j < n; j++) {
                xs[i][j] = Math.sin(1.0 + i + 3.0 * j);
            }
        }
        double[][] expected = new double[VECTORS][n];
        operator.applyBatch(xs, expected);
        double[] found = new double[n];
        // rows within a larger matrix, as those of a Krylov basis
        try (Matrix vectors = backend.allocate(VECTORS + 3, n);
                Matrix images = backend.allocate(VECTORS + 3, n)) {
            backend.fill(images, Double.NaN);
            for (int i = 0; i < VECTORS; i++) {
                vectors.write(i + 2, 0, xs[i], 0, n);
            }
            operator.apply(vectors.rowRange(2, VECTORS + 2), images.rowRange(2, VECTORS + 2));
            for (int i = 0; i < VECTORS; i++) {
                images.read(i + 2, 0, found, 0, n);
                double size = Arrays.stream(expected[i]).map(Math::abs).max().orElse(0);
                for (int j = 0; j < n; j++) {
                    // sums of some hundred products, a few of them after one another
                    assertThat(found[j]).isCloseTo(expected[i][j], within(1e-13 * (1 + size)));
                }
            }
            images.read(VECTORS + 2, 0, found, 0, n);
            assertThat(found).as("the row after them").containsOnly(Double.NaN);
        }
    }
}
