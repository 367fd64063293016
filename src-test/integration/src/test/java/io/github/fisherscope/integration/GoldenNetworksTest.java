package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FeatureMetric;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.NormalizedFisher;
import io.github.fisherscope.core.fisher.OutputNormalization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.testkit.OracleFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tiny networks with explicit weights and inputs, computed independently in double precision. */
class GoldenNetworksTest {
    /** The oracle's numbers carry full double precision; sums here have fewer than 100 terms. */
    private static final double TOLERANCE = 1e-10;

    private static final FisherRequest GAUSSIAN = FisherRequest.exact(new Likelihood.Gaussian(1));

    static Stream<OracleFile> networks() {
        return Oracles.file("golden_networks.json").cases("golden_networks").stream();
    }

    private static NeuralNetwork network(OracleFile golden) {
        List<Integer> widths = Arrays.stream(golden.integers("widths")).boxed().toList();
        return NeuralNetwork.takingOver(
                widths,
                Activation.parse(Oracles.activation(golden.text("act"))),
                golden.matrices("W").stream().map(Oracles::flat).toList(),
                List.of(golden.matrix("b")));
    }

    private static Dataset data(OracleFile golden) {
        double[][] x = golden.matrix("X");
        return Dataset.ofRows(
                x.length,
                x[0].length,
                (row, target) -> System.arraycopy(x[row], 0, target, 0, target.length),
                DataSource.memory("oracle"));
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(TOLERANCE * (1 + Math.abs(expected[i]))));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void dualMatrixSpectrumAndBlocksAreTheOracles(OracleFile golden) {
        NeuralNetwork network = network(golden);
        try (Backend backend = Oracles.backend();
                Linearization at = Linearization.of(network, data(golden), backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            assertClose(at.outputs(), Oracles.flat(golden.matrix("f")));
            double[] gram = Oracles.flat(golden.matrix("gram"));
            int n = dual.dimension();
            double scale = at.samples(); // the oracle leaves out the factor 1/T
            for (int j = 0; j < n; j++) {
                double[] column = dual.column(j);
                for (int i = 0; i < n; i++) {
                    double expected = gram[i * n + j];
                    assertThat(column[i] * scale).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
                }
            }
            assertThat(dual.trace() / network.parameters()).isCloseTo(golden.number("mean"), within(TOLERANCE));
            assertThat(dual.squaredNorm() / network.parameters()).isCloseTo(golden.number("second"), within(TOLERANCE));
            RealVector layerSquares = dual.knownMoments().orElseThrow().layerSquaredNorms();
            double[][] blocks = golden.matrix("block_eigs");
            for (int l = 1; l <= network.depth(); l++) {
                double sum = 0;
                double squares = 0;
                for (double lambda : blocks[l - 1]) {
                    sum += lambda;
                    squares += lambda * lambda;
                }
                assertThat(dual.layerTraces().get(l - 1)).isCloseTo(sum, within(TOLERANCE * (1 + sum)));
                assertThat(layerSquares.get(l - 1)).isCloseTo(squares, within(TOLERANCE * (1 + squares)));
            }
            assertClose(dual.eigenvalues().toArray(), golden.vector("eig_F"));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void categoricalSpectrumIsTheOracles(OracleFile golden) {
        try (Backend backend = Oracles.backend();
                Linearization at = Linearization.of(network(golden), data(golden), backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Categorical()))) {
            assertClose(dual.eigenvalues().toArray(), golden.vector("eig_F_softmax"));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void diagonalFisherRaoNormAndDenseSpectrumAreTheOracles(OracleFile golden) {
        NeuralNetwork network = network(golden);
        try (Backend backend = Oracles.backend();
                Linearization at = Linearization.of(network, data(golden), backend);
                WholeFisherMatrix implicit =
                        FisherRoutes.products(at, FisherRequest.exact(new Likelihood.Gaussian(1)));
                WholeFisherMatrix dense = FisherRoutes.entries(
                        network, data(golden), FisherRequest.exact(new Likelihood.Gaussian(1)), backend)) {
            assertThat(implicit.quadraticForm(network.parameterVector()))
                    .isCloseTo(golden.number("fisher_rao"), within(TOLERANCE * 10));
            FisherDiagonal diagonal = FisherDiagonal.exact(at, new Likelihood.Gaussian(1));
            for (int l = 1; l <= network.depth(); l++) {
                double[] weights = Oracles.flat(golden.matrices("diag_W").get(l - 1));
                double[] biases = golden.matrix("diag_b")[l - 1];
                int offset = (int) network.layout().weightOffset(l);
                int biasOffset = (int) network.layout().biasOffset(l);
                for (int i = 0; i < weights.length; i++) {
                    assertThat(diagonal.get(offset + i)).isCloseTo(weights[i], within(TOLERANCE));
                }
                for (int i = 0; i < biases.length; i++) {
                    assertThat(diagonal.get(biasOffset + i)).isCloseTo(biases[i], within(TOLERANCE));
                }
            }
            double[] nonZero = golden.vector("eig_F");
            double[] all = dense.eigenvalues().toArray();
            for (int i = 0; i < all.length; i++) {
                assertThat(all[i]).isCloseTo(i < nonZero.length ? nonZero[i] : 0, within(TOLERANCE * all[0]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void meanSubtractedSpectrumIsTheOracles(OracleFile golden) {
        try (Backend backend = Oracles.backend();
                Linearization at = Linearization.of(network(golden), data(golden), backend);
                NormalizedFisher normalized = NormalizedFisher.of(
                        at, GAUSSIAN, OutputNormalization.of(OutputNormalization.Kind.MEAN_SUBTRACTION))) {
            assertClose(normalized.eigenvalues().toArray(), golden.vector("eig_F_mean_subtracted"));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void featureMetricSpectrumIsTheOracles(OracleFile golden) {
        try (Backend backend = Oracles.backend();
                Linearization at = Linearization.of(network(golden), data(golden), backend);
                FeatureMetric metric = FeatureMetric.of(at, GAUSSIAN)) {
            double[] expected = golden.vector("metric_eigs");
            double[] actual = metric.eigenvalues().toArray();
            assertClose(Arrays.copyOf(actual, expected.length), expected);
            assertThat(metric.trace()).isCloseTo(Arrays.stream(expected).sum(), within(TOLERANCE * 10));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyFormOfTheWholeMatrixHasTheOraclesSpectrum(OracleFile golden) {
        NeuralNetwork network = network(golden);
        try (Backend backend = Oracles.backend();
                Linearization at = Linearization.of(network, data(golden), backend);
                SpectralFisherMatrix dense = FisherForms.spectral(FisherForm.DENSE, at, GAUSSIAN);
                SpectralFisherMatrix dual = FisherForms.spectral(FisherForm.DUAL, at, GAUSSIAN);
                SpectralFisherMatrix layers = FisherForms.spectral(FisherForm.LAYERS, at, GAUSSIAN);
                SpectralFisherMatrix diagonal = FisherForms.spectral(FisherForm.DIAGONAL, at, GAUSSIAN)) {
            double[] expected = golden.vector("eig_F");
            assertClose(Arrays.copyOf(dense.eigenvalues().toArray(), expected.length), expected);
            assertClose(Arrays.copyOf(dual.eigenvalues().toArray(), expected.length), expected);
            double[][] blocks = golden.matrix("block_eigs");
            for (int l = 1; l <= network.depth(); l++) {
                double[] block = layers.blocks().get(l - 1).eigenvalues().toArray();
                for (int i = 0; i < Math.max(block.length, blocks[l - 1].length); i++) {
                    double value = i < block.length ? block[i] : 0;
                    double oracle = i < blocks[l - 1].length ? blocks[l - 1][i] : 0;
                    assertThat(value).isCloseTo(oracle, within(TOLERANCE * (1 + Math.abs(oracle))));
                }
            }
            assertThat(diagonal.trace()).isCloseTo(dense.trace(), within(TOLERANCE * dense.trace()));
        }
    }
}
