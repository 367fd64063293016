package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkFile;
import io.github.fisherscope.core.network.arrays.ReadOptions;
import io.github.fisherscope.testkit.OracleFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network and inputs written by numpy, against spectra found by automatic differentiation. */
class NetworkFileOracleTest {
    private static final String NAME = "networks/tanh_20_30_25_3_T40";

    /** The oracle states its numbers to about 1e-15 relative; 120 eigenvalues add rounding of 120 ε. */
    private static final double RELATIVE = 1e-12;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "categorical"})
    void spectrumMomentsAndNormsAreTheOracles(String likelihoodName) throws IOException {
        Path file = folder.resolve("net.npz");
        try (InputStream in = Oracles.class.getResourceAsStream("/oracle/" + NAME + ".npz")) {
            Files.copy(in, file);
        }
        OracleFile oracle = Oracles.file(NAME + ".oracle.json").at(likelihoodName);
        NeuralNetwork network = NetworkFile.read(
                        file,
                        ReadOptions.defaults()
                                .withActivations(List.of(Activation.parse("tanh")))
                                .withUnused(Set.of("x")))
                .network();
        Dataset data = DatasetReader.of(DataOptions.defaults()).read(file);
        Likelihood likelihood = Likelihood.parse(likelihoodName);
        try (Backend backend = Oracles.backend();
                Linearization at = Linearization.of(network, data, backend);
                WholeFisherMatrix dual = FisherRoutes.dualEntries(at, FisherRequest.exact(likelihood));
                WholeFisherMatrix implicit = FisherRoutes.products(at, FisherRequest.exact(likelihood))) {
            double max = oracle.number("max");
            double trace = oracle.number("trace");
            assertThat(dual.trace()).isCloseTo(trace, within(RELATIVE * trace));
            double norm = oracle.number("frobenius2");
            assertThat(dual.squaredNorm()).isCloseTo(norm, within(RELATIVE * norm));
            List<OracleFile> layers = oracle.cases("layers");
            for (int l = 1; l <= 3; l++) {
                double layerTrace = layers.get(l - 1).number("trace");
                assertThat(dual.layerTraces().get(l - 1)).isCloseTo(layerTrace, within(RELATIVE * layerTrace));
            }
            double fisherRao = oracle.number("fisher_rao");
            assertThat(implicit.quadraticForm(network.parameterVector()))
                    .isCloseTo(fisherRao, within(RELATIVE * 10 * fisherRao));
            double squares = 0;
            for (double entry : FisherDiagonal.exact(at, likelihood).toArray()) {
                squares += entry * entry;
            }
            double expected = oracle.number("diagonal_sum_sq");
            assertThat(squares).isCloseTo(expected, within(RELATIVE * expected));
            double[] eigenvalues = dual.eigenvalues().toArray();
            double[] oracleValues = oracle.vector("eigenvalues");
            assertThat(eigenvalues).hasSameSizeAs(oracleValues);
            for (int i = 0; i < eigenvalues.length; i++) {
                assertThat(eigenvalues[i]).isCloseTo(oracleValues[i], within(1e-9 * max));
            }
        }
    }
}
