package io.github.fisherscope.generative.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.generative.Bound;
import io.github.fisherscope.generative.BoundTerms;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeOracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Cases whose repeated inference is known: probabilistic PCA, and the posterior mean over memories. */
class ExactCasesTest {
    private static final JsonNode LINEAR = VaeOracle.document().get("linear").get(0);
    private static final JsonNode DENOISER =
            VaeOracle.document().get("denoiser").get(0);
    private static final int D = 5;
    private static final int K = 2;
    private static final double NOISE = 0.3;
    private static final double[] VARIANCES = {2.0, 0.9};

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    }

    private static DenseLayer linear(int inputs, int outputs, double[] weights, double[] bias) {
        return new DenseLayer(
                "1", inputs, outputs, RealVector.of(weights), RealVector.of(bias), new Activation.Identity());
    }

    /** Decoder W z + m with W's columns orthogonal; then WᵀW + σ² is diag(λ), the posterior N(Wᵀ(x − m)/λ, σ²/λ). */
    private static Vae pca() {
        double[] w = VaeOracle.numbers(LINEAR.get("W"));
        double[] mean = VaeOracle.numbers(LINEAR.get("mean"));
        double[] down = new double[2 * K * D];
        double[] bias = new double[2 * K];
        for (int i = 0; i < K; i++) {
            for (int j = 0; j < D; j++) {
                down[i * D + j] = w[j * K + i] / VARIANCES[i];
                bias[i] -= down[i * D + j] * mean[j];
            }
            bias[K + i] = Math.log(NOISE / VARIANCES[i]);
        }
        return new Vae(
                NeuralNetwork.of(List.of(linear(D, 2 * K, down, bias))),
                NeuralNetwork.of(List.of(linear(K, D, w, mean))),
                new Emission.Gaussian(NOISE));
    }

    @Test
    void aLinearModelContractsToTheCentreByOneMinusNoiseOverVariance() {
        try (Backend backend = backend();
                VaeInference inference = VaeInference.byMeans(pca(), backend)) {
            JsonNode expected = LINEAR.get("z");
            Trajectories runs = Trajectories.run(inference, VaeOracle.numbers(LINEAR.get("x")), expected.size());
            for (int step = 0; step < expected.size(); step++) {
                assertThat(runs.state(step, 0)).containsExactly(VaeOracle.numbers(expected.get(step)), within(1e-14));
                for (int i = 0; step > 0 && i < K; i++) {
                    assertThat(runs.get(step, 0, i) / runs.get(step - 1, 0, i))
                            .isCloseTo(1 - NOISE / VARIANCES[i], within(1e-13));
                }
            }
            Trajectories long_ = Trajectories.run(inference, VaeOracle.numbers(LINEAR.get("x")), 200);
            assertThat(long_.state(199, 0)).containsExactly(new double[K], within(1e-10));
            assertThat(EndStates.of(long_, 1e-9, 1e-6).still()).isEqualTo(1);
        }
    }

    /**
     * With the exact posterior the bound is the log likelihood. Both are quadratic in x and in ε, so that points ±√(dλ_i) b_i and
     * ±√K e_j give their means exactly; the basis is completed from W by Gram and Schmidt.
     */
    @Test
    void theBoundIsTheLogLikelihoodAtTheExactPosterior() {
        double[] full = VaeOracle.numbers(LINEAR.get("case").get("variances"));
        List<double[]> basis = basis();
        double[] mean = VaeOracle.numbers(LINEAR.get("mean"));
        double reconstruction = 0;
        double divergence = 0;
        int count = 0;
        try (Backend backend = backend();
                Bound bound = Bound.of(pca(), backend, 1)) {
            for (int i = 0; i < 2 * D; i++) {
                double[] x = mean.clone();
                for (int j = 0; j < D; j++) {
                    x[j] += (i % 2 == 0 ? 1 : -1) * Math.sqrt(D * full[i / 2]) * basis.get(i / 2)[j];
                }
                for (int e = 0; e < 2 * K; e++) {
                    double[] epsilon = new double[K];
                    epsilon[e / 2] = (e % 2 == 0 ? 1 : -1) * Math.sqrt(K);
                    BoundTerms terms = bound.terms(x, epsilon);
                    reconstruction += terms.reconstruction().get(0);
                    divergence += terms.divergence().get(0);
                    count++;
                }
            }
        }
        assertThat(divergence / count).isCloseTo(LINEAR.get("mean_kl").asDouble(), within(1e-12));
        assertThat((reconstruction - divergence) / count)
                .isCloseTo(LINEAR.get("mean_log_likelihood").asDouble(), within(1e-12));
    }

    private static List<double[]> basis() {
        double[] w = VaeOracle.numbers(LINEAR.get("W"));
        List<double[]> basis = new ArrayList<>();
        for (int c = 0; basis.size() < D; c++) {
            double[] v = new double[D];
            for (int j = 0; j < D; j++) {
                v[j] = c < K ? w[j * K + c] : (j == c - K ? 1 : 0);
            }
            for (double[] b : basis) {
                double product = 0;
                for (int j = 0; j < D; j++) {
                    product += b[j] * v[j];
                }
                for (int j = 0; j < D; j++) {
                    v[j] -= product * b[j];
                }
            }
            double norm = Math.sqrt(Arrays.stream(v).map(a -> a * a).sum());
            if (norm > 1e-6) {
                basis.add(Arrays.stream(v).map(a -> a / norm).toArray());
            }
        }
        return basis;
    }

    private static List<double[]> memories() {
        List<double[]> memories = new ArrayList<>();
        DENOISER.get("case").get("memories").forEach(m -> memories.add(VaeOracle.numbers(m)));
        return memories;
    }

    @Test
    void theDenoiserFollowsTheOracle() {
        for (JsonNode row : DENOISER.get("rows")) {
            MemoryDenoiser denoiser =
                    new MemoryDenoiser(memories(), row.get("s").asDouble());
            JsonNode expected = row.get("x");
            Trajectories runs = Trajectories.run(denoiser, VaeOracle.numbers(expected.get(0)), expected.size());
            for (int step = 0; step < expected.size(); step++) {
                assertThat(runs.state(step, 0)).containsExactly(VaeOracle.numbers(expected.get(step)), within(1e-12));
            }
        }
    }

    /** Two pairs of memories, 4 apart, the two of a pair 0.8 apart: noise decides how abstract the end is. */
    @Test
    void moreNoiseLeadsToAMoreAbstractEnd() {
        assertThat(end(0.2)).containsExactly(new double[] {2, 0.4}, within(1e-3));
        assertThat(end(0.6)).containsExactly(new double[] {2, 0}, within(1e-3));
        assertThat(end(2.5)).containsExactly(new double[] {0, 0}, within(1e-2));
        assertThat(levelOfEnd(0.2)).isEqualTo(0);
        assertThat(levelOfEnd(0.6)).isEqualTo(1);
        assertThat(levelOfEnd(2.5)).isEqualTo(2);
    }

    private static double[] end(double s) {
        return Trajectories.run(new MemoryDenoiser(memories(), s), new double[] {1.2, 0.9}, 400)
                .state(399, 0);
    }

    private static int levelOfEnd(double s) {
        double[] all = memories().stream().flatMapToDouble(Arrays::stream).toArray();
        List<ConceptLevel> levels = ConceptHierarchy.found(RealVector.of(all), memories(), 2, 1, 1);
        Trajectories runs = Trajectories.run(new MemoryDenoiser(memories(), s), new double[] {1.2, 0.9}, 400);
        return InferenceCurves.of(runs, levels, new int[] {0}, LatentDistance.all(2))
                .nearestLevel(399)[0];
    }

    @Test
    void curvesTellTheOrderInWhichLevelsArePassed() {
        double[] all = memories().stream().flatMapToDouble(Arrays::stream).toArray();
        List<ConceptLevel> levels = ConceptHierarchy.found(RealVector.of(all), memories(), 2, 1, 1);
        assertThat(levels.stream().map(ConceptLevel::name)).containsExactly("memory", "concept", "centre");
        Trajectories runs =
                Trajectories.run(new MemoryDenoiser(memories(), 0.2), new double[] {1.2, 0.9, -1.5, -0.5}, 30);
        InferenceCurves curves = InferenceCurves.of(runs, levels, new int[] {0, 3}, LatentDistance.all(2));
        assertThat(curves.toOwn(0, 29).stream().max().orElseThrow()).isLessThan(1e-3);
        assertThat(curves.toOther(0, 29).get(0)).isCloseTo(0.8, within(1e-3));
        assertThat(curves.toOther(1, 29).get(0)).isCloseTo(Math.hypot(4, 0.4), within(1e-3));
        assertThat(curves.toOther(2, 29).get(0)).isInfinite();
        assertThat(curves.cosine(0, 0).get(0)).isGreaterThan(0.99);
        assertThat(curves.cosine(2, 0).get(0)).isNegative();
        assertThat(curves.shareNearer(0, 1, 29)).isEqualTo(1);
        assertThat(curves.shareNearer(1, 0, 29)).isZero();
        assertThat(curves.closestStep(0).get(0)).isGreaterThan(0);
        assertThat(curves.nearestLevel(29)).containsExactly(0, 0);
    }

    @Test
    void endsThatAreTheSameMakeOneGroup() {
        double[] starts = {1.2, 0.9, 1.9, 0.3, -1, 1, -2, 0.5, 2.1, 0.6};
        Trajectories runs = Trajectories.run(new MemoryDenoiser(memories(), 0.2), starts, 300);
        EndStates ends = EndStates.of(runs, 1e-10, 1e-3);
        assertThat(ends.still()).isEqualTo(5);
        assertThat(ends.groups()).containsExactly(0, 0, 1, 1, 0);
        assertThat(ends.count()).isEqualTo(2);
    }

    @Test
    void groupsOfGroupsAreFoundInEachOther() {
        List<double[]> x = new ArrayList<>();
        for (int t = 0; t < 48; t++) {
            x.add(new double[] {100 * (t % 2), 10 * (t / 2 % 3), 0.1 * t});
        }
        double[] latents = x.stream().flatMapToDouble(Arrays::stream).toArray();
        List<ConceptLevel> levels = ConceptHierarchy.found(RealVector.of(latents), x, 2, 3, 7);
        assertThat(levels.stream().map(ConceptLevel::name))
                .containsExactly("memory", "fine concept", "concept", "centre");
        for (int t = 0; t < 48; t++) {
            assertThat(levels.get(2).groupOf().get(t))
                    .isEqualTo(levels.get(2).groupOf().get(t % 2));
            assertThat(levels.get(1).groupOf().get(t))
                    .isEqualTo(levels.get(1).groupOf().get(t % 6));
        }
        assertThat(levels.get(1).centres()).hasSize(6);
        assertThat(levels.get(2).own(1).get(0)).isCloseTo(100, within(1e-12));
    }
}
