package io.github.fisherscope.core.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.geometry.FunctionSymmetries;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Families of distributions under the Fisher metric: two ways to every number. */
class ManifoldTest {
    private static final NeuralNetwork NETWORK = NetworkKinds.network("tanh|softplus|identity", List.of(2, 2, 2, 2), 3);
    private static final Dataset DATA = RandomInputs.of(4).standardNormal(0, 12, 2);

    private static NetworkManifold network(String likelihood) {
        return NetworkManifold.of(NETWORK, DATA, Likelihood.parse(likelihood));
    }

    static Stream<StatisticalManifold> manifolds() {
        return Stream.of(
                new NormalManifold(),
                new CategoricalManifold(4),
                network("gaussian"),
                network("categorical"),
                network("bernoulli"),
                network("poisson"));
    }

    private static double[] point(StatisticalManifold manifold) {
        return manifold instanceof NetworkManifold n
                ? n.parameters()
                : manifold instanceof NormalManifold ? new double[] {0.3, 0.8} : new double[] {0.2, 0.35, 0.15};
    }

    private static double[] direction(int n) {
        double[] u = new double[n];
        for (int i = 0; i < n; i++) {
            u[i] = 0.05 * Math.cos(2.1 * i + 0.4);
        }
        return u;
    }

    /** {@code Γ_k(u,u) = u·∂_u g_·k − ½ ∂_k(uᵀgu)}, here by central differences of the metric. */
    @ParameterizedTest
    @MethodSource("manifolds")
    void symbolsAreDerivativesOfTheMetric(StatisticalManifold manifold) {
        double[] theta = point(manifold);
        int n = theta.length;
        double[] u = direction(n);
        double[] exact = manifold.christoffel(theta, u);
        double h = 1e-5;
        double[] along = new double[n];
        for (int i = 0; i < n; i++) {
            along[i] = h * u[i];
        }
        double[] plus = manifold.metric(moved(theta, along, 1));
        double[] minus = manifold.metric(moved(theta, along, -1));
        for (int k = 0; k < n; k++) {
            double first = 0;
            for (int i = 0; i < n; i++) {
                first += u[i] * (plus[i * n + k] - minus[i * n + k]) / (2 * h);
            }
            double[] axis = new double[n];
            axis[k] = h;
            double second =
                    (manifold.squaredSpeed(moved(theta, axis, 1), u) - manifold.squaredSpeed(moved(theta, axis, -1), u))
                            / (2 * h);
            assertThat(exact[k]).isCloseTo(first - second / 2, within(1e-9));
        }
    }

