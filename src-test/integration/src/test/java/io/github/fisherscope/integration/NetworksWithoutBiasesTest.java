package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.testkit.MeanAgreement;
import org.junit.jupiter.api.Test;

/** Theory of networks without biases, against networks, and against networks whose biases are zero but are parameters. */
class NetworksWithoutBiasesTest {
    private static final int NETWORKS = 4000;
    private static final int SAMPLES = 3;

    /** Narrow layers, where the part that biases add to the trace is large; ReLU, for which the mean is exact at any width. */
    private static final NetworkSpec WITH = NetworkSpec.of(new Activation.Relu(), 2, 0, 5, 8, 2);

    private static final NetworkSpec WITHOUT = WITH.withoutBiases();

    private static double predictedMean(NetworkSpec spec) {
        return MeanFieldTheory.predict(spec, InputMoments.standardNormal(), SAMPLES)
                .statistics()
                .finiteWidth()
                .mean();
    }

    private static double[] measuredMeans(NetworkSpec spec) {
        RandomNetworkGenerator networks = RandomNetworkGenerator.of(spec, 17);
        RandomInputs inputs = RandomInputs.of(18);
        double[] means = new double[NETWORKS];
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1))) {
            for (int i = 0; i < NETWORKS; i++) {
                try (Linearization at = Linearization.of(
                        networks.network(i), inputs.standardNormal(i, SAMPLES, spec.inputs()), backend)) {
                    means[i] = DualMoments.layerTraces(at, FisherRequest.exact(new Likelihood.Gaussian(1)))
                                    .sum()
                            / spec.parameters();
                }
            }
        }
        return means;
    }

    /** One of two comparisons in 10⁴ runs fails by chance; the test sees an error of 9 %, and biases make one of 13 to 15 %. */
    @Test
    void meanEigenvaluesAreThoseOfTheory() {
        MeanAgreement agreement = new MeanAgreement(5e-5, 0, 0.09);
        double with = predictedMean(WITH) * WITH.parameters();
        double without = predictedMean(WITHOUT) * WITHOUT.parameters();
        assertThat(with).as("the trace with biases that are zero").isGreaterThan(1.1 * without);
        agreement.check("with biases of zero", predictedMean(WITH), measuredMeans(WITH));
        agreement.check("without biases", predictedMean(WITHOUT), measuredMeans(WITHOUT));
    }

    @Test
    void theFamilyWithoutBiasesHasTheSameFunctionsAndFewerParameters() {
        assertThat(WITH.parameters() - WITHOUT.parameters()).isEqualTo(8 + 2);
        double[] x = {1, -2, 0.5, 3, -1};
        assertThat(RandomNetworkGenerator.of(WITHOUT, 4).network(7).output(x))
                .isEqualTo(RandomNetworkGenerator.of(WITH, 4).network(7).output(x));
        // What biases add to the trace, C Σ q̃^l: with He's variance q̃ is 1 in every layer.
        double added = predictedMean(WITH) * WITH.parameters() - predictedMean(WITHOUT) * WITHOUT.parameters();
        assertThat(added).isCloseTo(2 * 2, within(1e-12));
    }
}
