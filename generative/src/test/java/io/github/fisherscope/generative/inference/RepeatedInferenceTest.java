package io.github.fisherscope.generative.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.HeldOutBound;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeOracle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Repeated inference against the trajectories that another program made of the same networks. */
class RepeatedInferenceTest {
    static Stream<VaeOracle.Case> cases() {
        return VaeOracle.cases().stream();
    }

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    }

    /** The clean data, their levels and the ends of their own trajectories. */
    private static final class Ground {
        final List<ConceptLevel> levels;
        final Trajectories ends;
        final int[] each;

        Ground(VaeOracle.Case oracle, VaeInference inference) {
            double[] x = oracle.array("x");
            int n = x.length / inference.pixels();
            RealVector means = RealVector.takingOver(inference.latent(x, n, 0));
            levels = ConceptHierarchy.ofGroups(means, n, List.of(oracle.integers("label")), List.of("concept"));
            ends = Trajectories.run(inference, x, 400);
            each = IntStream.range(0, n).toArray();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void statesAndDistancesAreTheOracles(VaeOracle.Case oracle) {
        Vae model = oracle.model();
        try (Backend backend = backend();
                VaeInference inference = VaeInference.byMeans(model, backend)) {
            Ground ground = new Ground(oracle, inference);
            double[] starts = oracle.array("start");
            int block = oracle.array("x").length;
            JsonNode runs = oracle.node().get("runs");
            for (int noise = 0; noise < runs.size(); noise++) {
                JsonNode run = runs.get(noise);
                Trajectories found = Trajectories.run(
                        inference,
                        Arrays.copyOfRange(starts, noise * block, (noise + 1) * block),
                        run.get("z").size());
                InferenceCurves curves =
                        InferenceCurves.of(found, ground.levels, ground.each, LatentDistance.all(model.latents()));
                for (int step = 0; step < found.steps(); step++) {
                    for (int t = 0; t < run.get("z").get(step).size(); t++) {
                        assertThat(found.state(step, t))
                                .containsExactly(
                                        VaeOracle.numbers(run.get("z").get(step).get(t)), within(1e-9));
                    }
                    assertMean(curves.toOwn(0, step), run, "to_memory", step);
                    assertMean(curves.toOwn(1, step), run, "to_concept", step);
                    assertMean(curves.toOwn(2, step), run, "to_center", step);
                    assertMean(curves.toEnds(ground.ends, step), run, "to_memory_fixed_point", step);
                }
            }
        }
    }

    private static void assertMean(RealVector found, JsonNode run, String name, int step) {
        assertThat(found.mean())
                .as("%s at step %d", name, step)
                .isCloseTo(run.get(name).get(step).asDouble(), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void conceptsAreTheOracles(VaeOracle.Case oracle) {
        try (Backend backend = backend();
                VaeInference inference = VaeInference.byMeans(oracle.model(), backend)) {
            List<ConceptLevel> levels = new Ground(oracle, inference).levels;
            double[] concepts = levels.get(1).centres().stream()
                    .flatMapToDouble(RealVector::stream)
                    .toArray();
            assertThat(concepts).containsExactly(VaeOracle.numbers(oracle.node().get("concepts")), within(1e-9));
            assertThat(levels.get(2).centres().get(0).toArray())
                    .containsExactly(VaeOracle.numbers(oracle.node().get("center")), within(1e-9));
        }
    }

    @Test
    void meansDrawNothingAndDrawsDependOnTheSeedAlone() {
        VaeOracle.Case oracle = VaeOracle.cases().get(0);
        try (Backend backend = backend();
                VaeInference means = VaeInference.byMeans(oracle.model(), backend);
                VaeInference one = VaeInference.sampled(oracle.model(), backend, 1);
                VaeInference again = VaeInference.sampled(oracle.model(), backend, 1);
                VaeInference two = VaeInference.sampled(oracle.model(), backend, 2)) {
            double[] x = oracle.array("x");
            RealVector drawn = Trajectories.run(one, x, 5).states(4);
            assertThat(Trajectories.run(means, x, 5).states(4))
                    .isEqualTo(Trajectories.run(means, x, 5).states(4));
            assertThat(Trajectories.run(again, x, 5).states(4)).isEqualTo(drawn);
            assertThat(Trajectories.run(two, x, 5).states(4)).isNotEqualTo(drawn);
        }
    }

    /** Draws of the posterior have its mean and variance: z-scores of sums over 4000 draws, tails of 10⁻⁵. */
    @Test
    void drawsHaveThePosteriorsMoments() {
        VaeOracle.Case oracle = VaeOracle.cases().get(0);
        int n = 4000;
        double[] x = new double[n * 24];
        for (int t = 0; t < n; t++) {
            System.arraycopy(oracle.array("x"), 0, x, t * 24, 24);
        }
        try (Backend backend = backend();
                VaeInference means = VaeInference.byMeans(oracle.model(), backend);
                VaeInference sampled = VaeInference.sampled(oracle.model(), backend, 1)) {
            double[] mean = means.latent(Arrays.copyOf(x, 24), 1, 0);
            double[] z = sampled.latent(x, n, 0);
            double[] logVariance = logVariances(oracle);
            for (int i = 0; i < 3; i++) {
                double sum = 0;
                double squares = 0;
                for (int t = 0; t < n; t++) {
                    double d = (z[t * 3 + i] - mean[i]) / Math.exp(logVariance[i] / 2);
                    sum += d;
                    squares += d * d;
                }
                assertThat(sum / Math.sqrt(n)).isBetween(-4.5, 4.5);
                assertThat((squares - n) / Math.sqrt(2.0 * n)).isBetween(-4.5, 4.5);
            }
        }
    }

    private static double[] logVariances(VaeOracle.Case oracle) {
        double[] x = Arrays.copyOf(oracle.array("x"), 24);
        return Arrays.copyOfRange(oracle.model().encoder().output(x), 3, 6);
    }

    @Test
    void latentsThatTellNothingDoNotCount() {
        HeldOutBound bound = new HeldOutBound(0, 0, 0, RealVector.of(2, 0.001, 0.5));
        LatentDistance active = LatentDistance.active(bound);
        LatentDistance all = LatentDistance.all(3);
        assertThat(active.latents()).isEqualTo(2);
        assertThat(active.between(new double[] {3, 9, 4}, RealVector.of(0, 0, 0)))
                .isEqualTo(5);
        assertThat(all.between(new double[] {2, 3, 6}, RealVector.of(0, 0, 0))).isEqualTo(7);
        assertThat(active.cosine(new double[3], new double[] {1, 9, 0}, RealVector.of(1, 0, 1)))
                .isCloseTo(Math.sqrt(0.5), within(1e-15));
        assertThat(all.cosine(new double[3], new double[3], RealVector.of(1, 0, 1)))
                .isZero();
    }

    @Test
    void wrongShapesAreRefused() {
        MemoryDenoiser denoiser = new MemoryDenoiser(List.of(new double[] {0, 1}), 1);
        assertThatThrownBy(() -> Trajectories.run(denoiser, new double[3], 2)).hasMessageContaining("whole rows");
        assertThatThrownBy(() -> Trajectories.run(denoiser, new double[2], 0)).hasMessageContaining("steps");
        assertThatThrownBy(() -> new MemoryDenoiser(List.of(new double[2], new double[3]), 1))
                .hasMessageContaining("length");
        assertThatThrownBy(() -> new ConceptLevel("a", List.of(1), List.of(RealVector.of(1))))
                .hasMessageContaining("group");
        assertThat(Trajectories.run(denoiser, new double[2], 1).lastMove(0)).isInfinite();
    }
}
