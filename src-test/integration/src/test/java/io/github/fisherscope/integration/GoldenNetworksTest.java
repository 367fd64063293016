package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.DenseFisher;
import io.github.fisherscope.core.fisher.DualFisher;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.ImplicitFisher;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Tiny networks with explicit weights and inputs, computed independently in double precision. */
class GoldenNetworksTest {
    /** The oracle's numbers carry full double precision; sums here have fewer than 100 terms. */
    private static final double TOLERANCE = 1e-10;

    static Stream<JsonNode> networks() {
        return OracleJson.list(OracleJson.read("golden_networks.json").get("golden_networks")).stream();
    }

    private static NeuralNetwork network(JsonNode golden) {
        List<Integer> widths = new ArrayList<>();
        OracleJson.list(golden.get("widths")).forEach(w -> widths.add(w.asInt()));
        List<double[]> weights = OracleJson.list(golden.get("W")).stream()
                .map(OracleJson::numbers)
                .toList();
        List<double[]> biases = OracleJson.list(golden.get("b")).stream()
                .map(OracleJson::numbers)
                .toList();
        return NeuralNetwork.takingOver(
                widths, Activation.parse(OracleJson.activation(golden.get("act").asString())), weights, biases);
    }

    private static Dataset data(JsonNode golden) {
        double[] x = OracleJson.numbers(golden.get("X"));
        int samples = golden.get("T").asInt();
        int inputs = x.length / samples;
        return Dataset.ofRows(
                samples,
                inputs,
                (row, target) -> System.arraycopy(x, row * inputs, target, 0, inputs),
                DataSource.memory("oracle"));
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(TOLERANCE * (1 + Math.abs(expected[i]))));
        }
    }

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void dualMatrixSpectrumAndBlocksAreTheOracles(JsonNode golden) {
        NeuralNetwork network = network(golden);
        try (Backend backend = backend();
                Linearization at = Linearization.of(network, data(golden), backend);
                DualFisher dual = DualFisher.exact(at, new Likelihood.Gaussian(1))) {
            assertClose(at.outputs(), OracleJson.numbers(golden.get("f")));
            double[] gram = OracleJson.numbers(golden.get("gram"));
            int n = (int) dual.dimension();
            double scale = at.samples(); // the oracle leaves out the factor 1/T
            for (int i = 0; i < n * n; i++) {
                assertThat(dual.entry(i / n, i % n) * scale)
                        .isCloseTo(gram[i], within(TOLERANCE * (1 + Math.abs(gram[i]))));
            }
            assertThat(dual.trace() / network.parameters())
                    .isCloseTo(golden.get("mean").asDouble(), within(TOLERANCE));
            assertThat(dual.squaredNorm() / network.parameters())
                    .isCloseTo(golden.get("second").asDouble(), within(TOLERANCE));
            List<JsonNode> blocks = OracleJson.list(golden.get("block_eigs"));
            for (int l = 1; l <= network.depth(); l++) {
                double sum = 0;
                double squares = 0;
                for (double lambda : OracleJson.numbers(blocks.get(l - 1))) {
                    sum += lambda;
                    squares += lambda * lambda;
                }
                assertThat(dual.layerTraces().get(l - 1)).isCloseTo(sum, within(TOLERANCE * (1 + sum)));
                assertThat(dual.layerSquaredNorms().get(l - 1)).isCloseTo(squares, within(TOLERANCE * (1 + squares)));
            }
            assertClose(dual.eigenvalues(), OracleJson.numbers(golden.get("eig_F")));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void categoricalSpectrumIsTheOracles(JsonNode golden) {
        try (Backend backend = backend();
                Linearization at = Linearization.of(network(golden), data(golden), backend);
                DualFisher dual = DualFisher.exact(at, new Likelihood.Categorical())) {
            assertClose(dual.eigenvalues(), OracleJson.numbers(golden.get("eig_F_softmax")));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void diagonalFisherRaoNormAndDenseSpectrumAreTheOracles(JsonNode golden) {
        NeuralNetwork network = network(golden);
        try (Backend backend = backend();
                Linearization at = Linearization.of(network, data(golden), backend);
                ImplicitFisher implicit = ImplicitFisher.exact(at, new Likelihood.Gaussian(1));
                DenseFisher dense = DenseFisher.exact(network, data(golden), new Likelihood.Gaussian(1), backend)) {
            assertThat(implicit.quadraticForm(network.parameterVector()))
                    .isCloseTo(golden.get("fisher_rao").asDouble(), within(TOLERANCE * 10));
            FisherDiagonal diagonal = FisherDiagonal.exact(at, new Likelihood.Gaussian(1));
            for (int l = 1; l <= network.depth(); l++) {
                double[] weights = OracleJson.numbers(golden.get("diag_W").get(l - 1));
                double[] biases = OracleJson.numbers(golden.get("diag_b").get(l - 1));
                int offset = (int) network.layout().weightOffset(l);
                int biasOffset = (int) network.layout().biasOffset(l);
                for (int i = 0; i < weights.length; i++) {
                    assertThat(diagonal.get(offset + i)).isCloseTo(weights[i], within(TOLERANCE));
                }
                for (int i = 0; i < biases.length; i++) {
                    assertThat(diagonal.get(biasOffset + i)).isCloseTo(biases[i], within(TOLERANCE));
                }
            }
            double[] nonZero = OracleJson.numbers(golden.get("eig_F"));
            double[] all = dense.eigenvalues();
            for (int i = 0; i < all.length; i++) {
                assertThat(all[i]).isCloseTo(i < nonZero.length ? nonZero[i] : 0, within(TOLERANCE * all[0]));
            }
        }
    }
}
