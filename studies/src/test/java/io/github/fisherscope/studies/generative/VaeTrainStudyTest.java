package io.github.fisherscope.studies.generative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.HeldOutBound;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeTrainingConfig;
import io.github.fisherscope.generative.inference.TwoLevelPatterns;
import io.github.fisherscope.results.generative.VaeTrainingResult;
import io.github.fisherscope.results.generative.VaeTrainingResult.Snapshot;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watched training: what it records, that it goes on where it was killed, and what it refuses. */
class VaeTrainStudyTest {
    private static final TwoLevelPatterns PATTERNS = new TwoLevelPatterns(16, 2, 2, 10, 0.2, 0.05, 3);

    @TempDir
    private Path folder = Path.of("");

    private static Vae model(int latents) {
        return Vae.random(List.of(16, 12, latents), new Activation.Tanh(), new Emission.Bernoulli(), 1);
    }

    private static VaeTrainConfig config(int steps, double heldOut, @Nullable Path checkpoint) {
        return new VaeTrainConfig(
                model(3),
                PATTERNS.dataset(),
                heldOut,
                Adam.of(0.01),
                new VaeTrainingConfig(steps, new Batches(10, Batches.Order.SHUFFLED, 1), 5, 1),
                20,
                checkpoint);
    }

    private static VaeTrainStudy.Outcome run(VaeTrainConfig config, int threads, StudyListener listener) {
        try (Backend backend = Backends.onClassPath()
                .open(Backends.AUTO, BackendConfig.defaults().withThreads(threads))) {
            return VaeTrainStudy.of(config).run(listener, backend);
        }
    }

    private static VaeTrainStudy.Outcome run(VaeTrainConfig config) {
        return run(config, 2, StudyListener.silent());
    }

    @Test
    void recordsStandWhereAskedAndTheBoundRises() {
        VaeTrainingResult result = run(config(110, 0.25, null)).result();
        assertThat(result.records().stream().map(Snapshot::step)).containsExactly(0, 20, 40, 60, 80, 100, 110);
        assertThat(result.losses().size()).isEqualTo(110);
        assertThat(result.last().bound()).isGreaterThan(result.records().get(0).bound() + 2);
        assertThat(result.setting().data().samples()).isEqualTo(30);
        assertThat(result.setting().data().heldOut()).isEqualTo(10);
        assertThat(result.setting().model().words()).isEqualTo("16-12-3-12-16");
        assertThat(result.end()).isEqualTo("steps");
        for (Snapshot r : result.records()) {
            assertThat(r.bound()).isCloseTo(r.reconstruction() - r.perLatent().sum(), within(1e-10));
        }
    }

