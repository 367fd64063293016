package io.github.fisherscope.studies.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterBlocks;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.spectra.dense.DenseEigenSolver;
import io.github.fisherscope.spectra.dense.DenseLibrary;
import io.github.fisherscope.spectra.dense.EigenDecomposition;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import io.github.fisherscope.studies.plan.MethodChoice;
import io.github.fisherscope.studies.plan.ProductRoute;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Eigenvectors in parameter space against the decomposition of the matrix with all its entries. */
class FoundVectorsTest {
    private static final int SAMPLES = 5;
    private static final FisherRequest GAUSSIAN = FisherRequest.exact(new Likelihood.Gaussian(1));

    private static StudyConfig asking(StudyConfig config, int count) {
        return config.withOptions(config.options().withEigenvectors(count));
    }

    private static EigenDecomposition decompose(SymmetricOperator matrix) {
        int n = matrix.dimension();
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            matrix.apply(unit, rows[i]);
        }
        return DenseEigenSolver.of(DenseLibrary.EJML).decompose(rows);
    }

    private static void requireEigenvectors(List<RealVector> found, EigenDecomposition expected) {
        for (int i = 0; i < found.size(); i++) {
            RealVector v = found.get(i);
            RealVector u = expected.vectors().get(i);
            double product = 0;
            double extreme = 0;
            for (int j = 0; j < v.size(); j++) {
                product += v.get(j) * u.get(j);
                extreme = Math.abs(v.get(j)) > Math.abs(extreme) ? v.get(j) : extreme;
            }
            assertThat(Math.abs(product)).as("vector %d", i).isCloseTo(1, within(1e-10));
            assertThat(v.stream().map(x -> x * x).sum()).isCloseTo(1, within(1e-12));
            assertThat(extreme).isPositive();
        }
    }

    private static List<RealVector> run(StudyConfig config, int count) {
        List<RealVector> vectors = new ArrayList<>();
        SpectrumResult result = SpectrumStudy.of(asking(config, count)).run(StudyListener.silent(), vectors::addAll);
        DistributionInfo d = Objects.requireNonNull(result.distribution());
        DistributionInfo.Vectors info = Objects.requireNonNull(d.vectors());
        assertThat(info.residuals().size()).isEqualTo(vectors.size());
        assertThat(info.residuals().stream()).allMatch(r -> r < 1e-8);
        assertThat(d.eigenvectors()).hasSize(vectors.size());
        for (int i = 0; i < vectors.size(); i++) {
            assertThat((long) vectors.get(i).size()).isEqualTo(info.parameters());
            assertThat(d.eigenvectors().get(i).eigenvalue())
                    .isCloseTo(
                            result.spectrum().eigenvalues().get(i),
                            within(1e-9 * result.spectrum().eigenvalues().get(0)));
        }
        return vectors;
    }

    @ParameterizedTest
    @CsvSource({"DUAL, 6", "DENSE, 6", "LANCZOS, 4", "QUADRATURE, 4"})
    void ofChainsByEveryMethod(Method method, int count) {
        NeuralNetwork network = RandomNetworkGenerator.of(Small.spec(), 1).network(0);
        Dataset data = RandomInputs.of(1).standardNormal(0, SAMPLES, 4);
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults());
                FisherMatrix entries = FisherRoutes.entries(network, data, GAUSSIAN, backend)) {
            List<RealVector> found = run(Small.random(SAMPLES).withMethod(method), count);
            assertThat(found).hasSize(count);
            requireEigenvectors(found, decompose(entries));
        }
    }

    @Test
    void ofNetworksOfAnyLayers() {
        Dataset data = RandomInputs.of(1).standardNormal(0, SAMPLES, 3);
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults());
                GraphFisher fisher = GraphFisher.of(Small.graph(), data, GAUSSIAN, backend);
                FisherMatrix entries = fisher.entries()) {
            List<RealVector> found = run(Small.imported(SAMPLES), 7);
            assertThat(found).hasSize(7);
            requireEigenvectors(found, decompose(entries));
        }
    }

    /** Zero eigenvalues determine no vector: of 15 rows there are at most 15. */
    @Test
    void asManyAsTheRankAtMost() {
        assertThat(run(Small.random(SAMPLES), 40)).hasSize(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NETWORK", "SENSITIVITIES", "MATRIX", "STREAMED"})
    void byEveryRoute(String route) {
        NeuralNetwork network = RandomNetworkGenerator.of(Small.spec(), 1).network(0);
        Dataset data = RandomInputs.of(1).standardNormal(0, SAMPLES, 4);
        StudyConfig config = asking(Small.random(SAMPLES).withMethod(Method.LANCZOS), 3);
        MethodChoice choice = MethodChoice.of(config).withRoute(ProductRoute.valueOf(route));
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults());
                FisherMatrix entries = FisherRoutes.entries(network, data, GAUSSIAN, backend)) {
            FoundVectors found = Objects.requireNonNull(new NetworkMeasurer(config, choice, new StageClock())
                    .measure(0, network, data, backend, stage -> {})
                    .closer()
                    .vectors());
            requireEigenvectors(found.vectors(), decompose(entries));
        }
    }

    /** The residual is measured by a product, so that a vector that is none shows: here the second for the first value. */
    @Test
    void residualsShowWrongVectors() {
        double[] values = {3, 2, 1};
        SymmetricOperator diagonal = new SymmetricOperator() {
            @Override
            public int dimension() {
                return 3;
            }

            @Override
            public void apply(double[] x, double[] y) {
                Arrays.setAll(y, i -> values[i] * x[i]);
            }
        };
        ParameterBlocks blocks = Small.linear(3, 1, 1, 1).layout();
        LanczosResult result = Lanczos.of(LanczosConfig.defaults(2)).run(diagonal);
        FoundVectors right = FoundVectors.of(result, 2, v -> v, diagonal, blocks);
        assertThat(right.residuals().stream()).allMatch(r -> r < 1e-8);
        RealVector second = RealVector.of(0, -1, 0);
        FoundVectors wrong = FoundVectors.of(result, 1, v -> second, diagonal, blocks);
        assertThat(wrong.residuals().get(0)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(wrong.vectors().get(0).toArray()).containsExactly(0, 1, 0);
    }

    @Test
    void ofTheHessian() {
        Dataset data = Small.labelled(
                4, Labels.Classes.of(3, 0, 2, 1), new double[] {0.3, -1, 0.5, 2, 1, 0.2, -0.7, 0.1, -0.4, 0.9, 1.1, -1.5
                });
        StudyConfig config = Small.given(
                        RandomNetworkGenerator.of(Small.spec(), 1).network(0), data)
                .withLikelihood(new Likelihood.Categorical())
                .withMatrix(new StudiedMatrix.Hessian());
        assertThat(run(config, 3)).hasSize(3);
    }

    @Test
    void refusesWhatHasNoneAndWhatDoesNotFit() {
        StudyConfig diagonal = Small.random(SAMPLES).withMatrix(StudiedMatrix.parse("fisher", "diagonal", "none"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpectrumStudy.of(asking(diagonal, 2)).run())
                .withMessageContaining("whole Fisher matrix");
        Execution little = Small.ONE_THREAD.withMemoryLimit(400L << 20);
        StudyConfig large = StudyConfig.random(NetworkSpec.of(new Activation.Tanh(), 1, 0, 1000, 2000, 1), 2)
                .withExecution(little);
        assertThatThrownBy(() -> SpectrumStudy.of(asking(large, 12)).requireMemory())
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("12 eigenvectors of 2004001 parameters");
        assertThat(MethodChoice.of(asking(Small.random(SAMPLES), 2)).price().bytes())
                .isGreaterThan(MethodChoice.of(Small.random(SAMPLES)).price().bytes());
    }
}
