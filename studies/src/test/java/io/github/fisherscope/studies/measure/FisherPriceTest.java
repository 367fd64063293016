package io.github.fisherscope.studies.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes say they cost against the operations that a backend was asked for. */
class FisherPriceTest {
    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 40, 50, 60, 3);
    private static final NeuralNetwork NETWORK =
            RandomNetworkGenerator.of(SPEC, 1).network(0);
    private static final FisherRequest REQUEST = FisherRequest.exact(new Likelihood.Gaussian(1));

    private final LongAdder flops = new LongAdder();

    private Backend metered() {
        Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
        return new MeteredBackend(backend, 1, flops, ignored -> {});
    }

    private static Dataset data(int samples) {
        return RandomInputs.of(2).standardNormal(0, samples, 40);
    }

    private static ProblemSize size(int samples) {
        return ProblemSize.of(SPEC.layout(), samples, 3, Precision.DOUBLE);
    }

    private double ofProduct(WholeFisherMatrix matrix) {
        double[] x = new double[matrix.dimension()];
        x[0] = 1;
        flops.reset();
        matrix.apply(x, new double[x.length]);
        return (double) flops.sum();
    }

    @ParameterizedTest
    @EnumSource(
            value = FisherRoute.class,
            names = {"NETWORK", "SENSITIVITIES"})
    void routesThroughLayersCostWhatTheySayToTheLastOperation(FisherRoute route) {
        for (int samples : new int[] {70, 120}) { // Gram matrices for all layers, and for some
            FisherPrice price = FisherRoutes.priceOfDual(route, size(samples));
            try (Backend backend = metered();
                    Linearization at = Linearization.of(NETWORK, data(samples), backend)) {
                flops.reset();
                try (WholeFisherMatrix matrix = FisherRoutes.dual(route, at, REQUEST)) {
                    double grams = gramFlops(samples);
                    assertThat((double) flops.sum() - grams).isEqualTo(price.preparation());
                    // vectors become columns and rows again by products with one number
                    double turns = route == FisherRoute.SENSITIVITIES ? 4.0 * matrix.dimension() : 0;
                    assertThat(ofProduct(matrix) - turns).isEqualTo(price.product());
                }
            }
        }
    }

    /** Symmetric products that make the Gram matrices of inputs, T² M_{l−1} each: of lower order and not in the price. */
    private static double gramFlops(int samples) {
        double sum = 0;
        for (int l = 1; l <= SPEC.depth(); l++) {
            int inputs = SPEC.width(l - 1);
            sum += samples < 2 * inputs ? (double) samples * samples * inputs : 0;
        }
        return sum;
    }

    @Test
    void theBuiltMatrixCostsItsTilesAndAPassThatWaitsForMemory() {
        int samples = 300;
        ProblemSize size = size(samples);
        FisherPrice price = FisherRoutes.priceOfDual(FisherRoute.MATRIX, size);
        try (Backend backend = metered();
                Linearization at = Linearization.of(NETWORK, data(samples), backend)) {
            flops.reset();
            try (WholeFisherMatrix matrix = FisherRoutes.dual(FisherRoute.MATRIX, at, REQUEST)) {
                double n = (double) size.rows();
                // tiles cross the diagonal, and Gram matrices of inputs come to it
                assertThat((double) flops.sum()).isBetween(0.9 * price.preparation(), 1.5 * price.preparation());
                // blocks on the diagonal are multiplied once, those below it twice; the last ones are filled up
                assertThat(ofProduct(matrix)).isCloseTo(2 * n * n, within(0.2 * n * n));
                assertThat(price.product()).isEqualTo(3 * 2 * n * n);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 3000})
    void dataInBatchesPassForwardTooOnceOrTwice(int samples) {
        FisherPrice price = FisherRoutes.price(FisherRoute.STREAMED, size(samples));
        try (Backend backend = metered();
                WholeFisherMatrix matrix = FisherRoutes.smallerStreamed(NETWORK, data(samples), REQUEST, backend)) {
            boolean dual = matrix.side() == WholeFisherMatrix.Side.DUAL;
            assertThat(dual).isEqualTo(samples == 100);
            double forward = 2.0 * samples * (40 * 50 + 50 * 60 + 60 * 3);
            // the price is that of one of three vectors that share the forward passes
            double alone = price.product() + (dual ? 2 : 1) * forward * 2 / 3;
            assertThat(ofProduct(matrix)).isCloseTo(alone, within(1e-9 * alone));
        }
    }

    @Test
    void momentsCostATileForEachPairOfRowsOrAProductForEachParameter() {
        assertThat(DualMoments.byColumns(size(100))).isFalse();
        ProblemSize many = size(1_000_000);
        assertThat(DualMoments.byColumns(many)).isTrue();
        double product = FisherRoutes.price(FisherRoute.STREAMED, many).product();
        assertThat(DualMoments.flops(many)).isEqualTo(many.parameters() * product);
        try (Backend backend = metered();
                Linearization at = Linearization.of(NETWORK, data(300), backend)) {
            flops.reset();
            assertThat(DualMoments.of(at, REQUEST).trace()).isPositive();
            assertThat((double) flops.sum())
                    .isBetween(0.9 * DualMoments.flops(size(300)), 1.5 * DualMoments.flops(size(300)));
        }
    }
}