    @Test
    void theLastRecordIsTheBoundOfTheModelOnDataThatNoStepSaw() {
        VaeTrainStudy.Outcome outcome = run(config(30, 0.25, null));
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            HeldOutBound bound =
                    HeldOutBound.of(outcome.model(), PATTERNS.dataset().range(30, 40), 4, 1, backend);
            assertThat(outcome.result().last().bound()).isEqualTo(bound.mean());
            assertThat(outcome.result().last().active()).isEqualTo(bound.activeCount());
        }
    }

    @Test
    void threadsChangeNoCharacter() {
        String one =
                run(config(25, 0, null), 1, StudyListener.silent()).result().json();
        String two =
                run(config(25, 0, null), 2, StudyListener.silent()).result().json();
        assertThat(two).isEqualTo(one);
        VaeTrainingResult read = JsonText.read(one, VaeTrainingResult.class, VaeTrainingResult.SCHEMA);
        assertThat(read.json()).isEqualTo(one);
    }

    @Test
    void aTrainingThatWasKilledGoesOnToTheSameCharacters() {
        String whole = run(config(90, 0, null)).result().json();
        StudyListener killer = (stage, done, total) -> {
            if (done == 50) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> run(config(90, 0, folder), 2, killer)).hasMessage("killed");
        assertThat(run(config(90, 0, folder)).result().json()).isEqualTo(whole);
        assertThat(run(config(90, 0, folder)).result().json()).as("finished").isEqualTo(whole);
    }

    @Test
    void moreStepsGoOnFromFewer() {
        run(config(40, 0, folder));
        VaeTrainStudy.Outcome more = run(config(80, 0, folder));
        assertThat(more.model().parameterVector())
                .containsExactly(run(config(80, 0, null)).model().parameterVector());
    }

    @Test
    void theStateOfAnotherTrainingIsRefused() throws IOException {
        run(config(20, 0, folder));
        VaeTrainConfig other = new VaeTrainConfig(
                model(2),
                PATTERNS.dataset(),
                0,
                Adam.of(0.01),
                new VaeTrainingConfig(20, new Batches(10, Batches.Order.SHUFFLED, 1), 5, 1),
                20,
                folder);
        assertThatThrownBy(() -> run(other))
                .hasMessageContaining("another training")
                .hasMessageContaining("16-12-3-12-16");
        Path state = folder.resolve("vae-state.json");
        Files.writeString(state, Files.readString(state).replace("\"seed\" : 1", "\"seed\" : 2"));
        assertThatThrownBy(() -> run(config(20, 0, folder))).hasMessageContaining("damaged");
        Files.writeString(state, "{\"schema\":\"somebody/else/1\"}");
        assertThatThrownBy(() -> run(config(20, 0, folder))).hasMessageContaining("is no state");
    }

    @Test
    void aDivergedTrainingKeepsWhatItHadReached() {
        VaeTrainConfig config = new VaeTrainConfig(
                Vae.random(List.of(16, 4, 2), new Activation.Relu(), new Emission.Gaussian(1), 1),
                PATTERNS.dataset(),
                0,
                new GradientDescent(1e200),
                new VaeTrainingConfig(20, Batches.all(), 0, 1),
                5,
                null);
        VaeTrainStudy.Outcome outcome = run(config);
        assertThat(outcome.result().diverged()).isTrue();
        assertThat(outcome.result().end()).isEqualTo("diverged");
        assertThat(outcome.result().setting().order()).isEqualTo("all");
    }

    @Test
    void sharesThatHoldOutNothingAreRefused() {
        assertThatThrownBy(() -> config(10, 1, null)).hasMessageContaining("heldOut");
        assertThatThrownBy(() -> config(10, 0.01, null)).hasMessageContaining("that is none");
    }

    @Test
    void bytesBecomeSharesForABernoulliDecoderAlone() {
        Dataset bytes = Dataset.ofRows(
                2,
                3,
                (t, row) -> {
                    row[0] = 255;
                    row[1] = 51 * t;
                },
                DataSource.memory("images"));
        Dataset scaled = Pixels.of(bytes, new Emission.Bernoulli());
        assertThat(scaled.get(0, 0)).isEqualTo(1);
        assertThat(scaled.get(1, 1)).isEqualTo(0.2);
        assertThat(scaled.source().description()).contains("images", "divided by 255");
        assertThat(Pixels.of(bytes, new Emission.Gaussian(1))).isSameAs(bytes);
        assertThat(Pixels.of(scaled, new Emission.Bernoulli())).isSameAs(scaled);
        Dataset black = Dataset.ofRows(1, 2, (t, row) -> row[0] = 1, DataSource.memory("black"));
        assertThat(Pixels.of(black, new Emission.Bernoulli())).isSameAs(black);
        Dataset other = Dataset.ofRows(1, 2, (t, row) -> row[0] = 300, DataSource.memory("other"));
        assertThat(Pixels.of(other, new Emission.Bernoulli())).isSameAs(other);
    }

    @Test
    void patternsHaveTheirClustersAndSeed() {
        Dataset data = PATTERNS.dataset();
        assertThat(data.samples()).isEqualTo(40);
        int[] fine = PATTERNS.fineOf();
        int[] coarse = PATTERNS.coarseOf();
        double within = 0;
        double between = 0;
        for (int t = 4; t < 40; t++) {
            for (int i = 0; i < 16; i++) {
                within += Math.abs(data.get(t, i) - data.get(t - 4, i));
                between += Math.abs(data.get(t, i) - data.get(t - 2, i));
            }
            assertThat(fine[t]).isEqualTo(fine[t - 4]);
            assertThat(coarse[t]).isEqualTo(fine[t] / 2);
        }
        assertThat(within).isLessThan(between / 2);
        assertThat(PATTERNS.dataset().get(7, 3)).isEqualTo(data.get(7, 3));
    }
}
