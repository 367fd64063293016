package io.github.fisherscope.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NaturalGradientDescentTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    private static NeuralNetwork network(Integer... widths) {
        return RandomNetworkGenerator.of(new NetworkSpec(List.of(widths), new Activation.Tanh(), 1, 0.25), 3)
                .network(0);
    }

    private static Loss squaredError(int samples, int outputs) {
        double[] y = new double[samples * outputs];
        RandomStreams.of(5).fillNormal(StreamPurpose.LABELS, 0, 0, 1, y);
        return Loss.squaredError(RealVector.takingOver(y), outputs);
    }

    /** The residuals f − y, entry t·C + k. */
    private static double[] residuals(TrainingPoint at, Loss loss) {
        double[] r = at.outputs().clone();
        for (int i = 0; i < r.length; i++) {
            r[i] -= loss.labels().get(i);
        }
        return r;
    }

    /**
     * Preconditioners under which a step of rate 1/α of the linearised network removes all residuals (Karakida and Osawa 2020):
     * J B Jᵀ/T = α I where the factors have full rank.
     */
    static Stream<Arguments> isotropic() {
        return Stream.of(
                Arguments.of(FisherForm.DUAL, 1, network(7, 10, 10, 2), 4),
                Arguments.of(FisherForm.DENSE, 1, network(7, 10, 10, 2), 4),
                Arguments.of(FisherForm.LAYERS, 3, network(7, 10, 10, 2), 4),
                Arguments.of(FisherForm.BLOCK_TRIDIAGONAL, 1, network(7, 10, 10, 2), 4),
                Arguments.of(FisherForm.KRONECKER, 9, network(7, 10, 10, 2), 4),
                Arguments.of(FisherForm.LAYERS, 4, network(7, 9, 9, 9, 1), 5),
                Arguments.of(FisherForm.BLOCK_TRIDIAGONAL, 2, network(7, 9, 9, 9, 1), 5),
                Arguments.of(FisherForm.KRONECKER, 16, network(7, 9, 9, 9, 1), 5),
                Arguments.of(FisherForm.UNITS, 28, network(7, 9, 9, 9, 1), 5));
    }

    @ParameterizedTest(name = "{0}, alpha {1}")
    @MethodSource("isotropic")
    void theStepMovesTheOutputsAlongTheResiduals(FisherForm form, double alpha, NeuralNetwork network, int samples) {
        Dataset data = RandomInputs.of(7).standardNormal(0, samples, network.inputs());
        Loss loss = squaredError(samples, network.outputs());
        double[] moved = outputsMoved(form, network, data, loss);
        try (TrainingPoint at = Trainable.of(network).at(network.parameterVector(), data, loss, BACKEND)) {
            double[] residuals = residuals(at, loss);
            for (int i = 0; i < moved.length; i++) {
                assertThat(moved[i]).isCloseTo(-alpha * residuals[i], within(1e-9 * alpha));
            }
        }
    }

    /** The units are isotropic for one output only, and nothing is where samples outnumber the inputs of the first layer. */
    @Test
    void theRanksAreNeeded() {
        NeuralNetwork network = network(3, 9, 9, 1);
        Dataset data = RandomInputs.of(7).standardNormal(0, 8, 3);
        Loss loss = squaredError(8, 1);
        double[] moved = outputsMoved(FisherForm.KRONECKER, network, data, loss);
        try (TrainingPoint at = Trainable.of(network).at(network.parameterVector(), data, loss, BACKEND)) {
            double alpha = -moved[0] / residuals(at, loss)[0];
            assertThat(moved[1]).isNotCloseTo(-alpha * residuals(at, loss)[1], within(1e-3));
        }
    }

    /** Returns J times the step of rate 1 with the pseudo-inverse of a form. */
    private static double[] outputsMoved(FisherForm form, NeuralNetwork network, Dataset data, Loss loss) {
        double[] theta = network.parameterVector();
        double[] step = theta.clone();
        try (TrainingPoint at = Trainable.of(network).at(theta, data, loss, BACKEND)) {
            new NaturalGradientDescent(1, form, new FisherInverse.PseudoInverse(1e-12))
                    .start(theta.length)
                    .step(step, at);
            for (int i = 0; i < step.length; i++) {
                step[i] -= theta[i];
            }
            return at.jvp(step);
        }
    }

    /** Gradient flow of the exact natural gradient: f goes straight to y, E(t) = E(0) e^(−2t). */
    @Test
    void theLossFallsLikeTheExponentialOfTwiceTheTime() {
        NeuralNetwork network = network(6, 200, 1);
        Dataset data = RandomInputs.of(7).standardNormal(0, 5, 6);
        Loss loss = squaredError(5, 1);
        double rate = 1e-3;
        int steps = 500;
        Optimizer optimizer = new NaturalGradientDescent(rate, FisherForm.DUAL, new FisherInverse.PseudoInverse(1e-12));
        RealVector losses = TrainingLoop.of(TrainingConfig.defaults().withSteps(steps), optimizer)
                .run(network, data, loss, BACKEND)
                .losses()
                .losses();
        double expected = Math.exp(-2 * rate * steps);
        // Each step multiplies by (1 − η)² and not by e^(−2η), which is off by η² t/η, and curvature adds as much
        // again.
        assertThat(losses.get(steps) / losses.get(0)).isCloseTo(expected, within(4 * rate * expected));
    }

    @Test
    void dampingBoundsTheStep() {
        NeuralNetwork network = network(4, 6, 2);
        Dataset data = RandomInputs.of(7).standardNormal(0, 9, 4);
        Loss loss = squaredError(9, 2);
        double[] theta = network.parameterVector();
        for (double damping : new double[] {1e-8, 1e-4, 1, 100}) {
            double[] moved = theta.clone();
            try (TrainingPoint at = Trainable.of(network).at(theta, data, loss, BACKEND)) {
                NaturalGradientDescent.damped(1, damping).start(theta.length).step(moved, at);
                double square = 0;
                for (int i = 0; i < theta.length; i++) {
                    square += (moved[i] - theta[i]) * (moved[i] - theta[i]);
                }
                assertThat(Math.sqrt(square)).isLessThanOrEqualTo(Math.sqrt(2 * at.loss()) / (2 * Math.sqrt(damping)));
            }
        }
    }

    /** {@code (F + ρI) δ = ∇E}, checked by a product that the solution does not use. */
    @ParameterizedTest
    @EnumSource(value = FisherForm.class, names = "IMPLICIT", mode = EnumSource.Mode.EXCLUDE)
    void theDampedStepSolvesItsEquation(FisherForm form) {
        NeuralNetwork network = network(5, 7, 3);
        Dataset data = RandomInputs.of(7).standardNormal(0, 6, 5);
        Loss loss = Loss.of(new Likelihood.Categorical(), Labels.Classes.of(3, 0, 1, 2, 0, 1, 1), 3);
        double damping = 0.02;
        double[] theta = network.parameterVector();
        double[] moved = theta.clone();
        Optimizer optimizer = new NaturalGradientDescent(1, form, new FisherInverse.Damped(damping));
        try (TrainingPoint at = Trainable.of(network).at(theta, data, loss, BACKEND)) {
            optimizer.start(theta.length).step(moved, at);
            double[] step = new double[theta.length];
            for (int i = 0; i < step.length; i++) {
                step[i] = theta[i] - moved[i];
            }
            double[] image = new double[step.length];
            at.fisher(form).apply(step, image);
            // The tridiagonal form clips negative eigenvalues, which its product keeps; the Kronecker forms damp as
            // they are.
            boolean exact = form != FisherForm.BLOCK_TRIDIAGONAL;
            for (int i = 0; exact && i < step.length; i++) {
                assertThat(image[i] + damping * step[i]).isCloseTo(at.summedGradient()[i] / 6, within(1e-12));
            }
            assertThat(step).isNotEqualTo(new double[step.length]);
        }
    }

    /** Thomas 2014: with a matrix of other samples than the gradient's, a step may be zero at a point that is not critical. */
    @Test
    void theGradientLiesInTheRangeOfItsOwnFisherMatrix() {
        NeuralNetwork network = network(4, 6, 1);
        Dataset data = RandomInputs.of(7).standardNormal(0, 3, 4);
        Loss loss = squaredError(3, 1);
        double[] theta = network.parameterVector();
        try (TrainingPoint at = Trainable.of(network).at(theta, data, loss, BACKEND)) {
            double[] w = at.dualGradient();
            double[] gradient =
                    at.fisher(FisherForm.DUAL).factor().orElseThrow().fromDual(w);
            for (int i = 0; i < gradient.length; i++) {
                assertThat(gradient[i]).isCloseTo(at.summedGradient()[i] / 3, within(1e-14));
            }
        }
    }

    @Test
    void adaptiveDampingFollowsTheQuadraticModel() {
        NeuralNetwork network = network(4, 10, 1);
        Dataset data = RandomInputs.of(7).standardNormal(0, 6, 4);
        Loss loss = squaredError(6, 1);
        Optimizer optimizer = new NaturalGradientDescent(1, FisherForm.DUAL, new FisherInverse.Adaptive(10));
        try (Training training = new Training(
                Trainable.of(network),
                data,
                loss,
                optimizer,
                TrainingConfig.defaults().withSteps(40),
                BACKEND)) {
            while (training.end().isEmpty()) {
                training.step();
            }
            double damping = training.state().memory().get(0).get(0);
            assertThat(damping).as("with so much damping the model is right").isLessThan(1);
            assertThat(training.losses().get(40))
                    .isLessThan(1e-3 * training.losses().get(0));
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> NaturalGradientDescent.damped(1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NaturalGradientDescent(1, FisherForm.IMPLICIT, new FisherInverse.Damped(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new FisherInverse.PseudoInverse(1));
        assertThat(NaturalGradientDescent.damped(1, 3).stabilityLimit(1)).isEqualTo(8);
    }
}
