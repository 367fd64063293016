package io.github.fisherscope.core.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measured ranks against those that exact degeneracies predict. */
class SingularGeometryTest {
    private static NeuralNetwork network(String activation, String widths) {
        List<Integer> list =
                Arrays.stream(widths.split("-")).map(Integer::valueOf).toList();
        return NetworkKinds.network(activation, list, 21);
    }

    private static SingularGeometry geometry(NeuralNetwork network, int samples, FisherRequest request) {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
                Linearization at = Linearization.of(
                        network, RandomInputs.of(22).standardNormal(0, samples, network.inputs()), backend)) {
            return SingularGeometry.of(at, request);
        }
    }

    @ParameterizedTest(name = "{0} {1}, {2} samples, {3}: rank {4}")
    @CsvSource({
        "tanh, 3-5-4-2, 10, gaussian, 20",
        "tanh, 3-5-4-3, 10, categorical, 20", // (C − 1) T
        "tanh, 2-3-1, 200, gaussian, 13", // P
        "leaky-relu:0.3, 3-4-5-2, 900, gaussian, 44", // P − 9 hidden units
        "leaky-relu:0.3, 3-4-5-2, 900, bernoulli, 44",
        "leaky-relu:0.3, 2-3-4-2, 400, gaussian, 27", // P − 7 hidden units − 1 that is never off
        "tanh, 2-3-3, 400, categorical, 17", // P − (M_1 + 1)
        "identity, 4-6-5-3, 100, gaussian, 15", // C (M_0 + 1)
        "identity, 5-2-6-4, 100, gaussian, 18", // r (C + M_0 − r) + C, r = 2
        "identity, 4-6-5-3, 100, categorical, 10", // (C − 1) (M_0 + 1),
        "identity, 4-3, 100, gaussian, 15",
        "tanh/none, 2-3-1, 200, gaussian, 9", // P
        "tanh/none, 2-3-3, 400, categorical, 12", // P − M_1
        "leaky-relu:0.3/none, 3-4-2, 900, gaussian, 16", // P − 4 hidden units
        "leaky-relu:0.3/01, 3-4-2, 900, gaussian, 18", // P − 4 hidden units
        "identity/none, 4-6-5-3, 100, gaussian, 12", // C M_0
        "identity/none, 5-2-6-4, 100, gaussian, 14", // r (C + M_0 − r), r = 2
        "identity/none, 4-6-5-3, 100, categorical, 8", // (C − 1) M_0
        "identity/10, 2-3-3, 100, gaussian, 9", // C (M_0 + 1): the hidden layer leaves room for the shift
        "identity/10, 4-2-3, 100, gaussian, 12", // r (C + M_0 − r) + r: the shift lies in the image of W
        "tanh|identity|identity, 3-4-5-2, 200, gaussian, 26", // 16 + 2 (4 + 1)
        "leaky-relu:0.3|tanh|identity, 2-3-4-2, 400, gaussian, 32", // P − 3 hidden units
        "tanh|tanh, 3-4-2, 200, gaussian, 26", // P
        "tanh|tanh, 2-3-3, 400, categorical, 21", // P: the shift does not pass through the last activation
    })
    void rankIsThePredictedOne(String activation, String widths, int samples, String likelihood, long rank) {
        SingularGeometry geometry =
                geometry(network(activation, widths), samples, FisherRequest.exact(Likelihood.parse(likelihood)));
        assertThat(geometry.measuredRank()).isEqualTo(geometry.predictedRank());
        assertThat(geometry.asPredicted()).isTrue();
        assertThat(geometry.rescalingResidual()).isLessThan(1e-14);
        assertThat(geometry.kernelDimension()).isEqualTo(geometry.parameters() - geometry.measuredRank());
        assertThat(geometry.measuredRank()).isEqualTo(rank);
    }

    @Test
    void drawnAndObservedLabelsLowerTheRank() {
        NeuralNetwork network = network("tanh", "3-5-4-3");
        Likelihood categorical = new Likelihood.Categorical();
        assertThat(geometry(network, 8, FisherRequest.monteCarlo(categorical, 1, 3))
                        .measuredRank())
                .isEqualTo(8);
        SingularGeometry many = geometry(network, 8, FisherRequest.monteCarlo(new Likelihood.Gaussian(1), 5, 3));
        assertThat(many.rows()).isEqualTo(40);
        assertThat(many.measuredRank()).isEqualTo(24).isEqualTo(many.predictedRank());
    }

    @Test
    void deadAndDuplicatedUnitsAreCounted() {
        NeuralNetwork network = network("leaky-relu:0.2", "3-5-4-2");
        double[] theta = network.parameterVector();
        // unit 1 of layer 1 becomes a copy of unit 0 on the incoming side
        System.arraycopy(theta, 0, theta, 3, 3);
        theta[16] = theta[15];
        SingularGeometry incoming =
                geometry(network.withParameterVector(theta), 600, FisherRequest.exact(new Likelihood.Gaussian(1)));
        assertThat(directions(incoming, Kind.DUPLICATED_UNITS)).isEqualTo(4); // M_2 outgoing differences
        assertThat(directions(incoming, Kind.RESCALING)).isEqualTo(9);
        assertThat(incoming.measuredRank()).isEqualTo(incoming.predictedRank()).isEqualTo(54 - 4 - 9);
        // and on the outgoing side too
        for (int k = 0; k < 4; k++) {
            theta[20 + 5 * k + 1] = theta[20 + 5 * k];
        }
        SingularGeometry both =
                geometry(network.withParameterVector(theta), 600, FisherRequest.exact(new Likelihood.Gaussian(1)));
        assertThat(directions(both, Kind.DUPLICATED_UNITS)).isEqualTo(4 + 4);
        assertThat(directions(both, Kind.RESCALING)).isEqualTo(8);
        assertThat(both.measuredRank()).isEqualTo(both.predictedRank()).isEqualTo(54 - 8 - 8);
    }

    @Test
    void unitsThatNeverFireAreDead() {
        NeuralNetwork network = network("relu", "2-30-2");
        double[] theta = network.parameterVector();
        for (int i = 0; i < 30; i++) {
            theta[60 + i] = i < 4 ? -100 : 3; // four units never fire, all others fire often
        }
        SingularGeometry geometry =
                geometry(network.withParameterVector(theta), 3000, FisherRequest.exact(new Likelihood.Gaussian(1)));
        assertThat(directions(geometry, Kind.DEAD_PARAMETERS)).isEqualTo(4 * (3 + 2));
        assertThat(directions(geometry, Kind.RESCALING)).isEqualTo(26);
        assertThat(geometry.measuredRank()).isLessThanOrEqualTo(geometry.predictedRank());
        assertThat(geometry.rescalingResidual()).isLessThan(1e-14);
    }

    private static long directions(SingularGeometry geometry, Kind kind) {
        return geometry.degeneracies().stream()
                .filter(d -> d.kind() == kind)
                .mapToLong(Degeneracy::directions)
                .sum();
    }

    @Test
    void nonlinearOutputsAreRefused() {
        FisherRequest request =
                FisherRequest.exact(new Likelihood.Gaussian(1)).withOutputActivation(Activation.parse("tanh"));
        assertThatThrownBy(() -> geometry(network("tanh", "3-4-2"), 3, request)).hasMessageContaining("linear outputs");
    }
}
