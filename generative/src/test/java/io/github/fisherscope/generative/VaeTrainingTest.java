package io.github.fisherscope.generative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.TrainingEnd;
import io.github.fisherscope.core.training.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training: its bits, its end, what it says of latents, and its files. */
class VaeTrainingTest {
    private static final int PIXELS = 12;

    /** Two patterns with a pixel that differs from datum to datum. */
    private static Dataset patterns(int samples) {
        return Dataset.ofRows(
                samples,
                PIXELS,
                (t, row) -> {
                    for (int i = 0; i < PIXELS; i++) {
                        row[i] = (i < PIXELS / 2) == (t % 2 == 0) ? 1 : 0;
                    }
                    row[t / 2 % PIXELS] = 1 - row[t / 2 % PIXELS];
                },
                DataSource.memory("patterns"));
    }

    private static Vae model(Emission emission) {
        return Vae.random(List.of(PIXELS, 10, 2), new Activation.Tanh(), emission, 1);
    }

    private static VaeTrainingConfig config(int steps) {
        return new VaeTrainingConfig(steps, new Batches(8, Batches.Order.SHUFFLED, 1), 20, 1);
    }

    private static Backend open(int threads) {
        return BoundTest.open(BackendConfig.defaults().withThreads(threads));
    }

    private static Vae trained(Emission emission, int steps, int threads) {
        try (Backend backend = open(threads);
                VaeTraining training =
                        new VaeTraining(model(emission), patterns(24), Adam.of(0.01), config(steps), backend)) {
            return training.run();
        }
    }

    @Test
    void aTrainedModelIsBetterOnDataItHasNotSeenAndItsLatentsTellSomething() {
        Vae after = trained(new Emission.Bernoulli(), 400, 2);
        try (Backend backend = open(2)) {
            HeldOutBound before = HeldOutBound.of(model(new Emission.Bernoulli()), patterns(40), 4, 9, backend);
            HeldOutBound now = HeldOutBound.of(after, patterns(40), 4, 9, backend);
            assertThat(now.mean()).isGreaterThan(before.mean() + 3);
            assertThat(now.standardError()).isPositive();
            assertThat(now.collapsed()).isFalse();
            assertThat(now.activeCount()).isBetween(1, 2);
            assertThat(now.mean())
                    .isCloseTo(now.reconstruction() - now.perLatent().sum(), within(1e-12));
        }
    }

    @Test
    void aDecoderThatCannotUseItsLatentsIsSaidToHaveCollapsed() {
        VaeOracle.Case oracle = VaeOracle.cases().stream()
                .filter(c -> c.toString().equals("collapsed"))
                .findFirst()
                .orElseThrow();
        Dataset data = Dataset.of(oracle.data(), io.github.fisherscope.core.data.Labels.none(), DataSource.memory("x"));
        try (Backend backend = open(1)) {
            HeldOutBound bound = HeldOutBound.of(oracle.model(), data, 2, 1, backend);
            assertThat(bound.collapsed()).isTrue();
            assertThat(bound.activeCount())
                    .isEqualTo(oracle.node().get("active_latents_at_0.01").asInt());
        }
    }

    @Test
    void threadsChangeNoBit() {
        assertThat(trained(new Emission.Bernoulli(), 30, 2).parameterVector())
                .containsExactly(trained(new Emission.Bernoulli(), 30, 1).parameterVector());
    }

    @Test
    void aTrainingThatGoesOnMakesTheSameBits() {
        Vae whole = trained(new Emission.Bernoulli(), 50, 1);
        try (Backend backend = open(1)) {
            TrainingState half;
            try (VaeTraining first = new VaeTraining(
                    model(new Emission.Bernoulli()), patterns(24), Adam.of(0.01), config(20), backend)) {
                first.run();
                half = first.state();
            }
            try (VaeTraining second = new VaeTraining(
                    model(new Emission.Bernoulli()), patterns(24), Adam.of(0.01), config(50), backend)) {
                second.resume(half);
                assertThat(second.run().parameterVector()).containsExactly(whole.parameterVector());
                assertThat(second.losses().size()).isEqualTo(50);
                assertThat(second.losses().slice(0, 20)).isEqualTo(half.losses());
            }
        }
    }