    private static double[] moved(double[] theta, double[] u, double sign) {
        double[] other = theta.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] += sign * u[i];
        }
        return other;
    }

    /** The metric is the Fisher matrix that other code computes backwards through the layers. */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "categorical", "bernoulli", "poisson"})
    void theMetricOfANetworkIsItsFisherMatrix(String likelihood) {
        NetworkManifold manifold = network(likelihood);
        double[] theta = manifold.parameters();
        double[] u = direction(theta.length);
        double[] g = manifold.metric(theta);
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                Linearization at = Linearization.of(NETWORK, DATA, backend);
                SpectralFisherMatrix f =
                        FisherForms.spectral(FisherForm.DENSE, at, FisherRequest.exact(Likelihood.parse(likelihood)))) {
            assertThat(manifold.squaredSpeed(theta, u)).isCloseTo(f.quadraticForm(u), within(1e-14));
            double[] image = new double[u.length];
            f.apply(u, image);
            for (int i = 0; i < image.length; i++) {
                double sum = 0;
                for (int j = 0; j < u.length; j++) {
                    sum += g[i * u.length + j] * u[j];
                }
                assertThat(sum).isCloseTo(image[i], within(1e-14));
            }
            VolumeDensity density = VolumeDensity.of(f.eigenvalues(), theta.length);
            assertThat(density.logPseudoDeterminant())
                    .isCloseTo(VolumeDensity.at(manifold, theta).logPseudoDeterminant(), within(1e-6));
        }
    }

    @Test
    void geodesicsOfClassesAreGreatCircles() {
        CategoricalManifold classes = new CategoricalManifold(4);
        double[] p = {0.2, 0.35, 0.15};
        double[] u = {0.1, -0.12, 0.05};
        ExponentialMap end = ExponentialMap.of(classes, p, u);
        assertThat(classes.distance(p, end.end().toArray())).isCloseTo(end.speed(), within(1e-11));
        assertThat(end.endSpeed()).isCloseTo(end.speed(), within(1e-11));
        assertThat(classes.metric(p)[0]).isCloseTo(1 / 0.2 + 1 / 0.3, within(1e-14));
    }

    /** exp up to second order: halving u divides the error by eight. */
    @Test
    void theSecondOrderStepHasAnErrorOfThirdOrder() {
        NormalManifold normal = new NormalManifold();
        double[] start = {0.3, 0.8};
        double before = error(normal, start, 0.08);
        assertThat(before / error(normal, start, 0.04)).isBetween(7.0, 9.0);
    }

    private static double error(NormalManifold normal, double[] start, double size) {
        double[] u = {size, -0.4 * size};
        double[] exact = ExponentialMap.of(normal, start, u).end().toArray();
        double[] second = ExponentialMap.secondOrder(normal, start, u).toArray();
        return Math.hypot(exact[0] - second[0], exact[1] - second[1]);
    }

    /** Length and energy stay when hidden units change places; the Euclidean length of a rescaled segment does not. */
    @Test
    void lengthsDoNotKnowTheNamesOfUnits() {
        NetworkManifold manifold = network("categorical");
        double[] a = manifold.parameters();
        double[] b = moved(a, direction(a.length), 5);
        double[] c = FunctionSymmetries.exchanged(NETWORK, 1, 0, 1).parameterVector();
        double[] d = FunctionSymmetries.exchanged(NETWORK.withParameterVector(b), 1, 0, 1)
                .parameterVector();
        FisherRaoCurve first = FisherRaoCurve.segment(manifold, a, b);
        FisherRaoCurve second = FisherRaoCurve.segment(manifold, c, d);
        assertThat(second.length()).isCloseTo(first.length(), within(1e-12));
        assertThat(second.energy()).isCloseTo(first.energy(), within(1e-12));
        double[] middle = moved(a, direction(a.length), 2.5);
        assertThat(FisherRaoCurve.through(manifold, List.of(a, middle, b)).length())
                .isCloseTo(first.length(), within(1e-11));
        assertThat(FisherRaoCurve.segment(new NormalManifold(), new double[] {0, 1}, new double[] {0, 2})
                        .length())
                .isCloseTo(Math.sqrt(2) * Math.log(2), within(1e-13));
    }

    /** Layers of a network in other units: the volume's density changes by a known constant, 2 Σ P_l log a_l. */
    @Test
    void theLogDeterminantDependsOnCoordinates() {
        NormalManifold normal = new NormalManifold();
        double[] at = {0, 0.5};
        double density = VolumeDensity.at(normal, at).logPseudoDeterminant();
        assertThat(density).isCloseTo(Math.log(2 / Math.pow(0.5, 4)), within(1e-13));
        StatisticalManifold halves = scaled(normal, 2);
        assertThat(VolumeDensity.at(halves, new double[] {0, 0.25}).logPseudoDeterminant())
                .isCloseTo(density + 2 * 2 * Math.log(2), within(1e-13));
        assertThat(VolumeDensity.at(normal, at).words()).contains("does not depend on coordinates");
        NetworkManifold few = NetworkManifold.of(NETWORK, DATA.range(0, 3), new Likelihood.Gaussian(1));
        VolumeDensity singular = VolumeDensity.at(few, few.parameters());
        assertThat(singular.regular()).isFalse();
        assertThat(singular.rank()).isEqualTo(6);
        assertThat(singular.words()).startsWith("log pseudo-determinant, in these coordinates");
    }

    /** θ = factor · ξ. */
    private static StatisticalManifold scaled(StatisticalManifold manifold, double factor) {
        return new StatisticalManifold() {
            @Override
            public int dimension() {
                return manifold.dimension();
            }

            @Override
            public double[] metric(double[] xi) {
                return Arrays.stream(manifold.metric(
                                Arrays.stream(xi).map(x -> factor * x).toArray()))
                        .map(g -> factor * factor * g)
                        .toArray();
            }

            @Override
            public double[] christoffel(double[] xi, double[] u) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void whereTheMetricIsSingularThereIsNoGeodesic() {
        NetworkManifold few = NetworkManifold.of(NETWORK, DATA.range(0, 3), new Likelihood.Gaussian(1));
        double[] u = direction(few.dimension());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExponentialMap.of(few, few.parameters(), u))
                .withMessageContaining("singular");
        NeuralNetwork kinks = NetworkKinds.network("relu", List.of(2, 3, 1), 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkManifold.of(kinks, DATA, new Likelihood.Gaussian(1)))
                .withMessageContaining("kink");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NormalManifold().metric(new double[] {0, -1}))
                .withMessageContaining("sigma");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CategoricalManifold(3).metric(new double[] {0.7, 0.4}))
                .withMessageContaining("last probability");
    }
}
