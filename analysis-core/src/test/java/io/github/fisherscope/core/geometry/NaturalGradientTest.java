package io.github.fisherscope.core.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.JacobianProducts;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NaturalGradientTest {
    private static final Likelihood GAUSSIAN = new Likelihood.Gaussian(1);
    private static final int SAMPLES = 4;

    private static final NeuralNetwork NETWORK = RandomNetworkGenerator.of(
                    NetworkSpec.of(Activation.parse("tanh"), 1.5, 0.3, 8, 12, 10, 2), 3)
            .network(0);
    private static final Dataset DATA = RandomInputs.of(4).standardNormal(0, SAMPLES, 8);

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
    }

    private static FisherRequest.Empirical targets() {
        double[] y = new double[2 * SAMPLES];
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.sin(i + 0.5);
        }
        return FisherRequest.empirical(GAUSSIAN, new Labels.Targets(RealVector.of(y), 2));
    }

    private static double[] residuals(Linearization at) {
        double[] f = at.outputs();
        for (int i = 0; i < f.length; i++) {
            f[i] -= Math.sin(i + 0.5);
        }
        return f;
    }

    @Test
    void lossGradientIsTheDerivativeOfTheLoss() {
        try (Backend backend = backend();
                Linearization at = Linearization.of(NETWORK, DATA, backend);
                JacobianProducts products = JacobianProducts.of(at)) {
            double[] gradient = NaturalGradient.lossGradient(at, targets());
            double[] expected = products.transposed(residuals(at)); // ∇ (1/2T) Σ‖f − y‖²
            for (int i = 0; i < gradient.length; i++) {
                assertThat(gradient[i]).isCloseTo(expected[i] / SAMPLES, within(1e-13));
            }
        }
    }

    /** Factors of Karakida and Osawa, which are exact when every layer's factor has full row rank. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"dual, 1", "dense, 1", "layers, 3", "block_tridiagonal, 1"})
    void oneStepMultipliesTheLinearisedResidual(String form, double alpha) {
        FisherForm chosen = FisherForm.valueOf(form.toUpperCase(Locale.ROOT));
        try (Backend backend = backend();
                Linearization at = Linearization.of(NETWORK, DATA, backend);
                JacobianProducts products = JacobianProducts.of(at);
                SpectralFisherMatrix f = FisherForms.spectral(chosen, at, FisherRequest.exact(GAUSSIAN))) {
            double[] gradient = NaturalGradient.lossGradient(at, targets());
            double[] moved = products.forward(NaturalGradient.of(f).step(gradient));
            double[] residuals = residuals(at);
            for (int i = 0; i < moved.length; i++) {
                assertThat(moved[i]).isCloseTo(alpha * residuals[i], within(1e-9)); // u times a condition of about 1e3
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-1", "1e-4", "1e-9"})
    void dampedStepsInWeightAndFunctionSpaceAgree(double damping) {
        try (Backend backend = backend();
                Linearization at = Linearization.of(NETWORK, DATA, backend);
                SpectralFisherMatrix f = FisherForms.spectral(FisherForm.DUAL, at, FisherRequest.exact(GAUSSIAN))) {
            double[] residuals = residuals(at);
            double[] y = new double[residuals.length]; // row k·T + t
            for (int t = 0; t < SAMPLES; t++) {
                for (int k = 0; k < 2; k++) {
                    y[k * SAMPLES + t] = residuals[2 * t + k] / Math.sqrt(SAMPLES);
                }
            }
            NaturalGradient natural = NaturalGradient.of(f);
            double[] step = natural.dampedFromDual(y, damping);
            double[] gradient = NaturalGradient.lossGradient(at, targets());
            double[] image = new double[step.length];
            f.apply(step, image);
            for (int i = 0; i < step.length; i++) {
                assertThat(image[i] + damping * step[i]).isCloseTo(gradient[i], within(1e-13));
                assertThat(natural.damped(gradient, damping)[i])
                        .isCloseTo(step[i], within(1e-13 * f.eigenvalues().get(0) / damping));
            }
        }
    }

    @Test
    void wrongUseIsRefused() {
        try (Backend backend = backend();
                Linearization at = Linearization.of(NETWORK, DATA, backend);
                SpectralFisherMatrix f = FisherForms.spectral(FisherForm.LAYERS, at, FisherRequest.exact(GAUSSIAN))) {
            NaturalGradient natural = NaturalGradient.of(f);
            assertThatThrownBy(() -> natural.step(new double[3])).hasMessageContaining("length of the gradient is 3");
            assertThatThrownBy(() -> natural.dampedFromDual(new double[8], 1))
                    .hasMessageContaining("use the dual form");
            assertThatThrownBy(() -> natural.damped(new double[f.dimension()], -1))
                    .hasMessageContaining("damping is -1");
        }
    }
}
