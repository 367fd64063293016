package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Theory against measurement for the mean eigenvalue, at a false-alarm rate fixed before looking and with a power check:
 * were κ₁ wrong by 6 %, the test would fail.
 */
@Tag("statistical")
class MeanEigenvalueRegressionTest {
    /** At most 1000 such tests make 1e-3 per full run. */
    private static final double FALSE_ALARM = 1e-6;

    /** E tr F is S₁ C exactly for ReLU; fluctuations of the forward pass enter at relative order 1/M = 1 %. */
    private static final double FINITE_WIDTH_BIAS = 0.01;

    private static final double DETECTABLE = 0.06;
    private static final int NETWORKS = 2000;
    private static final int SAMPLES = 4;
    private static final long SEED = 20_260_101;

    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("relu"), 2, 0.1, 100, 100, 100, 1);

    private static double[] measuredMeans() {
        double[] means = new double[NETWORKS];
        RandomNetworkGenerator networks = RandomNetworkGenerator.of(SPEC, SEED);
        RandomInputs inputs = RandomInputs.of(SEED);
        try (Backend backend = Oracles.backend()) {
            for (int i = 0; i < NETWORKS; i++) {
                try (Linearization at = Linearization.of(
                        networks.network(i), inputs.standardNormal(i, SAMPLES, SPEC.inputs()), backend)) {
                    DualMoments moments = DualMoments.of(at, FisherRequest.exact(new Likelihood.Gaussian(1)));
                    means[i] = moments.trace() / SPEC.parameters();
                }
            }
        }
        return means;
    }

    @Test
    void measuredMeanAgreesWithTheoryAndWouldNotWithAWrongOne() {
        double theory = MeanFieldTheory.predict(SPEC, InputMoments.standardNormal(), SAMPLES)
                .recommended()
                .mean();
        double[] measured = measuredMeans();
        MeanAgreement agreement = new MeanAgreement(FALSE_ALARM, FINITE_WIDTH_BIAS, DETECTABLE);
        agreement.check("mean eigenvalue", theory, measured);
        for (double factor : new double[] {1 - DETECTABLE, 1 + DETECTABLE}) {
            assertThatThrownBy(() -> agreement.check("wrong by 6 %", factor * theory, measured))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("predicted");
        }
    }
}