    @Test
    void theDivergenceCountsMoreFromStepToStep() {
        VaeTrainingConfig config = config(100);
        assertThat(config.weight(0)).isEqualTo(1.0 / 21);
        assertThat(config.weight(19)).isEqualTo(20.0 / 21);
        assertThat(config.weight(20)).isEqualTo(1);
        assertThat(new VaeTrainingConfig(3, Batches.all(), 0, 1).weight(0)).isEqualTo(1);
    }

    @Test
    void aTrainingThatLeavesTheDoublesEndsWhereItStood() {
        try (Backend backend = open(1);
                VaeTraining training = new VaeTraining(
                        model(new Emission.Gaussian(1)),
                        patterns(24),
                        new GradientDescent(1e200),
                        new VaeTrainingConfig(50, Batches.all(), 0, 1),
                        backend)) {
            Vae end = training.run();
            assertThat(training.end()).contains(TrainingEnd.DIVERGED);
            assertThat(training.steps()).isLessThan(50);
            assertThat(java.util.Arrays.stream(end.parameterVector())).allMatch(Double::isFinite);
            assertThatThrownBy(training::step).hasMessageContaining("ended");
        }
    }

    @Test
    void dataThatTheDecoderCannotDrawAreRefused() {
        Dataset grey = Dataset.ofRows(2, PIXELS, (t, row) -> row[3] = 1.5, DataSource.memory("grey"));
        Dataset narrow = Dataset.ofRows(2, 3, (t, row) -> row[0] = 1, DataSource.memory("narrow"));
        try (Backend backend = open(1)) {
            assertThatThrownBy(() -> HeldOutBound.of(model(new Emission.Bernoulli()), grey, 1, 1, backend))
                    .hasMessageContaining("input 3 of sample 0")
                    .hasMessageContaining("1.5")
                    .hasMessageContaining("gaussian");
            assertThatThrownBy(() -> HeldOutBound.of(model(new Emission.Bernoulli()), narrow, 1, 1, backend))
                    .hasMessageContaining("narrow");
        }
    }

    @Test
    void modelsAreReadBackBitForBit(@TempDir Path folder) {
        for (Emission emission : List.of(new Emission.Bernoulli(), new Emission.Gaussian(0.37))) {
            Vae model = trained(emission, 3, 1);
            Path file = folder.resolve(emission.id() + ".npz");
            VaeFile.write(file, model);
            assertThat(VaeFile.isOurs(file)).isTrue();
            Vae read = VaeFile.read(file);
            assertThat(read.emission()).isEqualTo(emission);
            assertThat(read.parameterVector()).containsExactly(model.parameterVector());
            assertThat(read.encoder().layer(1).activation()).isEqualTo(new Activation.Tanh());
            assertThat(read.encoder().linearOutput()).isTrue();
        }
    }

    @Test
    void filesOfOthersAreRefusedWithWhatIsMissing(@TempDir Path folder) throws Exception {
        Path plain = folder.resolve("plain.npz");
        io.github.fisherscope.core.network.arrays.NetworkFile.write(
                plain, model(new Emission.Bernoulli()).encoder());
        assertThatThrownBy(() -> VaeFile.read(plain))
                .hasMessageContaining("emission")
                .hasMessageContaining("W1");
        assertThat(VaeFile.isOurs(plain)).isFalse();
        Path text = folder.resolve("text.npz");
        Files.writeString(text, "no archive");
        assertThatThrownBy(() -> VaeFile.read(text)).hasMessageContaining("text.npz");
        assertThat(VaeFile.isOurs(folder.resolve("missing.npz"))).isFalse();
    }

    @Test
    void networksThatDoNotFitMakeNoModel() {
        Vae model = model(new Emission.Bernoulli());
        assertThatThrownBy(() -> new Vae(model.decoder(), model.decoder(), model.emission()))
                .hasMessageContaining("encoder");
        assertThatThrownBy(() -> model.withParameterVector(new double[2])).hasMessageContaining("theta");
        assertThat(model.withParameterVector(model.parameterVector()).parameterVector())
                .containsExactly(model.parameterVector());
        assertThat(RealVector.of(model.parameterVector()).size()).isEqualTo(model.parameters());
    }
}
