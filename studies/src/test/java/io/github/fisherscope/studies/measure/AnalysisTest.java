package io.github.fisherscope.studies.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.LocalShards;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.ShardTask;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.LearningRateInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.plan.MethodChoice;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read off one network beside its spectrum, and how work that happens elsewhere is counted. */
class AnalysisTest {
    private static final NeuralNetwork NETWORK =
            RandomNetworkGenerator.of(Small.spec(), 1).network(0);
    private static final Dataset DATA = RandomInputs.of(1).standardNormal(0, 5, 4);
    private static final FisherRequest REQUEST = FisherRequest.exact(new Likelihood.Gaussian(1));

    private static Backend backend() {
        return Backends.onClassPath().open("java", Small.ONE_THREAD.config());
    }

    /** Eigenvectors have the length 1, so that their shares over the layers add up to 1, and λ is the quadratic form. */
    @Test
    void eigenvectorsSpreadOverTheLayers() {
        DistributionInfo d = Objects.requireNonNull(Small.result().distribution());
        assertThat(d.eigenvectors()).hasSize(3);
        for (DistributionInfo.Eigenvector v : d.eigenvectors()) {
            assertThat(v.layerShares().sum()).isCloseTo(1, within(1e-9));
            assertThat(v.layerShares().size()).isEqualTo(2);
            assertThat(v.eigenvalue())
                    .isCloseTo(Small.result().spectrum().top().get(v.index() - 1), within(1e-6 * v.eigenvalue()));
        }
    }

    /** ½ |θ|² is the price of the prior N(0, I), and half a logarithm for each eigenvalue that observations resolve. */
    @Test
    void theDescriptionLengthIsPriorAndInformation() {
        double squares = 0;
        for (double parameter : NETWORK.parameterVector()) {
            squares += parameter * parameter;
        }
        NetworkAnalysis analysis = NetworkAnalysis.ofStreamed(NETWORK, 5, null);
        assertThat(analysis.squaredParameterNorm()).isCloseTo(squares, within(1e-12 * squares));
        Spectrum two = Spectrum.complete(new double[] {3, 1}, 51, "direct");
        CapacityInfo.DescriptionLength length = Objects.requireNonNull(analysis.descriptionLength(two, 10));
        assertThat(length.priorTerm()).isCloseTo(squares / 2, within(1e-12 * squares));
        assertThat(length.informationTerm()).isCloseTo((Math.log(31) + Math.log(11)) / 2, within(1e-12));
        assertThat(analysis.descriptionLength(Spectrum.partial(new double[] {3}, 51, "lanczos"), 10))
                .isNull();
        assertThat(analysis.precision()).isNull();
        assertThat(NetworkAnalysis.ofStreamed(NETWORK, 5, new double[51]).precision())
                .isNotNull();
    }

    @Test
    void degeneraciesAreCountedWhereAllIsKnown() {
        SpectrumResult result = Small.result();
        assertThat(Objects.requireNonNull(result.geometry()).measuredRank()).isEqualTo(15);
        assertThat(result.geometry().parameters()).isEqualTo(51);
        SpectrumResult classes = SpectrumStudy.of(Small.random(5).withLikelihood(new Likelihood.Categorical()))
                .run();
        // a shift of all logits changes no probability: one direction less for each sample
        assertThat(Objects.requireNonNull(classes.geometry()).measuredRank()).isEqualTo(10);
        assertThat(SpectrumStudy.of(Small.random(20).withMethod(Method.LANCZOS))
                        .run()
                        .geometry())
                .isNull();
    }

