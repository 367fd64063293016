package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherFormsTest.Case;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products with the dual matrix kept by halves, against those through the network and with the whole matrix. */
class DualMatrixOperatorTest {
    /** Sums of at most a few thousand products of numbers of order 1 to 10 in float64. */
    private static final double TOLERANCE = 1e-11;

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30,9,7,3", "4,300,2"})
    void severalVectorsAtOnceGiveTheSameProducts(String widths) {
        Case c = Case.of("silu", "bernoulli", widths, 350); // more rows than one tile of the dual matrix has
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualOperator network = DualOperator.exact(at, c.likelihood());
                SensitivityOperator stored = SensitivityOperator.of(at, FisherRequest.exact(c.likelihood()));
                DualMatrixOperator dual = DualMatrixOperator.of(at, FisherRequest.exact(c.likelihood()))) {
            int n = network.dimension();
            double[][] xs = new double[19][n];
            for (int i = 0; i < xs.length; i++) {
                for (int j = 0; j < n; j++) {
                    xs[i][j] = Math.sin(1.0 + i + 3.0 * j);
                }
            }
            double[][] expected = new double[xs.length][n];
            for (int i = 0; i < xs.length; i++) {
                network.apply(xs[i], expected[i]);
            }
            for (SymmetricOperator operator : List.of(network, stored, dual)) {
                double[][] together = new double[xs.length][n];
                operator.applyBatch(xs, together);
                double[] alone = new double[n];
                for (int i = 0; i < xs.length; i++) {
                    operator.apply(xs[i], alone);
                    assertThat(worst(together[i], expected[i])).isLessThan(TOLERANCE);
                    assertThat(worst(alone, expected[i])).isLessThan(TOLERANCE);
                }
            }
        }
    }

    /** The stored halves come from the same tiles as the whole: moments and images may differ by rounding alone. */
    @ParameterizedTest
    @CsvSource({"40;50;60;3, 310", "5;4;2, 35", "3;7;1, 1", "6;70;8, 9"})
    void theStoredHalfIsTheWholeMatrix(String widths, int samples) {
        Case c = Case.of("tanh", "categorical", widths.replace(';', ','), samples);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualMatrixOperator half = DualMatrixOperator.of(at, FisherRequest.exact(c.likelihood()));
                DualFisher whole = DualFisher.exact(at, c.likelihood())) {
            int n = half.dimension();
            double[] x = new double[n];
            double[] image = new double[n];
            double[] expected = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = Math.cos(1.0 + i);
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    expected[i] += whole.entry(i, j) * x[j];
                }
            }
            half.apply(x, image);
            assertThat(worst(image, expected)).isLessThan(TOLERANCE);
            assertThat(half.knownMoments().orElseThrow().squaredNorm())
                    .isCloseTo(whole.squaredNorm(), within(TOLERANCE * whole.squaredNorm()));
        }
    }

    @Test
    void threadsDoNotChangeTheBitsOfProductsWithTheStoredHalf() {
        Case c = Case.of("tanh", "gaussian", "40,50,60,3", 310);
        double[][] images = imagesOn(1, c);
        for (int threads : new int[] {2, 3}) {
            assertThat(imagesOn(threads, c)).isDeepEqualTo(images);
        }
    }

    private static double[][] imagesOn(int threads, Case c) {
        try (Backend backend =
                        Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, threads));
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualMatrixOperator dual = DualMatrixOperator.of(at, FisherRequest.exact(c.likelihood()))) {
            double[][] xs = new double[3][dual.dimension()];
            for (int i = 0; i < xs.length; i++) {
                for (int j = 0; j < xs[i].length; j++) {
                    xs[i][j] = Math.sin(i + 1.0 + j);
                }
            }
            double[][] ys = new double[3][dual.dimension()];
            dual.applyBatch(xs, ys);
            return ys;
        }
    }

    /** Returns the largest difference, relative to one more than what is expected. */
    private static double worst(double[] found, double[] expected) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(found[i] - expected[i]) / (1 + Math.abs(expected[i]));
            worst = error <= worst ? worst : error; // NaN stays
        }
        return worst;
    }
}
