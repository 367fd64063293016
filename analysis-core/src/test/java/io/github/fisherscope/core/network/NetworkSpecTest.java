package io.github.fisherscope.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {
    private static final Activation TANH = new Activation.Tanh();

    @Test
    void parametersCountWeightsAndBiases() {
        NetworkSpec spec = NetworkSpec.of(TANH, 3, 0.64, 500, 500, 500, 1);
        assertThat(spec.depth()).isEqualTo(3);
        assertThat(spec.parameters()).isEqualTo(501501);
        assertThat(spec.layout().biasOffset(1)).isEqualTo(250_000);
        assertThat(spec.layout().weightOffset(3)).isEqualTo(501_000);
    }

    @Test
    void uniformNetworksHaveEqualHiddenWidths() {
        assertThat(NetworkSpec.uniform(3, 7, 4, 2, TANH, 1, 0).widths()).isEqualTo(List.of(4, 7, 7, 2));
        assertThat(NetworkSpec.uniform(1, 7, 4, 2, TANH, 1, 0).widths()).isEqualTo(List.of(4, 2));
    }

    @Test
    void depthEndsWhereTheoryWouldTakeLong() {
        assertThat(NetworkSpec.uniform(NetworkSpec.DEEPEST, 2, 4, 2, TANH, 1, 0).depth())
                .isEqualTo(20_000);
        assertThatThrownBy(() -> NetworkSpec.uniform(20_001, 2, 4, 2, TANH, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("depth is 20001; it must lie between 1 and 20000");
    }

    @Test
    void parameterCountDoesNotOverflow() {
        NetworkSpec spec = NetworkSpec.of(TANH, 1, 0, 1 << 20, 1 << 20, 1);
        assertThat(spec.parameters()).isEqualTo((1L << 40) + (1L << 20) + (1L << 20) + 1);
    }

    @Test
    void badValuesAreNamed() {
        assertThatThrownBy(() -> NetworkSpec.of(TANH, 1, 0, 5)).hasMessageContaining("[5]");
        assertThatThrownBy(() -> NetworkSpec.of(TANH, 1, 0, 5, 0, 3)).hasMessageContaining("widths[1] is 0");
        assertThatThrownBy(() -> NetworkSpec.of(TANH, Double.NaN, 0, 5, 3))
                .hasMessageContaining("weightVariance is NaN");
        assertThatThrownBy(() -> NetworkSpec.of(TANH, 1, -0.1, 5, 3)).hasMessageContaining("biasVariance is -0.1");
    }

    @Test
    void networksRefuseShapesThatDisagreeAndNumbersThatAreNotFinite() {
        List<Integer> widths = List.of(2, 1);
        assertThatThrownBy(() -> NeuralNetwork.takingOver(widths, TANH, List.of(new double[3]), List.of(new double[1])))
                .hasMessageContaining("entries of W1 is 3 but must be 2");
        assertThatThrownBy(() -> NeuralNetwork.takingOver(
                        widths, TANH, List.of(new double[] {1, Double.NaN}), List.of(new double[1])))
                .hasMessageContaining("W1 holds NaN at position 1");
    }

    @Test
    void parameterVectorIsReadBack() {
        NeuralNetwork network = NeuralNetwork.takingOver(
                List.of(2, 2, 1),
                TANH,
                List.of(new double[] {1, 2, 3, 4}, new double[] {7, 8}),
                List.of(new double[] {5, 6}, new double[] {9}));
        double[] theta = network.parameterVector();
        assertThat(theta).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        double expected = 9 + 7 * Math.tanh(5 + 1 * 0.5 + 2 * -0.25) + 8 * Math.tanh(6 + 3 * 0.5 + 4 * -0.25);
        assertThat(network.output(new double[] {0.5, -0.25})[0]).isCloseTo(expected, within(1e-14));
        assertThat(network.withParameterVector(theta).parameterVector()).isEqualTo(theta);
    }
}
