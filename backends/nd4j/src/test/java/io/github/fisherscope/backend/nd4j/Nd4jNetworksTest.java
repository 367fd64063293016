package io.github.fisherscope.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.EigenPairs;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Parameters in the shape of DL4J's dense layers, built by hand from one flat vector as DL4J does. */
class Nd4jNetworksTest {
    private static final int[] WIDTHS = {4, 6, 5, 2};

    /** One vector of float32 and, in it, column-major W (nIn × nOut) and b (1 × nOut) of each layer. */
    private static Map<String, INDArray> denseParameters() {
        Nd4j.getRandom().setSeed(5);
        INDArray flat =
                Nd4j.randn(DataType.FLOAT, 1, 4 * 6 + 6 + 6 * 5 + 5 + 5 * 2 + 2).muli(0.5);
        Map<String, INDArray> table = new LinkedHashMap<>();
        long at = 0;
        for (int l = 1; l < WIDTHS.length; l++) {
            long weights = (long) WIDTHS[l - 1] * WIDTHS[l];
            table.put((l - 1) + "_W", piece(flat, at, weights).reshape('f', WIDTHS[l - 1], WIDTHS[l]));
            at += weights;
            table.put((l - 1) + "_b", piece(flat, at, WIDTHS[l]));
            at += WIDTHS[l];
        }
        return table;
    }

    private static INDArray piece(INDArray flat, long from, long count) {
        return flat.get(NDArrayIndex.interval(0, 1), NDArrayIndex.interval(from, from + count));
    }

    private static INDArray array(Map<String, INDArray> table, String key) {
        return Objects.requireNonNull(table.get(key), key);
    }

    private static INDArray samples() {
        Nd4j.getRandom().setSeed(6);
        return Nd4j.randn(DataType.FLOAT, 7, 4);
    }

    /** h W + b, as DL4J computes a dense layer. */
    private static INDArray forward(Map<String, INDArray> table, INDArray x) {
        INDArray h = x.castTo(DataType.DOUBLE);
        for (int l = 0; l < WIDTHS.length - 1; l++) {
            h = h.mmul(array(table, l + "_W").castTo(DataType.DOUBLE))
                    .addRowVector(array(table, l + "_b").castTo(DataType.DOUBLE));
            if (l < WIDTHS.length - 2) {
                h = Transforms.tanh(h);
            }
        }
        return h;
    }

    /** Six entries per sum and values below 10: float64 leaves an error far below 1e-12. */
    @Test
    void aNetworkOfDenseLayersComputesWhatNd4jComputes() {
        Map<String, INDArray> table = denseParameters();
        NeuralNetwork network = Nd4jNetworks.network(table, new Activation.Tanh());
        assertThat(network.widths()).containsExactly(4, 6, 5, 2);
        assertThat(network.weight(1, 5, 2)).isEqualTo(array(table, "0_W").getDouble(2, 5));
        assertThat(network.bias(3, 1)).isEqualTo(array(table, "2_b").getDouble(1));
        INDArray x = samples();
        Dataset data = Nd4jNetworks.dataset(x, "by hand");
        INDArray expected = forward(table, x);
        double[] row = new double[4];
        for (int t = 0; t < 7; t++) {
            data.copyRow(t, row);
            double[] found = network.output(row);
            for (int k = 0; k < 2; k++) {
                assertThat(found[k]).isCloseTo(expected.getDouble(t, k), within(1e-12));
            }
        }
    }

    @Test
    void parametersReturnAsTheyCame() {
        Map<String, INDArray> table = denseParameters();
        NeuralNetwork network = Nd4jNetworks.network(table, new Activation.Relu());
        Map<String, INDArray> back = Nd4jNetworks.parameters(network);
        assertThat(back.keySet()).containsExactlyElementsOf(table.keySet());
        back.forEach((key, array) -> {
            assertThat(array.shape()).as(key).isEqualTo(array(table, key).shape());
            assertThat(array.equalsWithEps(array(table, key).castTo(DataType.DOUBLE), 0))
                    .as(key)
                    .isTrue();
        });
    }

