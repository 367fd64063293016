package io.github.fisherscope.studies.generative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.manifold.FisherRaoCurve;
import io.github.fisherscope.core.manifold.VolumeDensity;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.math.SymmetricEigenvalues;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeTraining;
import io.github.fisherscope.generative.VaeTrainingConfig;
import io.github.fisherscope.generative.inference.Corruption;
import io.github.fisherscope.generative.inference.TwoLevelPatterns;
import io.github.fisherscope.generative.metric.DecoderManifold;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.results.generative.VaeInferenceResult.LevelCurve;
import io.github.fisherscope.results.generative.VaeInferenceResult.NoiseRun;
import io.github.fisherscope.results.generative.VaeInferenceResult.VolumeMap;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.studies.generative.VaeInferConfig.Concepts;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Repeated inference measured, against the same done by plain loops. */
class VaeInferStudyTest {
    private static final Dataset DATA = new TwoLevelPatterns(16, 2, 2, 10, 0.2, 0.05, 3).dataset();
    private static final int STEPS = 5;

    private static Vae trained = random(3);

    private static Vae random(int latents) {
        return Vae.random(List.of(16, 12, latents), new Activation.Tanh(), new Emission.Bernoulli(), 1);
    }

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    }

    @BeforeAll
    static void train() {
        VaeTrainingConfig config = new VaeTrainingConfig(300, new Batches(10, Batches.Order.SHUFFLED, 1), 0, 1);
        try (Backend backend = backend();
                VaeTraining training = new VaeTraining(random(3), DATA, Adam.of(0.01), config, backend)) {
            trained = training.run();
        }
    }

    private static VaeInferConfig config(Vae model, Dataset data, boolean sampled, long seed, double... noise) {
        return new VaeInferConfig(model, "test", data, RealVector.of(noise), new Concepts(2, 2), STEPS, sampled, seed);
    }

    private static VaeInferenceResult run(VaeInferConfig config) {
        try (Backend backend = backend()) {
            return VaeInferStudy.of(config).run(StudyListener.silent(), backend);
        }
    }

    private static double[] mean(Vae model, double[] x) {
        return java.util.Arrays.copyOf(model.encoder().output(x), model.latents());
    }

    private static double[] drawn(Vae model, double[] z) {
        double[] x = model.decoder().output(z);
        for (int i = 0; i < x.length; i++) {
            x[i] = model.emission().mean(x[i]);
        }
        return x;
    }

    /** Returns z_1 … z_n of one datum, by plain loops. */
    private static List<double[]> states(Vae model, double[] start) {
        List<double[]> states = new ArrayList<>();
        double[] x = start;
        for (int step = 0; step < STEPS; step++) {
            states.add(mean(model, x));
            x = drawn(model, states.get(step));
        }
        return states;
    }

    private static double[] row(double[] rows, int t) {
        return java.util.Arrays.copyOfRange(rows, t * 16, (t + 1) * 16);
    }

    private static double[] all() {
        double[] x = new double[DATA.samples() * 16];
        for (int t = 0; t < DATA.samples(); t++) {
            DATA.copyRow(t, x, t * 16);
        }
        return x;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }

    @Test
    void distancesToMemoryAndCentreAreThoseOfPlainLoops() {
        VaeInferenceResult result = run(config(trained, DATA, false, 4, 0.2));
        double[] clean = all();
        double[] noisy = Corruption.of(trained.emission(), clean, 0.2, 4);
        int n = DATA.samples();
        double[] centre = new double[3];
        for (int t = 0; t < n; t++) {
            double[] memory = mean(trained, row(clean, t));
            for (int i = 0; i < 3; i++) {
                centre[i] += memory[i] / n;
            }
        }
        double[] toMemory = new double[STEPS];
        double[] toCentre = new double[STEPS];
        for (int t = 0; t < n; t++) {
            List<double[]> states = states(trained, row(noisy, t));
            for (int step = 0; step < STEPS; step++) {
                toMemory[step] += distance(states.get(step), mean(trained, row(clean, t))) / n;
                toCentre[step] += distance(states.get(step), centre) / n;
            }
        }
        List<LevelCurve> curves = result.runs().get(0).all();
        assertThat(result.levels()).containsExactly("memory", "fine concept", "concept", "centre");
        assertThat(curves.get(0).distance().toArray()).containsExactly(toMemory, within(1e-10));
        assertThat(curves.get(3).distance().toArray()).containsExactly(toCentre, within(1e-10));
        assertThat(curves.get(3).other()).isNull();
    }

    @Test
    void sharesOfTheNearestLevelAddUpToOne() {
        for (NoiseRun run : run(config(trained, DATA, false, 4, 0, 0.3)).runs()) {
            for (int step = 0; step < STEPS; step++) {
                int s = step;
                assertThat(run.all().stream()
                                .mapToDouble(c -> c.nearest().get(s))
                                .sum())
                        .isCloseTo(1, within(1e-12));
            }
            assertThat(run.ends().still()).isBetween(0.0, 1.0);
            assertThat(run.ends().groups()).isBetween(1, DATA.samples());
        }
    }

    @Test
    void withoutNoiseTrajectoriesBeginAtTheirMemories() {
        NoiseRun run = run(config(trained, DATA, false, 4, 0)).runs().get(0);
        assertThat(run.all().get(0).distance().get(0)).isZero();
        assertThat(run.all().get(0).nearest().get(0)).isEqualTo(1);
        assertThat(run.all().get(0).closestStep()).isZero();
    }

    /** Eight chords a step against Gauss's rule: an error of second order, a few parts in ten thousand. */
    @Test
    void lengthsAreThoseOfTheQuadrature() {
        Dataset two = DATA.range(0, 2);
        VaeInferConfig config =
                new VaeInferConfig(trained, "test", two, RealVector.of(0.3), new Concepts(1, 1), STEPS, false, 4);
        double[] noisy = Corruption.of(trained.emission(), java.util.Arrays.copyOf(all(), 32), 0.3, 4);
        DecoderManifold manifold = DecoderManifold.of(trained);
        double expected = 0;
        for (int t = 0; t < 2; t++) {
            expected += FisherRaoCurve.through(manifold, states(trained, row(noisy, t)))
                            .length()
                    / 2;
        }
        VaeInferenceResult result = run(config);
        assertThat(result.levels()).containsExactly("memory", "centre");
        assertThat(result.runs().get(0).length().mean()).isCloseTo(expected, within(2e-3 * expected));
        assertThat(result.runs().get(0).length().mean()).isLessThan(expected);
        assertThat(result.runs().get(0).length().bend()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void theMetricIsTheMeanOverMemories() {
        VaeInferenceResult result = run(config(trained, DATA.range(0, 20), false, 4, 0));
        double[] clean = all();
        double[] values = new double[3];
        for (int t = 0; t < 20; t++) {
            double[] g = DecoderManifold.of(trained).metric(mean(trained, row(clean, t)));
            for (int i = 0; i < 3; i++) {
                values[i] += SymmetricEigenvalues.of(g, 3).get(i) / 20;
            }
        }
        assertThat(result.metric().states()).isEqualTo(20);
        assertThat(result.metric().eigenvalues().toArray()).containsExactly(values, within(1e-10));
        assertThat(result.metric().volume()).isNull();
    }

    @Test
    void twoLatentsHaveAMapOfVolumes() {
        Vae model = random(2);
        VaeInferenceResult result = run(config(model, DATA.range(0, 8), false, 4, 0.1));
        VolumeMap map = Objects.requireNonNull(result.metric().volume());
        double centre =
                VolumeDensity.at(DecoderManifold.of(model), new double[2]).logPseudoDeterminant() / 2;
        int middle = map.edge() / 2;
        assertThat(map.logVolume().get(middle * map.edge() + middle)).isCloseTo(centre, within(1e-10));
        double corner = VolumeDensity.at(DecoderManifold.of(model), new double[] {map.range(), -map.range()})
                        .logPseudoDeterminant()
                / 2;
        assertThat(map.logVolume().get(map.edge() - 1)).isCloseTo(corner, within(1e-10));
    }

    @Test
    void thePlaneIsThatOfTheLatentsThatTellMost() {
        VaeInferenceResult result = run(config(trained, DATA, false, 4, 0.1));
        RealVector shares = result.setting().perLatent();
        double most = shares.stream().max().orElseThrow();
        assertThat(shares.get(result.plane().first())).isEqualTo(most);
        assertThat(result.plane().paths()).hasSize(12);
        assertThat(result.plane().paths().get(0).size()).isEqualTo(2 * STEPS);
        double[] memory = mean(trained, row(all(), 0));
        assertThat(result.plane().memories().get(0))
                .isCloseTo(memory[result.plane().first()], within(1e-12));
        assertThat(result.plane().concepts().size()).isEqualTo(4);
    }

    @Test
    void drawsDependOnTheSeedAndMeansDoNot() {
        String drawn = run(config(trained, DATA, true, 4, 0)).json();
        assertThat(run(config(trained, DATA, true, 4, 0)).json()).isEqualTo(drawn);
        assertThat(run(config(trained, DATA, true, 5, 0)).runs())
                .isNotEqualTo(run(config(trained, DATA, true, 4, 0)).runs());
        assertThat(run(config(trained, DATA, false, 5, 0)).runs())
                .isEqualTo(run(config(trained, DATA, false, 4, 0)).runs());
        assertThat(JsonText.read(drawn, VaeInferenceResult.class, VaeInferenceResult.SCHEMA)
                        .json())
                .isEqualTo(drawn);
    }

    @Test
    void aModelThatTellsNothingHasNoActiveCurves() {
        double[] theta = new double[trained.parameters()];
        VaeInferenceResult result = run(config(trained.withParameterVector(theta), DATA, false, 4, 0.1));
        assertThat(result.setting().active()).isZero();
        assertThat(result.runs().get(0).active()).isEmpty();
        assertThat(result.metric().logVolume()).isNull();
        assertThat(result.runs().get(0).length().bend()).isNull();
        assertThat(result.json()).contains("\"active\" : 0");
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertThatThrownBy(() -> config(trained, DATA, false, 1, 1.5)).hasMessageContaining("noise");
        assertThatThrownBy(() -> config(trained, DATA, false, 1)).hasMessageContaining("noise");
        assertThatThrownBy(() -> config(trained, DATA.range(0, 1), false, 1, 0)).hasMessageContaining("samples");
        assertThatThrownBy(
                        () -> new VaeInferConfig(trained, "", DATA, RealVector.of(0), new Concepts(41, 1), 2, false, 1))
                .hasMessageContaining("concepts");
        assertThatThrownBy(
                        () -> new VaeInferConfig(trained, "", DATA, RealVector.of(0), new Concepts(1, 0), 2, false, 1))
                .hasMessageContaining("within");
        assertThatThrownBy(
                        () -> new VaeInferConfig(trained, "", DATA, RealVector.of(0), new Concepts(1, 1), 1, false, 1))
                .hasMessageContaining("steps");
    }
}
