package io.github.fisherscope.studies.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.measure.NetworkMeasurer;
import io.github.fisherscope.studies.measure.StageClock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostModelTest {
    @Test
    void flopsAreThoseCountedByHand() {
        // 4-5-3, T = 7: connections of layer 2 only, 3·5 = 15; units 5 + 3; P = 5·5 + 3·6 = 43.
        CostModel cost = CostModel.of(ParameterLayout.of(List.of(4, 5, 3)), 7, 3, Precision.DOUBLE);
        assertThat(cost.parameters()).isEqualTo(43);
        assertThat(cost.rows()).isEqualTo(21);
        double gram = 2 * 7 * 7 * 8;
        assertThat(cost.product()).isEqualTo(4 * 7 * 15 + gram);
        assertThat(cost.exactMoments()).isEqualTo(21.0 * 21 * 5);
        assertThat(cost.product(ProductRoute.SENSITIVITIES)).isEqualTo(gram + 4 * 21 * 8);
        assertThat(cost.product(ProductRoute.MATRIX)).isEqualTo(3 * 2.0 * 21 * 21);
        // 4-5-6-3: the backward pass for all outputs goes through one hidden connection
        CostModel deeper = CostModel.of(ParameterLayout.of(List.of(4, 5, 6, 3)), 7, 3, Precision.DOUBLE);
        assertThat(deeper.preparation(ProductRoute.NETWORK)).isZero();
        assertThat(deeper.preparation(ProductRoute.SENSITIVITIES)).isEqualTo(2 * 21 * 30);
        assertThat(deeper.preparation(ProductRoute.MATRIX)).isEqualTo(2 * 21 * 30 + 21 * 21 * 11);
    }

    @Test
    void theDualMatrixIsBuiltWhenProductsExceedItsCostAndMemoryAllows() {
        CostModel cost =
                CostModel.of(ParameterLayout.of(List.of(1000, 1000, 1000, 1000, 10)), 1000, 10, Precision.DOUBLE);
        SpectrumOptions options = SpectrumOptions.defaults();
        assertThat(cost.route(Method.QUADRATURE, options, true, 8L << 30)).isEqualTo(ProductRoute.MATRIX);
        assertThat(cost.route(Method.LANCZOS, options, true, 8L << 30)).isEqualTo(ProductRoute.MATRIX);
        // 340 + 70 · 0.6 Gflop against 40 + 70 · 6.14: the matrix pays even without its second moment
        assertThat(cost.route(Method.LANCZOS, options, false, 8L << 30)).isEqualTo(ProductRoute.MATRIX);
        // with thrice the samples 2820 + 70 · 5.4 against 120 + 70 · 36.4 (each layer through its gradient or T² M_l)
        CostModel more =
                CostModel.of(ParameterLayout.of(List.of(1000, 1000, 1000, 1000, 10)), 3000, 10, Precision.DOUBLE);
        assertThat(more.route(Method.LANCZOS, options, false, 64L << 30)).isEqualTo(ProductRoute.SENSITIVITIES);
        assertThat(more.route(Method.LANCZOS, options, true, 64L << 30)).isEqualTo(ProductRoute.MATRIX);
        long without = more.bytes(Method.LANCZOS, ProductRoute.MATRIX, options) - 1;
        assertThat(more.route(Method.LANCZOS, options, true, without)).isEqualTo(ProductRoute.SENSITIVITIES);
        long little = more.bytes(Method.LANCZOS, ProductRoute.SENSITIVITIES, options) - 1;
        assertThat(more.route(Method.LANCZOS, options, true, little)).isEqualTo(ProductRoute.NETWORK);
        // half of a matrix of 10 000 rows takes less than the signals of ten vectors, so that it serves where they do
        // not fit
        long enough = cost.bytes(Method.LANCZOS, ProductRoute.MATRIX, options);
        assertThat(enough).isLessThan(cost.bytes(Method.LANCZOS, ProductRoute.NETWORK, options));
        assertThat(cost.route(Method.LANCZOS, options, true, enough)).isEqualTo(ProductRoute.MATRIX);
        assertThat(cost.route(Method.LANCZOS, options, true, enough - 1)).isEqualTo(ProductRoute.STREAMED);
        MethodChoice choice = MethodChoice.of(Method.LANCZOS, more, options, without);
        assertThat(choice.bytes()).isLessThanOrEqualTo(without);
        assertThat(choice.explanation())
                .contains("* through kept sensitivities")
                .contains("70 products expected");
    }

    @Test
    void dataThatDoNotFitPassThroughInBatches() {
        // P = 1.03e8, T = 1e5: the activations alone would take 2 · 1e5 · 21 010 · 4 bytes = 16.8 GB
        List<Integer> widths = List.of(784, 7000, 7000, 7000, 10);
        CostModel cost = CostModel.of(ParameterLayout.of(widths), 100_000, 10, Precision.SINGLE);
        SpectrumOptions options = SpectrumOptions.defaults();
        assertThat(cost.parameters()).isEqualTo(103_579_010);
        MethodChoice choice = MethodChoice.of(Method.LANCZOS, cost, options, 8L << 30);
        assertThat(choice.streamed()).isTrue();
        assertThat(choice.bytes()).isLessThanOrEqualTo(8L << 30);
        assertThat(choice.moments()).isEqualTo(MethodChoice.SecondMoment.ESTIMATED);
        assertThat(choice.reason()).contains("in batches");
        // twice the data: the inputs themselves and the vectors of the dual matrix grow, nothing else
        CostModel twice = CostModel.of(ParameterLayout.of(widths), 200_000, 10, Precision.SINGLE);
        MemoryPlan.Parts more = twice.memory().parts(Method.LANCZOS, ProductRoute.STREAMED, options);
        MemoryPlan.Parts once = cost.memory().parts(Method.LANCZOS, ProductRoute.STREAMED, options);
        double inputs = 8.0 * 100_000 * 784;
        double vectors = 2.0 * 8 * (70 + 10) * 1_000_000; // a basis of K + 6C and a block of C, each with its image
        assertThat(more.live() - once.live()).isEqualTo(inputs + vectors);
        assertThat(more.outside()).isEqualTo(once.outside());
        // a direct method cannot
        assertThatThrownBy(() -> MethodChoice.of(Method.DUAL, cost, options, 8L << 30))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("method lanczos");
    }

    @Test
    void vectorsOfParametersGoThroughTheNetwork() {
        CostModel cost = CostModel.of(ParameterLayout.of(List.of(5, 6, 2)), 5000, 2, Precision.DOUBLE);
        assertThat(cost.onParameters()).isTrue();
        assertThat(cost.route(Method.QUADRATURE, SpectrumOptions.defaults(), true, 64L << 30))
                .isEqualTo(ProductRoute.NETWORK);
        assertThat(cost.product()).isEqualTo(8.0 * 5000 * 12 + 4.0 * 5000 * 30);
        assertThatThrownBy(() -> MethodChoice.of(Method.LANCZOS, cost, SpectrumOptions.defaults(), 1 << 20))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("raise the memory limit");
    }

    @Test
    void vectorsOfParametersStreamInOneSweepAndGrowWithTheInputsAlone() {
        // P = 784·100 + 100 + 100·100 + 100 + 100·10 + 10 = 89 610; connections 78 400 + 11 000
        CostModel cost = CostModel.of(ParameterLayout.of(List.of(784, 100, 100, 10)), 100_000, 10, Precision.SINGLE);
        SpectrumOptions options = SpectrumOptions.defaults();
        assertThat(cost.onParameters()).isTrue();
        double forward = 2e5 * 89_400;
        assertThat(cost.product(ProductRoute.STREAMED))
                .isCloseTo(cost.product() + forward / 10, withinPercentage(1e-12));
        long kept = cost.bytes(Method.LANCZOS, ProductRoute.NETWORK, options);
        long streamed = cost.bytes(Method.LANCZOS, ProductRoute.STREAMED, options);
        assertThat(streamed).isLessThan(kept);
        MethodChoice choice = MethodChoice.of(Method.LANCZOS, cost, options, streamed);
        assertThat(choice.streamed()).isTrue();
        assertThat(choice.bytes()).isEqualTo(streamed);
        assertThat(choice.explanation()).contains("* over the data in batches").contains("for the Java machine");
        assertThatThrownBy(() -> MethodChoice.of(Method.LANCZOS, cost, options, streamed - 1))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("raise the memory limit");
        CostModel twice = CostModel.of(ParameterLayout.of(List.of(784, 100, 100, 10)), 200_000, 10, Precision.SINGLE);
        MemoryPlan.Parts more = twice.memory().parts(Method.LANCZOS, ProductRoute.STREAMED, options);
        MemoryPlan.Parts once = cost.memory().parts(Method.LANCZOS, ProductRoute.STREAMED, options);
        assertThat(more.live() - once.live()).isEqualTo(8.0 * 100_000 * 784);
        assertThat(more.outside()).isEqualTo(once.outside());
    }

    @Test
    void theSecondMomentOfFewParametersComesFromColumnsHoweverManySamples() {
        CostModel small = CostModel.of(ParameterLayout.of(List.of(5, 6, 2)), 1_000_000, 2, Precision.DOUBLE);
        double product = 1e6 * (8 * 12 + 4 * 30) + 2e6 * 42 / 2.0; // two vectors share the forward pass
        assertThat(small.product(ProductRoute.STREAMED)).isEqualTo(product);
        assertThat(small.momentsByColumns()).isTrue();
        assertThat(small.exactMoments()).isEqualTo(50 * product);
        // the dual matrix is smaller than F here
        assertThat(CostModel.of(ParameterLayout.of(List.of(100, 100, 10)), 100, 10, Precision.DOUBLE)
                        .momentsByColumns())
                .isFalse();
        for (long limit :
                new long[] {64L << 30, small.bytes(Method.LANCZOS, ProductRoute.STREAMED, SpectrumOptions.defaults())
                }) {
            assertThat(MethodChoice.of(Method.LANCZOS, small, SpectrumOptions.defaults(), limit)
                            .moments())
                    .isEqualTo(MethodChoice.SecondMoment.COLUMNS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LANCZOS", "QUADRATURE"})
    void bothRoutesOnParametersMeasureTheSameAsTheMatrix(Method method) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 6, 9, 8, 3);
        StudyConfig config = StudyConfig.random(spec, 2000)
                .withMethod(method)
                .withOptions(SpectrumOptions.defaults().withProbes(3).withSteps(12));
        NeuralNetwork network = RandomNetworkGenerator.of(spec, 1).network(0);
        Dataset data = RandomInputs.of(1).standardNormal(0, 2000, 6);
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            NetworkMeasurement dense = measure(config.withMethod(Method.DENSE), network, data, backend, null);
            for (ProductRoute route : List.of(ProductRoute.NETWORK, ProductRoute.STREAMED)) {
                NetworkMeasurement found = measure(config, network, data, backend, route);
                assertThat(found.converged()).isTrue();
                for (int i = 0; i < found.spectrum().count(); i++) {
                    assertThat(found.spectrum().values().get(i))
                            .isCloseTo(dense.spectrum().values().get(i), within(1e-8 * dense.max()));
                }
                assertThat(found.squaredNorm().standardError()).isZero();
                assertThat(found.squaredNorm().value())
                        .isCloseTo(dense.spectrum().squaredTrace(), withinPercentage(1e-8));
                assertThat(found.trace()).isCloseTo(dense.spectrum().trace(), withinPercentage(1e-8));
                assertThat(found.fisherRao()).isCloseTo(dense.fisherRao(), withinPercentage(1e-8));
                assertThat(found.diagonalFisherRao()).isCloseTo(dense.diagonalFisherRao(), withinPercentage(1e-8));
                assertThat(Objects.requireNonNull(found.analysis()).precision())
                        .usingRecursiveComparison()
                        .withComparatorForType(
                                (a, b) -> Math.abs(a - b) < 1e-8 * (1 + Math.abs(a)) ? 0 : 1, Double.class)
                        .isEqualTo(Objects.requireNonNull(dense.analysis()).precision());
                assertThat(found.layers()).hasSize(3);
                for (int l = 0; l < 3; l++) {
                    // residual 1e-2 and no gap: a Ritz value lies within 1e-2 of an eigenvalue of its block
                    assertThat(found.layers().get(l).top().get(0))
                            .isCloseTo(dense.layers().get(l).top().get(0), withinPercentage(1));
                    assertThat(found.layers().get(l).trace())
                            .isCloseTo(dense.layers().get(l).trace(), withinPercentage(1e-8));
                    assertThat(Objects.requireNonNull(found.layers().get(l).squaredNorm()))
                            .isCloseTo(
                                    Objects.requireNonNull(dense.layers().get(l).squaredNorm()),
                                    withinPercentage(1e-8));
                }
            }
        }
    }

    @Test
    void krylovVectorsCountAsTheDevicesWhereTheyLieThere() {
        CostModel host = CostModel.of(ParameterLayout.of(List.of(100, 100, 10)), 1000, 10, Precision.DOUBLE);
        CostModel device = host.within(new MemoryLimits(8L << 30, 8L << 30));
        SpectrumOptions options = SpectrumOptions.defaults();
        for (ProductRoute route : List.of(ProductRoute.NETWORK, ProductRoute.SENSITIVITIES)) {
            MemoryPlan.Parts there = device.memory().parts(Method.LANCZOS, route, options);
            MemoryPlan.Parts here = host.memory().parts(Method.LANCZOS, route, options);
            // n = 10 000; twice 2 · 10 + 40 or 10 + 6 · 10, whichever is more, and a block of 10
            double basis = 2.0 * (Math.max(2 * options.top() + 40, options.top() + 60) + 10) * 10_000 * 8;
            assertThat(there.outside() - here.outside()).isEqualTo(basis);
            double stays = (2.0 * Math.max(options.top(), 10) + options.probes()) * 10_000 * 8;
            assertThat(here.live() - there.live()).isEqualTo(basis - stays);
            // more than half of the device, whatever else is there
            long little = (long) (2 * basis) - 1;
            MemoryPlan.Parts crowded =
                    host.within(new MemoryLimits(8L << 30, little)).memory().parts(Method.LANCZOS, route, options);
            assertThat(crowded.live()).isEqualTo(here.live());
            assertThat(crowded.outside()).isLessThanOrEqualTo(here.outside());
        }
        for (Method elsewhere : List.of(Method.SUBSPACE, Method.DUAL)) {
            assertThat(device.memory()
                            .parts(elsewhere, ProductRoute.NETWORK, options)
                            .live())
                    .isEqualTo(host.memory()
                            .parts(elsewhere, ProductRoute.NETWORK, options)
                            .live());
        }
        CostModel single = CostModel.of(ParameterLayout.of(List.of(100, 100, 10)), 1000, 10, Precision.SINGLE);
        assertThat(single.within(new MemoryLimits(8L << 30, 8L << 30))
                        .memory()
                        .parts(Method.LANCZOS, ProductRoute.NETWORK, options))
                .isEqualTo(single.memory().parts(Method.LANCZOS, ProductRoute.NETWORK, options));
    }

    private static NetworkMeasurement measure(
            StudyConfig config, NeuralNetwork network, Dataset data, Backend backend, @Nullable ProductRoute route) {
        MethodChoice choice = MethodChoice.of(config);
        return new NetworkMeasurer(config, route == null ? choice : choice.withRoute(route), new StageClock())
                .measure(0, network, data, backend, stage -> {});
    }

    @ParameterizedTest
    @EnumSource(names = {"LANCZOS", "QUADRATURE", "SUBSPACE"})
    void everyRouteMeasuresTheSame(Method method) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 30, 40, 40, 4);
        StudyConfig config = StudyConfig.random(spec, 60)
                .withMethod(method)
                .withOptions(SpectrumOptions.defaults().withProbes(3).withSteps(12));
        NeuralNetwork network = RandomNetworkGenerator.of(spec, 1).network(0);
        Dataset data = RandomInputs.of(1).standardNormal(0, 60, 30);
        Map<ProductRoute, NetworkMeasurement> found = new EnumMap<>(ProductRoute.class);
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            for (ProductRoute route : ProductRoute.values()) {
                MethodChoice choice = MethodChoice.of(config).withRoute(route);
                found.put(
                        route,
                        new NetworkMeasurer(config, choice, new StageClock())
                                .measureStatistics(0, network, data, backend));
            }
        }
        NetworkMeasurement first = Objects.requireNonNull(found.get(ProductRoute.NETWORK));
        for (ProductRoute route : ProductRoute.values()) {
            NetworkMeasurement other = Objects.requireNonNull(found.get(route));
            // products agree to rounding; with few steps that is all that separates the routes
            if (route == ProductRoute.STREAMED) { // which estimates it
                assertThat(other.squaredNorm()
                                .interval(0.9999)
                                .contains(first.squaredNorm().value()))
                        .isTrue();
            } else {
                assertThat(other.squaredNorm().value())
                        .isCloseTo(first.squaredNorm().value(), withinPercentage(1e-8));
            }
            assertThat(other.fisherRao()).isCloseTo(first.fisherRao(), withinPercentage(1e-10));
            assertThat(other.diagonalFisherRao()).isCloseTo(first.diagonalFisherRao(), withinPercentage(1e-10));
            assertThat(other.trace()).isCloseTo(first.trace(), withinPercentage(1e-10));
            for (int i = 0; i < first.spectrum().count(); i++) {
                double scale = first.max();
                assertThat(other.spectrum().values().get(i))
                        .isCloseTo(first.spectrum().values().get(i), within(1e-8 * scale));
            }
            if (method == Method.QUADRATURE) {
                assertThat(densityTrace(other)).isCloseTo(densityTrace(first), withinPercentage(1e-6));
            }
        }
    }

    @Test
    void smallProblemsAreSolvedCompletelyAndLargeOnesByParts() {
        assertThat(choice(List.of(100, 100, 10), 100)).isEqualTo(Method.DUAL);
        assertThat(choice(List.of(5, 6, 2), 5000)).isEqualTo(Method.DENSE);
        assertThat(choice(List.of(1000, 1000, 10), 100_000)).isEqualTo(Method.QUADRATURE);
    }

    private static double densityTrace(NetworkMeasurement found) {
        return Objects.requireNonNull(found.density()).traceOf(x -> x).value();
    }

    private static Method choice(List<Integer> widths, long samples) {
        CostModel cost =
                CostModel.of(ParameterLayout.of(widths), samples, widths.get(widths.size() - 1), Precision.DOUBLE);
        return MethodChoice.of(Method.AUTO, cost, SpectrumOptions.defaults(), 64L << 30)
                .method();
    }
}