    /** The Fisher matrix's trace is the mean squared gradient norm, here by differences of ND4J's own forward pass. */
    @Test
    void aModelHandedOverHasTheSpectrumThatDifferencesOfItsOutputsGive() {
        Map<String, INDArray> table = denseParameters();
        INDArray x = samples();
        NeuralNetwork network = Nd4jNetworks.network(table, new Activation.Tanh());
        double[] eigenvalues;
        try (Backend backend = Backends.onClassPath().open("nd4j", BackendConfig.defaults());
                Linearization at = Linearization.of(network, Nd4jNetworks.dataset(x, "by hand"), backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            eigenvalues = dual.eigenvalues().toArray();
        }
        double trace = 0;
        double step = 1e-5;
        for (String key : table.keySet()) {
            Map<String, INDArray> moved = new LinkedHashMap<>();
            table.forEach(
                    (k, array) -> moved.put(k, array.castTo(DataType.DOUBLE).dup('c')));
            INDArray parameter = array(moved, key);
            for (long i = 0; i < parameter.length(); i++) {
                double before = parameter.getDouble(i);
                parameter.putScalar(i, before + step);
                INDArray up = forward(moved, x);
                parameter.putScalar(i, before - step);
                INDArray slope = up.sub(forward(moved, x)).divi(2 * step);
                parameter.putScalar(i, before);
                trace += slope.mul(slope).sumNumber().doubleValue() / x.rows();
            }
        }
        INDArray spectrum = Nd4jNetworks.vector(RealVector.of(eigenvalues));
        // central differences: truncation of order step² and cancellation of order 1e-16 / step, about 1e-10 each
        assertThat(spectrum.sumNumber().doubleValue()).isCloseTo(trace, within(1e-7 * trace));
        assertThat(spectrum.shape()).containsExactly(14);
        assertThat(spectrum.getDouble(0)).isEqualTo(eigenvalues[0]);
    }

    @Test
    void eigenvectorsOfTheBackendAreHandedOverWithoutACopy() {
        try (Backend backend = Backends.onClassPath().open("nd4j", BackendConfig.defaults());
                Matrix a = backend.allocate(3, 3)) {
            a.write(0, 0, new double[] {2}, 0, 1);
            a.write(1, 1, new double[] {5}, 0, 1);
            a.write(2, 2, new double[] {3}, 0, 1);
            try (EigenPairs pairs = backend.symmetricEigenPairs(a, 2)) {
                INDArray vectors = Nd4jNetworks.array(pairs.vectors());
                assertThat(vectors.shape()).containsExactly(2, 3);
                assertThat(Math.abs(vectors.getDouble(0, 1))).isEqualTo(1);
                vectors.putScalar(1, 0, 0.25);
                double[] row = new double[3];
                pairs.vectors().read(1, 0, row, 0, 3);
                assertThat(row[0]).as("shared memory").isEqualTo(0.25);
            }
        }
    }

    @Test
    void matricesOfOtherBackendsAreCopied() {
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults());
                Matrix a = backend.allocate(2, 3)) {
            a.write(1, 0, new double[] {1, 2, 3}, 0, 3);
            assertThat(Nd4jNetworks.array(a).getRow(1).toDoubleVector()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whatIsNoDenseNetworkIsRefused() {
        Activation tanh = new Activation.Tanh();
        Map<String, INDArray> strange = Map.of("0_gamma", Nd4j.ones(1, 3));
        assertThatThrownBy(() -> Nd4jNetworks.network(strange, tanh))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0_gamma");
        Map<String, INDArray> convolution = Map.of("0_W", Nd4j.ones(2, 3, 3, 3));
        assertThatThrownBy(() -> Nd4jNetworks.network(convolution, tanh)).hasMessageContaining("rank 4");
        Map<String, INDArray> broken = Map.of("0_W", Nd4j.ones(2, 3), "1_W", Nd4j.ones(4, 1));
        assertThatThrownBy(() -> Nd4jNetworks.network(broken, tanh)).hasMessageContaining("number of rows of 1_W");
        Map<String, INDArray> shortBias = Map.of("0_W", Nd4j.ones(2, 3), "0_b", Nd4j.ones(1, 2));
        assertThatThrownBy(() -> Nd4jNetworks.network(shortBias, tanh)).hasMessageContaining("0_b");
        Map<String, INDArray> orphan = Map.of("0_W", Nd4j.ones(2, 3), "4_b", Nd4j.ones(1, 2));
        assertThatThrownBy(() -> Nd4jNetworks.network(orphan, tanh)).hasMessageContaining("[4]");
        assertThatThrownBy(() -> Nd4jNetworks.network(Map.of(), tanh)).hasMessageContaining("no weight");
        assertThatThrownBy(() -> Nd4jNetworks.dataset(Nd4j.ones(2, 3, 4), "by hand"))
                .hasMessageContaining("rank 3");
    }
}
