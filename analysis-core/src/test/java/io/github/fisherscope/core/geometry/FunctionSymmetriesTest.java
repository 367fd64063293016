package io.github.fisherscope.core.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of parameters that a network does not show. */
class FunctionSymmetriesTest {
    private static double difference(NeuralNetwork a, NeuralNetwork b) {
        Dataset data = RandomInputs.of(3).standardNormal(0, 50, a.inputs());
        double[] x = new double[a.inputs()];
        double largest = 0;
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, x);
            double[] f = a.output(x);
            double[] g = b.output(x);
            for (int k = 0; k < f.length; k++) {
                largest = Math.max(largest, Math.abs(f[k] - g[k]));
            }
        }
        return largest;
    }

    @ParameterizedTest
    @CsvSource({"tanh, -1", "erf, -1", "sigmoid, -1", "relu, 7.5", "leaky-relu:0.2, 0.1", "identity, -3"})
    void unitsHaveSignOrScale(String activation, double s) {
        NeuralNetwork network = NetworkKinds.network(activation, List.of(3, 4, 5, 2), 4);
        assertThat(difference(network, FunctionSymmetries.scaled(network, 2, 1, s)))
                .isLessThan(1e-13);
        assertThat(difference(network, FunctionSymmetries.scaled(network, 2, 1, 1.5 * s)) < 1e-13)
                .isEqualTo(network.activation(2).piecewiseLinear());
    }

    @Test
    void unitsCanChangePlaces() {
        NeuralNetwork network = NetworkKinds.network("gelu", List.of(3, 4, 5, 2), 4);
        NeuralNetwork other = FunctionSymmetries.exchanged(network, 1, 0, 3);
        assertThat(difference(network, other)).isLessThan(1e-13);
        assertThat(other.parameterVector()).isNotEqualTo(network.parameterVector());
    }

    @Test
    void everyLayerHasItsWords() {
        assertThat(FunctionSymmetries.words(NetworkKinds.network("tanh|relu|identity", List.of(3, 4, 5, 2), 4)))
                .containsExactly(
                        "the 4 units of layer 1 in any order, 4! ways",
                        "the sign of each unit of layer 1, 2^4 ways",
                        "the 5 units of layer 2 in any order, 5! ways",
                        "the scale of each unit of layer 2, incoming times s > 0 and outgoing over s");
        assertThat(FunctionSymmetries.words(NetworkKinds.network("identity", List.of(3, 4, 2), 4)))
                .containsExactly("layer 1 is linear: any invertible 4 x 4 matrix between it and the next");
        assertThat(FunctionSymmetries.words(NetworkKinds.network("sigmoid/10", List.of(3, 4, 2), 4)))
                .hasSize(1);
    }
}
