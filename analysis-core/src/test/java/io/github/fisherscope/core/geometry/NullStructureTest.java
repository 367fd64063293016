package io.github.fisherscope.core.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Null directions by singular values, with their reasons. */
class NullStructureTest {
    private static NeuralNetwork network(String activation, String widths) {
        List<Integer> list =
                Arrays.stream(widths.split("-")).map(Integer::valueOf).toList();
        return NetworkKinds.network(activation, list, 21);
    }

    private static Dataset inputs(NeuralNetwork network, int samples) {
        return RandomInputs.of(22).standardNormal(0, samples, network.inputs());
    }

    private static NullStructure structure(NeuralNetwork network, int samples, String likelihood) {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
                Linearization at = Linearization.of(network, inputs(network, samples), backend)) {
            return NullStructure.of(at, FisherRequest.exact(Likelihood.parse(likelihood)));
        }
    }

    private static int count(NullStructure found, Kind kind) {
        return found.directions().stream()
                .filter(d -> d.kind() == kind)
                .mapToInt(NullDirections::count)
                .sum();
    }

    /** The ranks are those that {@link SingularGeometry} predicts by counting; here every direction must be produced. */
    @ParameterizedTest(name = "{0} {1}, {2} samples, {3}: rank {4}")
    @CsvSource({
        "tanh, 2-3-1, 200, gaussian, 13",
        "leaky-relu:0.3, 3-4-5-2, 900, gaussian, 44",
        "leaky-relu:0.3, 3-4-5-2, 900, bernoulli, 44",
        "leaky-relu:0.3, 2-3-4-2, 400, gaussian, 27",
        "tanh, 2-3-3, 400, categorical, 17",
        "identity, 4-6-5-3, 100, gaussian, 15",
        "identity, 5-2-6-4, 100, gaussian, 18",
        "identity, 4-6-5-3, 100, categorical, 10",
        "tanh/none, 2-3-3, 400, categorical, 12",
        "leaky-relu:0.3/none, 3-4-2, 900, gaussian, 16",
        "identity/none, 4-6-5-3, 100, gaussian, 12",
        "identity/10, 2-3-3, 100, gaussian, 9",
        "tanh|identity|identity, 3-4-5-2, 200, gaussian, 26",
        "leaky-relu:0.3|tanh|identity, 2-3-4-2, 400, gaussian, 32",
        "tanh|tanh, 2-3-3, 400, categorical, 21",
    })
    void everyNullDirectionOfAGenericNetworkHasAReason(
            String activation, String widths, int samples, String likelihood, int rank) {
        NullStructure found = structure(network(activation, widths), samples, likelihood);
        assertThat(found.rank()).isEqualTo(rank);
        assertThat(found.unnamed()).isZero();
        assertThat(found.largestDropped()).isLessThan(1e-13);
        assertThat(found.leastKept()).isGreaterThan(1e-7);
        assertThat(found.directions()).allSatisfy(d -> assertThat(d.residual()).isLessThan(1e-13));
    }

    @Test
    void whatSamplesAreTooFewForHasNoReason() {
        NullStructure found = structure(network("tanh", "3-5-4-2"), 10, "gaussian");
        assertThat(found.rank()).isEqualTo(20).isEqualTo((int) found.rows());
        assertThat(found.directions()).isEmpty();
        assertThat(found.unnamed()).isEqualTo(54 - 20);
    }

    @Test
    void nearlyEqualUnitsAreNotSingular() {
        NeuralNetwork network = network("tanh", "2-3-1");
        double[] theta = network.parameterVector();
        System.arraycopy(theta, 0, theta, 2, 2);
        theta[7] = theta[6];
        assertThat(count(structure(network.withParameterVector(theta), 200, "gaussian"), Kind.DUPLICATED_UNITS))
                .isEqualTo(1 + 3);
        theta[2] += 0.01;
        NullStructure beside = structure(network.withParameterVector(theta), 200, "gaussian");
        assertThat(beside.nullity()).isZero();
        assertThat(beside.directions()).isEmpty();
    }

    /** Both directions change the function if the logistic function is taken for odd, or its constant is left out. */
    @Test
    void oppositeLogisticUnitsDifferByAConstant() {
        NeuralNetwork network = network("sigmoid", "2-3-2");
        double[] theta = network.parameterVector();
        for (int place : new int[] {0, 1}) {
            theta[2 + place] = -theta[place];
        }
        theta[7] = -theta[6];
        NullStructure found = structure(network.withParameterVector(theta), 300, "gaussian");
        assertThat(count(found, Kind.OPPOSITE_UNITS)).isEqualTo(2);
        assertThat(found.unnamed()).isZero();
        assertThat(found.directions().get(0).words()).contains("units 1, 2 of layer 1", "opposite");
    }

    @Test
    void parallelUnitsOfAHomogeneousNetworkCountAsOne() {
        NeuralNetwork network = network("leaky-relu:0.2", "3-5-2");
        double[] theta = network.parameterVector();
        for (int j = 0; j < 3; j++) {
            theta[3 + j] = 2.5 * theta[j];
        }
        theta[16] = 2.5 * theta[15];
        NullStructure found = structure(network.withParameterVector(theta), 600, "gaussian");
        assertThat(count(found, Kind.DUPLICATED_UNITS)).isEqualTo(2);
        assertThat(count(found, Kind.RESCALING)).isEqualTo(5);
        assertThat(found.unnamed()).isZero();
    }

    @Test
    void deadUnitsAndInputsAreNamed() {
        NeuralNetwork network = network("relu", "2-6-2");
        double[] theta = network.parameterVector();
        theta[12 + 3] = -100;
        NullStructure found = structure(network.withParameterVector(theta), 900, "gaussian");
        assertThat(found.directions().get(0).words()).startsWith("unit 4 of layer 1 never fires");
        assertThat(found.directions().get(0).count()).isEqualTo(3 + 2);
        assertThat(found.unnamed()).isZero();
    }

    @Test
    void movingAlongAClassLeavesTheFunctionAndTheNullity() {
        NeuralNetwork network = network("tanh", "2-3-1");
        double[] theta = network.parameterVector();
        System.arraycopy(theta, 0, theta, 2, 2);
        theta[7] = theta[6];
        NeuralNetwork equal = network.withParameterVector(theta);
        theta[9] += 0.8;
        theta[10] -= 0.8;
        NeuralNetwork moved = network.withParameterVector(theta);
        Dataset data = inputs(network, 100);
        double[] x = new double[2];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, x);
            assertThat(Math.abs(moved.output(x)[0] - equal.output(x)[0])).isLessThan(1e-14);
        }
        assertThat(structure(moved, 200, "gaussian").nullity())
                .isEqualTo(structure(equal, 200, "gaussian").nullity());
    }

    @Test
    void largeNetworksAreRefused() {
        assertThat(NullStructure.affordable(500, 1001)).isFalse();
        assertThat(NullStructure.affordable(1_000_000, 900)).isFalse();
        assertThatThrownBy(() -> structure(network("tanh", "40-40-2"), 20, "gaussian"))
                .hasMessageContaining("up to 1000 parameters");
    }
}
