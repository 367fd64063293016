package io.github.fisherscope.generative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bound and its gradients against torch's and against differences. */
class BoundTest {
    static Stream<VaeOracle.Case> cases() {
        return VaeOracle.cases().stream();
    }

    static Backend open(BackendConfig config) {
        return Backends.onClassPath().open(Backends.AUTO, config);
    }

    private static double[] normals(int count, long seed) {
        double[] values = new double[count];
        RandomStreams.of(seed).fillNormal(StreamPurpose.INPUTS, 0, 0, 1, values);
        return values;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void boundAndDivergenceAreTorchs(VaeOracle.Case oracle) {
        Vae model = oracle.model();
        try (Backend backend = open(BackendConfig.defaults());
                Bound bound = Bound.of(model, backend, oracle.data().rows())) {
            BoundTerms terms = bound.terms(oracle.array("x"), oracle.array("epsilon"));
            assertThat(terms.mean()).isCloseTo(oracle.node().get("bound_mean").asDouble(), within(1e-10));
            assertThat(terms.reconstruction().toArray())
                    .containsExactly(VaeOracle.numbers(oracle.node().get("reconstruction")), within(1e-10));
            assertThat(terms.divergence().toArray())
                    .containsExactly(VaeOracle.numbers(oracle.node().get("kl")), within(1e-10));
            assertThat(terms.perLatent().toArray())
                    .containsExactly(VaeOracle.numbers(oracle.node().get("kl_per_latent_mean")), within(1e-10));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreTorchs(VaeOracle.Case oracle) {
        Vae model = oracle.model();
        int rows = oracle.data().rows();
        double[] gradient = new double[model.parameters()];
        try (Backend backend = open(BackendConfig.defaults());
                Bound bound = Bound.of(model, backend, rows + 3)) {
            bound.gradient(oracle.array("x"), oracle.array("epsilon"), 1, gradient);
        }
        double[] expected = oracle.inOurOrder("gradient.");
        for (int i = 0; i < expected.length; i++) {
            assertThat(-gradient[i] / rows).as("parameter %d", i).isCloseTo(expected[i], within(1e-10));
        }
    }

    /** Of third order with steps of 10⁻³ and an error of the fourth: the rule has coefficients 8 and −1. */
    @ParameterizedTest
    @CsvSource({"tanh,bernoulli,1", "softplus,gaussian,0.3", "gelu,bernoulli,0", "sigmoid,gaussian,1"})
    void deepModelsHaveTheSlopesThatDifferencesShow(String activation, String emission, double weight) {
        Vae model = Vae.random(List.of(6, 7, 5, 2), Activation.parse(activation), Emission.parse(emission), 3);
        double[] x =
                IntStream.range(0, 4 * 6).mapToDouble(i -> (i * 7 % 11) / 10.0).toArray();
        double[] epsilon = normals(8, 5);
        double[] theta = model.parameterVector();
        double[] gradient = new double[theta.length];
        try (Backend backend = open(BackendConfig.defaults());
                Bound bound = Bound.of(model, backend, 4)) {
            bound.gradient(x, epsilon, weight, gradient);
            for (int i = 0; i < theta.length; i += 5) {
                double h = 1e-3;
                double slope = (8
                                        * (loss(bound, theta, i, h, x, epsilon, weight)
                                                - loss(bound, theta, i, -h, x, epsilon, weight))
                                - (loss(bound, theta, i, 2 * h, x, epsilon, weight)
                                        - loss(bound, theta, i, -2 * h, x, epsilon, weight)))
                        / (12 * h);
                assertThat(gradient[i]).as("parameter %d", i).isCloseTo(slope, within(1e-9));
            }
        }
    }

    private static double loss(
            Bound bound, double[] theta, int i, double by, double[] x, double[] epsilon, double weight) {
        double[] moved = theta.clone();
        moved[i] += by;
        bound.moveTo(moved);
        BoundTerms terms = bound.terms(x, epsilon);
        return weight * terms.divergence().sum() - terms.reconstruction().sum();
    }

    @Test
    void threadsChangeNoBitAndSinglePrecisionIsClose() {
        Vae model = Vae.random(List.of(30, 20, 3), new Activation.Tanh(), new Emission.Bernoulli(), 3);
        double[] x = IntStream.range(0, 9 * 30).mapToDouble(i -> i * 7 % 2).toArray();
        double[] epsilon = normals(27, 5);
        double[] one = gradient(model, x, epsilon, BackendConfig.defaults().withThreads(1));
        double[] two = gradient(model, x, epsilon, BackendConfig.defaults().withThreads(2));
        double[] single = gradient(model, x, epsilon, BackendConfig.defaults().withPrecision(Precision.SINGLE));
        assertThat(two).containsExactly(one);
        assertThat(single).containsExactly(one, within(1e-4));
    }

    private static double[] gradient(Vae model, double[] x, double[] epsilon, BackendConfig config) {
        double[] gradient = new double[model.parameters()];
        try (Backend backend = open(config);
                Bound bound = Bound.of(model, backend, 9)) {
            bound.gradient(x, epsilon, 1, gradient);
        }
        return gradient;
    }

    @Test
    void theTermsOfOneDatumDoNotDependOnTheOthers() {
        Vae model = Vae.random(List.of(6, 5, 2), new Activation.Tanh(), new Emission.Bernoulli(), 3);
        double[] x = IntStream.range(0, 12).mapToDouble(i -> i % 2).toArray();
        double[] epsilon = normals(4, 5);
        try (Backend backend = open(BackendConfig.defaults());
                Bound bound = Bound.of(model, backend, 2)) {
            BoundTerms both = bound.terms(x, epsilon);
            BoundTerms second =
                    bound.terms(java.util.Arrays.copyOfRange(x, 6, 12), java.util.Arrays.copyOfRange(epsilon, 2, 4));
            assertThat(second.reconstruction().get(0))
                    .isCloseTo(both.reconstruction().get(1), within(1e-14));
            assertThat(second.divergence().get(0)).isCloseTo(both.divergence().get(1), within(1e-14));
        }
    }

    @Test
    void extremeOutputsGiveFiniteBounds() {
        Emission.Bernoulli bernoulli = new Emission.Bernoulli();
        double[] o = {800, -800, 800};
        double value = bernoulli.scoreInPlace(new double[] {1, 0, 0}, 0, o, 3);
        assertThat(value).isEqualTo(-800);
        assertThat(o).containsExactly(0, 0, -1);
    }

    @Test
    void wrongNumbersAreRefusedByName() {
        Vae model = Vae.random(List.of(6, 5, 2), new Activation.Tanh(), new Emission.Bernoulli(), 3);
        try (Backend backend = open(BackendConfig.defaults());
                Bound bound = Bound.of(model, backend, 2)) {
            assertThatThrownBy(() -> bound.terms(new double[7], new double[2])).hasMessageContaining("whole data");
            assertThatThrownBy(() -> bound.terms(new double[18], new double[6])).hasMessageContaining("1 to 2");
            assertThatThrownBy(() -> bound.terms(new double[6], new double[3])).hasMessageContaining("normal numbers");
            assertThatThrownBy(() -> bound.moveTo(new double[3])).hasMessageContaining("theta");
        }
        assertThatThrownBy(() -> Emission.parse("cauchy")).hasMessageContaining("bernoulli");
        assertThatThrownBy(() -> Vae.random(List.of(3), new Activation.Tanh(), new Emission.Bernoulli(), 1))
                .hasMessageContaining("784,400,20");
    }
}