    /** At rates below 2/λ_max the loss falls; above it grows. The rate itself is a share of the bound. */
    @Test
    void trialsStandOnBothSidesOfTheBound() {
        SpectrumResult result = SpectrumStudy.of(
                        Small.random(5).withOptions(SpectrumOptions.defaults().withTrainingSteps(150)))
                .run();
        List<LearningRateInfo.Trial> trials = result.learningRate().trials();
        double bound = Objects.requireNonNull(result.learningRate().bound());
        assertThat(trials).hasSize(13).allSatisfy(t -> {
            assertThat(t.learningRate()).isCloseTo(t.ofBound() * bound, within(1e-12 * bound));
            assertThat(t.steps()).isEqualTo(150);
            assertThat(t.lossRatio() < 1).as("at %s of the bound", t.ofBound()).isEqualTo(t.ofBound() < 1);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1})
    void aMatrixOfZerosHasNoTrials(double largest) {
        try (Backend backend = backend();
                Linearization at = Linearization.of(NETWORK, DATA, backend)) {
            assertThat(LearningRateTrials.run(at, DATA, largest, 10)).isEmpty();
        }
    }

    /** The blocks of layers by Lanczos against all eigenvalues of each block. */
    @Test
    void layersHaveTheirLargestEigenvalues() {
        MethodChoice choice = MethodChoice.of(Small.random(5));
        try (Backend backend = backend();
                Linearization at = Linearization.of(NETWORK, DATA, backend);
                WholeFisherMatrix fisher = FisherRoutes.products(at, REQUEST)) {
            EigenvalueSearch search = new EigenvalueSearch(Small.random(5), backend, choice, REQUEST);
            FoundSpectrum found = search.run(at, DATA);
            List<NetworkMeasurement.LayerMeasurement> layers = LayerBlocks.linearized(search, ProblemShape.of(at))
                    .measure(found, NETWORK.layout(), fisher::ofLayer);
            assertThat(layers).hasSize(2);
            assertThat(layers.get(0).trace() + layers.get(1).trace()).isCloseTo(found.trace(), within(1e-10));
            DualMoments moments = DualMoments.of(at, REQUEST);
            for (int l = 0; l < 2; l++) {
                NetworkMeasurement.LayerMeasurement layer = layers.get(l);
                assertThat(layer.squaredNorm())
                        .isCloseTo(moments.layerSquaredNorms().get(l), within(1e-9));
                assertThat(layer.top().get(0))
                        .isLessThanOrEqualTo(Small.result().spectrum().max() * (1 + 1e-9));
                assertThat(layer.top().size()).isEqualTo(3);
            }
            // the last layer's block is one matrix for each output, so that its three largest are equal
            assertThat(layers.get(1).top().get(2)).isCloseTo(layers.get(1).top().get(0), within(1e-6));
        }
    }

    /** Shards in this process answer as they would elsewhere: their work is counted by its price. */
    @Test
    void workOfShardsIsCountedByItsPrice() {
        LongAdder flops = new LongAdder();
        ProblemSize size = ProblemSize.of(NETWORK.layout(), 5, 3, Precision.DOUBLE);
        double product = FisherRoutes.priceOfProducts(size).product();
        List<Double> told = new ArrayList<>();
        try (Backend backend = backend();
                Backend metered = new MeteredBackend(backend(), 1, flops, told::add);
                MeteredShards shards =
                        new MeteredShards(LocalShards.of(NETWORK, DATA, REQUEST, backend, 2), size, metered)) {
            assertThat(shards.sizes()).containsExactly(2, 3);
            assertThat(shards.network()).isSameAs(NETWORK);
            assertThat(shards.request()).isSameAs(REQUEST);
            double[][] vectors = {new double[51], new double[51]};
            vectors[0][0] = 1;
            shards.sum(new ShardTask(ShardTask.Kind.PRODUCTS, 1, 2, vectors), List.of());
            assertThat(flops.sumThenReset()).isEqualTo((long) (2 * product));
            shards.each(new ShardTask(ShardTask.Kind.ROWS, 1, 2, vectors));
            assertThat(flops.sumThenReset()).isEqualTo((long) product);
            shards.sum(new ShardTask(ShardTask.Kind.MOMENTS, 1, 2, new double[0][]), List.of());
            assertThat(flops.sumThenReset()).isEqualTo((long) DualMoments.backwardFlops(size));
            shards.sumOfPairs(new ShardTask(ShardTask.Kind.TILES, 1, 2, new double[0][]));
            assertThat(flops.sumThenReset()).isEqualTo(15L * 15 * 9);
        }
    }

    /** F e_0 as the sum over shards is the first column of the matrix. */
    @Test
    void shardsAddUpToTheMatrix() {
        try (Backend backend = backend();
                Linearization at = Linearization.of(NETWORK, DATA, backend);
                LocalShards shards = LocalShards.of(NETWORK, DATA, REQUEST, backend, 3);
                WholeFisherMatrix whole = FisherRoutes.products(at, REQUEST)) {
            double[] e = new double[51];
            e[7] = 1;
            double[] column = new double[51];
            whole.apply(e, column);
            double[] sum = shards.sum(new ShardTask(ShardTask.Kind.PRODUCTS, 1, 2, new double[][] {e}), List.of())[0];
            for (int i = 0; i < 51; i++) {
                assertThat(sum[i]).isCloseTo(column[i], within(1e-12));
            }
        }
    }

    @Test
    void theMethodMustBeChosenBeforeMeasuring() {
        MethodChoice auto = MethodChoice.of(Small.random(5));
        MethodChoice unchosen =
                new MethodChoice(Method.AUTO, auto.route(), auto.reason(), auto.price(), auto.extent(), auto.table());
        try (Backend backend = backend();
                Linearization at = Linearization.of(NETWORK, DATA, backend)) {
            EigenvalueSearch search = new EigenvalueSearch(Small.random(5), backend, unchosen, REQUEST);
            assertThatThrownBy(() -> search.run(at, DATA)).hasMessageContaining("must be chosen");
        }
    }
}
