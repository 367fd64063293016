package io.github.fisherscope.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.JacobianProducts;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopTest {
    private static final int SAMPLES = 12;

    private static Backend backend() {
        return Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
    }

    private static NeuralNetwork network(String activation, int... widths) {
        return RandomNetworkGenerator.of(NetworkSpec.of(Activation.parse(activation), 2, 0.1, widths), 5)
                .network(0);
    }

    private static Dataset data(int inputs) {
        return RandomInputs.of(5).standardNormal(0, SAMPLES, inputs);
    }

    private static LossCurve descend(
            NeuralNetwork network, Dataset data, RealVector targets, double rate, int steps, Backend backend) {
        return TrainingLoop.of(TrainingConfig.defaults().withSteps(steps), new GradientDescent(rate))
                .run(network, data, Loss.squaredError(targets, network.outputs()), backend)
                .losses();
    }

    /** Returns f + offset for all outputs. */
    private static RealVector shifted(NeuralNetwork network, Dataset data, Backend backend, double offset) {
        try (Linearization at = Linearization.of(network, data, backend)) {
            return RealVector.of(
                    Arrays.stream(at.outputs()).map(f -> f + offset).toArray());
        }
    }

    /** The second way: the gradient by central differences of losses computed with the network's plain loops. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "softplus", "tanh/none", "gelu|tanh/01"})
    void oneStepFollowsTheGradientOfTheLoss(String kind) {
        NeuralNetwork network = NetworkKinds.network(kind, List.of(3, 4, 2), 5);
        Dataset data = data(3);
        double[] theta = network.parameterVector();
        double rate = 0.05;
        RealVector targets = RealVector.of(new double[SAMPLES * 2]);
        double[] next = theta.clone();
        for (int i = 0; i < theta.length; i++) {
            double h = 1e-5;
            double[] up = theta.clone();
            double[] down = theta.clone();
            up[i] += h;
            down[i] -= h;
            next[i] -= rate
                    * (plainLoss(network.withParameterVector(up), data)
                            - plainLoss(network.withParameterVector(down), data))
                    / (2 * h);
        }

        LossCurve curve;
        try (Backend backend = backend()) {
            curve = descend(network, data, targets, rate, 1, backend);
        }

        // Differences are exact to h² and to rounding/h, both about 1e-10.
        assertThat(curve.losses().get(0)).isCloseTo(plainLoss(network, data), within(1e-12));
        assertThat(curve.losses().get(1)).isCloseTo(plainLoss(network.withParameterVector(next), data), within(1e-8));
        assertThat(curve.losses().get(1)).isLessThan(curve.losses().get(0));
    }

    private static double plainLoss(NeuralNetwork network, Dataset data) {
        double sum = 0;
        double[] x = new double[data.inputs()];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, x);
            for (double f : network.output(x)) {
                sum += f * f;
            }
        }
        return sum / (2 * data.samples());
    }

    /**
     * A network without hidden layer is linear in its parameters, so the loss is quadratic and its limit is 2/λ_max
     * exactly. The residual has a part along the top eigenvector, which 300 steps at 1 % above the limit magnify by
     * 1.02^600 ≈ 1e5.
     */
    @Test
    void aLinearModelBecomesUnstableAtTwoOverTheLargestEigenvalue() {
        NeuralNetwork network = network("identity", 6, 1);
        Dataset data = data(6);
        try (Backend backend = backend()) {
            double limit = 2 / largestEigenvalue(network, data, backend);
            RealVector targets = shifted(network, data, backend, 1);

            LossCurve below = descend(network, data, targets, 0.99 * limit, 300, backend);
            LossCurve above = descend(network, data, targets, 1.01 * limit, 300, backend);

            assertThat(below.grew()).isFalse();
            assertThat(above.grew()).isTrue();
            assertThat(below.last()).isLessThan(below.first());
        }
    }

    @Test
    void aTanhNetworkNearItsMinimumBecomesUnstableThereToo() {
        NeuralNetwork network = network("tanh", 20, 30, 30, 1);
        Dataset data = data(20);
        try (Backend backend = backend()) {
            double limit = 2 / largestEigenvalue(network, data, backend);
            RealVector targets = shifted(network, data, backend, 1e-4);

            assertThat(descend(network, data, targets, 0.97 * limit, 100, backend)
                            .grew())
                    .isFalse();
            assertThat(descend(network, data, targets, 1.03 * limit, 100, backend)
                            .grew())
                    .isTrue();
        }
    }

    private static double largestEigenvalue(NeuralNetwork network, Dataset data, Backend backend) {
        try (Linearization at = Linearization.of(network, data, backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            return dual.eigenvalues().get(0);
        }
    }

    @Test
    void aRunThatExplodesEndsAndSaysSo() {
        NeuralNetwork network = network("relu", 20, 30, 30, 1);
        Dataset data = data(20);
        try (Backend backend = backend()) {
            LossCurve curve = descend(network, data, RealVector.of(new double[SAMPLES]), 1e3, 1000, backend);

            assertThat(curve.diverged()).isTrue();
            assertThat(curve.last()).isInfinite();
            assertThat(curve.losses().size()).isLessThan(20);
            assertThat(curve.losses().stream()).allMatch(Double::isFinite);
        }
    }

    @Test
    void aZeroResidualStaysWhereItIs() {
        NeuralNetwork network = network("tanh", 4, 5, 1);
        Dataset data = data(4);
        try (Backend backend = backend()) {
            LossCurve curve = descend(network, data, shifted(network, data, backend, 0), 1, 3, backend);

            assertThat(curve.losses()).isEqualTo(RealVector.of(0, 0, 0, 0));
            assertThat(curve.grew()).isFalse();
        }
    }

    @Test
    void targetsOfAnotherSizeAreRefused() {
        try (Backend backend = backend()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> descend(network("tanh", 4, 5, 1), data(4), RealVector.of(1), 1, 1, backend))
                    .withMessageContaining("number of labels is 1 but must be 12");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrainingLoop.of(TrainingConfig.defaults(), new GradientDescent(1))
                            .run(
                                    network("tanh", 4, 5, 1),
                                    data(4),
                                    Loss.squaredError(RealVector.of(new double[24]), 2),
                                    backend))
                    .withMessageContaining("number of outputs of the loss is 2 but must be 1");
        }
    }

    /** Gradient descent on the squared error as it was first written, before losses and optimisers were apart. */
    @Test
    void gradientDescentHasTheBitsOfItsFormulaWrittenOut() {
        NeuralNetwork network = network("tanh", 4, 7, 3);
        Dataset data = data(4);
        double rate = 0.07;
        int steps = 25;
        try (Backend backend = backend()) {
            RealVector targets = shifted(network, data, backend, 0.3);
            double[] theta = network.parameterVector();
            double[] losses = new double[steps + 1];
            for (int step = 0; step <= steps; step++) {
                try (Linearization at = Linearization.of(network.withParameterVector(theta), data, backend);
                        JacobianProducts products = JacobianProducts.of(at)) {
                    double[] residual = at.outputs();
                    double sum = 0;
                    for (int i = 0; i < residual.length; i++) {
                        residual[i] -= targets.get(i);
                        sum += residual[i] * residual[i];
                    }
                    losses[step] = sum / (2.0 * SAMPLES);
                    double[] gradient = products.transposed(residual);
                    double factor = rate / SAMPLES;
                    for (int i = 0; i < theta.length && step < steps; i++) {
                        theta[i] -= factor * gradient[i];
                    }
                }
            }

            TrainingResult found = TrainingLoop.of(
                            TrainingConfig.defaults().withSteps(steps), new GradientDescent(rate))
                    .run(network, data, Loss.squaredError(targets, 3), backend);

            assertThat(found.losses().losses()).isEqualTo(RealVector.of(losses));
            assertThat(found.network().parameterVector()).isEqualTo(theta);
        }
    }

    @Test
    void classifiersLearnTheirLabels() {
        NeuralNetwork network = network("tanh", 4, 20, 3);
        Dataset data = data(4);
        Labels labels = Labels.Classes.of(3, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
        try (Backend backend = backend()) {
            LossCurve curve = TrainingLoop.of(TrainingConfig.defaults(), Adam.of(0.05))
                    .run(network, data, Loss.of(new Likelihood.Categorical(), labels, 3), backend)
                    .losses();
            assertThat(curve.last()).isLessThan(0.01 * curve.first());
        }
    }
}
