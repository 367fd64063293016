package io.github.fisherscope.studies.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.studies.config.NetworkSource.AsIfRandom;
import io.github.fisherscope.studies.fixture.Small;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where networks come from, and which family of random networks is nearest to a given one. */
class NetworkSourceTest {
    private static NetworkSource.Given given(
            NeuralNetwork network, @Nullable Double weights, @Nullable Double biases, AsIfRandom theory) {
        return NetworkSource.given(network, "net.npz", "ab", weights, biases, theory);
    }

    @Test
    void aRandomFamilyCountsItsParameters() {
        NetworkSource source = new NetworkSource.Random(Small.spec());
        assertThat(source.parameters()).isEqualTo(51);
        assertThat(source.inputs()).isEqualTo(4);
        assertThat(source.outputs()).isEqualTo(3);
        assertThat(source.blocks()).isEqualTo(source.layout());
    }

    /** M_0 w² = 1 · 9 and 1 · 4 of weights 3 and 2, mean 6.5; biases −1 and 0.5 have the mean square 0.625. */
    @Test
    void variancesAreThoseOfTheWeights() {
        WeightVariances found = WeightVariances.of(Small.fourParameters());
        assertThat(found.weightVariance()).isEqualTo(6.5);
        assertThat(found.biasVariance()).isEqualTo(0.625);
    }

    /** Rows (1, 2, 3) and (4, 5, 6) of a layer with 3 inputs: 3 · 91 / 6. */
    @Test
    void weightsAreMeasuredInTheScalingOfTheirInputs() {
        WeightVariances found = WeightVariances.of(Small.linear(3, 1, 2, 3, 4, 5, 6));
        assertThat(found.weightVariance()).isCloseTo(45.5, within(1e-12));
        assertThat(found.biasVariance()).isZero();
    }

    /** 200 · 200 weights of variance 2/200: the mean square scatters by √(2/40000) = 0.7 %, five deviations are 3.5 %. */
    @Test
    void variancesOfDrawnWeightsAreThoseTheyWereDrawnWith() {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 2, 0.3, 200, 200, 200);
        WeightVariances found =
                WeightVariances.of(RandomNetworkGenerator.of(spec, 5).network(0));
        assertThat(found.weightVariance()).isCloseTo(2, within(2 * 0.035 / Math.sqrt(2)));
        assertThat(found.biasVariance()).isCloseTo(0.3, within(0.3 * 5 * Math.sqrt(2.0 / 400)));
    }

    @Test
    void theNearestFamilyHasTheNetworksOwnVariancesUnlessOthersAreGiven() {
        NetworkSource.Given own = given(Small.fourParameters(), null, null, AsIfRandom.OWN_VARIANCES);
        assertThat(own.spec()).isEqualTo(NetworkSpec.of(new Activation.Tanh(), 6.5, 0.625, 1, 1, 1));
        assertThat(own.showsTheory()).isTrue();
        NetworkSource.Given other = given(Small.fourParameters(), 2.0, 0.25, AsIfRandom.GIVEN_VARIANCES);
        assertThat(other.spec()).isEqualTo(NetworkSpec.of(new Activation.Tanh(), 2, 0.25, 1, 1, 1));
        assertThat(given(Small.fourParameters(), null, null, AsIfRandom.NO).showsTheory())
                .isFalse();
    }

    @Test
    void aNetworkWithoutBiasesHasAFamilyWithoutThem() {
        NeuralNetwork linear = Small.linear(2, 1, 0, 0, 1);
        assertThat(given(linear, null, null, AsIfRandom.OWN_VARIANCES).spec().biases())
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given(linear, null, 0.5, AsIfRandom.GIVEN_VARIANCES))
                .withMessageContaining("bias");
    }

    /** Theory has one activation, linear outputs, and biases in all layers or in none. */
    @Test
    void layersThatDifferAreNoFamily() {
        assertThat(given(Small.fourParameters(), null, null, AsIfRandom.NO).layersAlike())
                .isTrue();
        NeuralNetwork mixed = NeuralNetwork.of(
                List.of(Small.fourParameters().layer(1), Small.linear(1, 2).layer(1)));
        assertThat(mixed.layout().hasBiases()).isTrue();
        assertThat(given(mixed, null, null, AsIfRandom.NO).layersAlike()).isFalse();
        NeuralNetwork curvedOutput = NeuralNetwork.of(
                List.of(Small.fourParameters().layer(1), Small.fourParameters().layer(1)));
        assertThat(given(curvedOutput, null, null, AsIfRandom.NO).layersAlike()).isFalse();
    }

    @Test
    void aNetworkOfAnyLayersHasBlocksAndNoFamily() {
        NetworkSource source = new NetworkSource.Imported(Small.graph(), "net.onnx", "00", List.of("a note"));
        assertThat(source.parameters()).isEqualTo(32);
        assertThat(source.inputs()).isEqualTo(3);
        assertThat(source.outputs()).isEqualTo(2);
        assertThat(source.blocks().layerParameters(1)).isEqualTo(15);
        assertThatIllegalStateException().isThrownBy(source::spec).withMessageContaining("net.onnx");
        assertThatIllegalStateException().isThrownBy(source::layout).withMessageContaining("chain of dense layers");
    }
}
