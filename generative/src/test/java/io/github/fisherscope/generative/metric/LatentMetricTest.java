package io.github.fisherscope.generative.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.manifold.ExponentialMap;
import io.github.fisherscope.core.manifold.FisherRaoCurve;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeForward;
import io.github.fisherscope.generative.VaeOracle;
import io.github.fisherscope.generative.inference.Trajectories;
import io.github.fisherscope.generative.inference.VaeInference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The metric of latent space by two routes, and lengths by chords against quadrature. */
class LatentMetricTest {
    static Stream<VaeOracle.Case> cases() {
        return VaeOracle.cases().stream();
    }

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    }

    private static double[] state(int k) {
        double[] z = new double[k];
        for (int i = 0; i < k; i++) {
            z[i] = 0.3 * (i + 1) * (i % 2 == 0 ? 1 : -1);
        }
        return z;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsOfTheJacobianAndForwardDerivativesAgree(VaeOracle.Case oracle) {
        Vae model = oracle.model();
        double[] z = state(model.latents());
        try (Backend backend = backend();
                VaeForward forward = VaeForward.of(model, backend, 4)) {
            LatentMetric fast = LatentMetric.ofDecoder(model, forward, z);
            assertThat(fast.entries().toArray())
                    .containsExactly(DecoderManifold.of(model).metric(z), within(1e-12));
            assertThat(fast.volume().dimension()).isEqualTo(model.latents());
            assertThat(fast.eigenvalues().get(0)).isPositive();
        }
    }

    /** ½ KL between neighbours, by differences: KL(z, z + hu) = ½h² uᵀGu + O(h³), made of second order by ±h. */
    @Test
    void theMetricIsTheCurvatureOfTheDivergence() {
        Vae model = VaeOracle.cases().get(0).model();
        double[] z = state(3);
        double[] u = {0.4, -0.7, 0.2};
        double h = 1e-3;
        double speed = DecoderManifold.of(model).squaredSpeed(z, u);
        double sum = divergence(model, z, u, h) + divergence(model, z, u, -h);
        assertThat(sum / (h * h)).isCloseTo(speed, within(1e-5 * speed));
    }

    private static double divergence(Vae model, double[] z, double[] u, double h) {
        double[] moved = z.clone();
        for (int i = 0; i < z.length; i++) {
            moved[i] += h * u[i];
        }
        double[] a = model.decoder().output(z);
        double[] b = model.decoder().output(moved);
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            double p = model.emission().mean(a[k]);
            sum += p * (a[k] - b[k]) + Math.log1p(Math.exp(b[k])) - Math.log1p(Math.exp(a[k]));
        }
        return sum;
    }

    /** The posterior's metric along u against KL between the posteriors of x ± hu. */
    @Test
    void thePosteriorsMetricIsTheCurvatureOfItsDivergence() {
        VaeOracle.Case oracle = VaeOracle.cases().get(0);
        Vae model = oracle.model();
        double[] x = Arrays.copyOf(oracle.array("x"), model.pixels());
        try (Backend backend = backend();
                VaeForward forward = VaeForward.of(model, backend, 1)) {
            LatentMetric metric = LatentMetric.ofPosterior(model, forward, x);
            assertThat(metric.dimension()).isEqualTo(6);
            double trace = 0;
            double h = 1e-3;
            for (int i = 0; i < x.length; i++) {
                trace += (posteriorDivergence(model, x, i, h) + posteriorDivergence(model, x, i, -h)) / (h * h);
            }
            assertThat(metric.eigenvalues().sum()).isCloseTo(trace, within(1e-4 * trace));
        }
    }

    private static double posteriorDivergence(Vae model, double[] x, int pixel, double h) {
        double[] moved = x.clone();
        moved[pixel] += h;
        double[] a = model.encoder().output(x);
        double[] b = model.encoder().output(moved);
        int k = model.latents();
        double sum = 0;
        for (int i = 0; i < k; i++) {
            double ratio = a[k + i] - b[k + i];
            double d = a[i] - b[i];
            sum += 0.5 * (Math.expm1(ratio) - ratio + d * d * Math.exp(-b[k + i]));
        }
        return sum;
    }

    @Test
    void chordsConvergeToTheQuadratureFromBelowByTheFourthPerHalving() {
        VaeOracle.Case oracle = VaeOracle.cases().get(0);
        Vae model = oracle.model();
        try (Backend backend = backend();
                VaeInference inference = VaeInference.byMeans(model, backend);
                VaeForward forward = VaeForward.of(model, backend, 64)) {
            double[] start = Arrays.copyOfRange(oracle.array("start"), 12 * 24 * 3, 12 * 24 * 3 + 24);
            Trajectories runs = Trajectories.run(inference, start, 6);
            List<double[]> states = new ArrayList<>();
            for (int step = 0; step < 6; step++) {
                states.add(runs.state(step, 0));
            }
            double exact =
                    FisherRaoCurve.through(DecoderManifold.of(model), states).length();
            double coarse =
                    exact - InferenceLength.of(model, forward, runs, 0, 8).total();
            InferenceLength fine = InferenceLength.of(model, forward, runs, 0, 16);
            assertThat(coarse).isPositive();
            assertThat(coarse / (exact - fine.total())).isCloseTo(4, within(0.1));
            assertThat(fine.bend()).isGreaterThanOrEqualTo(1);
            assertThat(fine.steps().size()).isEqualTo(5);
        }
    }

    /** Gaussian outputs of a linear decoder: the metric is WᵀW/σ², every straight way is as long as the ends are apart. */
    @Test
    void aLinearDecoderIsFlat() {
        DenseLayer up = new DenseLayer(
                "1", 2, 3, RealVector.of(1, 0, 0, 2, 1, 1), RealVector.of(0, 0, 0), new Activation.Identity());
        DenseLayer down = new DenseLayer(
                "1", 3, 4, RealVector.of(new double[12]), RealVector.of(new double[4]), new Activation.Identity());
        Vae model =
                new Vae(NeuralNetwork.of(List.of(down)), NeuralNetwork.of(List.of(up)), new Emission.Gaussian(0.25));
        DecoderManifold manifold = DecoderManifold.of(model);
        assertThat(manifold.metric(new double[2])).containsExactly(8, 4, 4, 20);
        assertThat(manifold.christoffel(new double[] {1, 2}, new double[] {3, 4}))
                .containsExactly(0, 0);
        ExponentialMap geodesic = ExponentialMap.of(manifold, new double[] {1, 0}, new double[] {1, -1});
        assertThat(geodesic.end().toArray()).containsExactly(new double[] {2, -1}, within(1e-12));
    }

    @Test
    void geodesicsKeepTheirSpeed() {
        Vae model = VaeOracle.cases().get(0).model();
        ExponentialMap geodesic = ExponentialMap.of(DecoderManifold.of(model), state(3), new double[] {0.2, 0.1, -0.3});
        assertThat(geodesic.endSpeed()).isCloseTo(geodesic.speed(), within(1e-9 * geodesic.speed()));
    }

    @Test
    void kinksHaveNoGeodesics() {
        Vae model = Vae.random(List.of(4, 3, 2), new Activation.Relu(), new Emission.Bernoulli(), 1);
        assertThatThrownBy(() -> DecoderManifold.of(model))
                .hasMessageContaining("relu")
                .hasMessageContaining("tanh");
    }
}
