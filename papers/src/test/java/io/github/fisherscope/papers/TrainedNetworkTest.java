package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.training.LossCurve;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * D10 of {@code docs/theory/equations.md#where-the-papers-formulas-fail}, by training: final divergence puts the limit of
 * the learning rate beyond 2/λ_max, early growth puts it there.
 */
class TrainedNetworkTest {
    private static final int WIDTH = 60;
    private static final int SAMPLES = 20;

    private static LossCurve train(TrainedNetwork network, double ratio, int steps, boolean near) {
        return network.train(
                2 * ratio / network.largestEigenvalue(), steps, near ? network.nearby(1e-4) : network.random());
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void lossesGrowEarlyBeyondTwoOverTheLargestEigenvalueAndOnlyThere(Family family) {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            TrainedNetwork network = new TrainedNetwork(family.spec(3, WIDTH, 1), SAMPLES, 3, 0, backend);
            assertThat(train(network, 0.97, 80, true).grew()).isFalse();
            assertThat(train(network, 1.03, 80, true).grew()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"TANH", "RELU"})
    void finalLossesWouldPutTheLimitElsewhere(Family family) {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            TrainedNetwork network = new TrainedNetwork(family.spec(3, WIDTH, 1), SAMPLES, 3, 0, backend);
            LossCurve curve = train(network, 1.5, 400, false);
            assertThat(curve.grew()).isTrue();
            assertThat(curve.last()).isLessThan(0.01 * curve.first());
        }
    }
}
