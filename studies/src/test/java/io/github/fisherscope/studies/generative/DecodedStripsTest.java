package io.github.fisherscope.studies.generative;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.inference.ConceptLevel;
import io.github.fisherscope.generative.inference.Corruption;
import io.github.fisherscope.generative.inference.Trajectories;
import io.github.fisherscope.generative.inference.TwoLevelPatterns;
import io.github.fisherscope.generative.inference.VaeInference;
import io.github.fisherscope.results.generative.ImageStrips;
import io.github.fisherscope.results.generative.ImageStrips.Strip;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.studies.generative.VaeInferConfig.Concepts;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images along trajectories, against encoder and decoder applied by hand. */
class DecodedStripsTest {
    private static final TwoLevelPatterns PATTERNS = new TwoLevelPatterns(16, 2, 2, 10, 0.2, 0.05, 3);
    private static final Dataset DATA = PATTERNS.dataset();
    private static final int STEPS = 12;

    private static Vae model(Emission emission) {
        Vae start = Vae.random(List.of(16, 12, 3), new Activation.Tanh(), emission, 1);
        double[] theta = start.parameterVector();
        Arrays.setAll(theta, i -> 3 * theta[i]); // far from a fixed point
        return start.withParameterVector(theta);
    }

    private static VaeInferenceResult run(Vae model, boolean sampled, ImageSize size, double... noise) {
        VaeInferConfig config =
                new VaeInferConfig(model, "test", DATA, RealVector.of(noise), new Concepts(2, 2), STEPS, sampled, 4);
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            return VaeInferStudy.of(config, size).run(StudyListener.silent(), backend);
        }
    }

    private static double[] clean() {
        double[] x = new double[DATA.samples() * 16];
        for (int t = 0; t < DATA.samples(); t++) {
            DATA.copyRow(t, x, t * 16);
        }
        return x;
    }

    private static double[] row(double[] rows, int t) {
        return Arrays.copyOfRange(rows, t * 16, (t + 1) * 16);
    }

    private static void requireGrey(byte[] image, double[] x, double black, double white) {
        for (int i = 0; i < x.length; i++) {
            double expected = Math.min(255, Math.max(0, 255 * (x[i] - black) / (white - black)));
            assertThat(Math.abs((image[i] & 255) - expected)).isLessThanOrEqualTo(0.5 + 1e-9);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void imagesAreThoseOfTheHalvesByHand(boolean bernoulli) {
        Vae model = model(bernoulli ? new Emission.Bernoulli() : new Emission.Gaussian(0.1));
        ImageStrips strips = Objects.requireNonNull(
                run(model, false, new ImageSize(2, 8), 0.1, 0.3, 0.2).strips());
        double[] noisy = Corruption.of(model.emission(), clean(), 0.3, 4);
        assertThat(strips.noise()).isEqualTo(0.3);
        assertThat(List.of(strips.height(), strips.width())).containsExactly(2, 8);
        assertThat(List.of(strips.black(), strips.white())).containsExactly(0.0, 1.0);
        assertThat(strips.steps()).containsExactly(1, 2, 3, 5, 9, STEPS);
        assertThat(strips.strips()).hasSize(6);
        for (Strip strip : strips.strips()) {
            List<byte[]> images = strips.images(strip);
            requireGrey(images.get(0), row(clean(), strip.datum()), 0, 1);
            double[] x = row(noisy, strip.datum());
            requireGrey(images.get(1), x, 0, 1);
            for (int step = 1; step <= STEPS; step++) {
                double[] z = Arrays.copyOf(model.encoder().output(x), 3);
                x = model.decoder().output(z);
                for (int i = 0; i < x.length; i++) {
                    x[i] = model.emission().mean(x[i]);
                }
                int column = strips.steps().indexOf(step);
                if (column >= 0) {
                    requireGrey(images.get(2 + column), x, 0, 1);
                }
            }
        }
    }

    /** The plane too shows the strongest noise, wherever it stands in the list. */
    @Test
    void theStrongestNoiseIsShown() {
        Vae model = model(new Emission.Bernoulli());
        VaeInferenceResult last = run(model, false, new ImageSize(4, 4), 0, 0.3);
        VaeInferenceResult first = run(model, false, new ImageSize(4, 4), 0.3, 0);
        assertThat(first.strips()).isEqualTo(last.strips());
        assertThat(first.plane()).isEqualTo(last.plane());
    }

    @Test
    void withoutASizeThereAreNoImages() {
        Vae model = model(new Emission.Bernoulli());
        VaeInferConfig config =
                new VaeInferConfig(model, "test", DATA, RealVector.of(0), new Concepts(1, 1), 2, false, 4);
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            assertThat(VaeInferStudy.of(config)
                            .run(StudyListener.silent(), backend)
                            .strips())
                    .isNull();
            ImageStrips few = Objects.requireNonNull(VaeInferStudy.of(config, new ImageSize(4, 4))
                    .run(StudyListener.silent(), backend)
                    .strips());
            assertThat(few.steps()).containsExactly(1, 2);
            assertThat(few.strips().stream().map(Strip::datum)).containsExactly(0, 6, 13, 20, 26, 33);
        }
    }

    /** Two rounds over four groups, the second cut short; ten groups evenly; and fewer data than strips. */
    @Test
    void dataAreTakenFromTheGroupsInTurn() {
        assertThat(chosen(0, 0, 0, 1, 1, 2, 3, 3)).containsExactly(0, 3, 5, 6, 1, 4);
        assertThat(chosen(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0)).containsExactly(0, 1, 3, 5, 6, 8);
        assertThat(chosen(0, 0, 1)).containsExactly(0, 2, 1);
    }

    private static List<Integer> chosen(int... groups) {
        double[] x = new double[16 * groups.length];
        ConceptLevel level = ConceptLevel.of("concept", RealVector.of(new double[groups.length]), groups);
        Vae model = model(new Emission.Gaussian(1));
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                VaeInference means = VaeInference.byMeans(model, backend)) {
            ImageStrips strips = DecodedStrips.of(model.emission(), new ImageSize(4, 4), x, level)
                    .decoded(means, 0, x, Trajectories.run(means, x, 1));
            assertThat(List.of(strips.black(), strips.white())).containsExactly(0.0, 1.0);
            return strips.strips().stream().map(Strip::datum).toList();
        }
    }

    @Test
    void imagesAreKnownByTheirShape(@TempDir Path folder) {
        assertThat(size(folder, 2, 3, 4)).isEqualTo(new ImageSize(3, 4));
        assertThat(size(folder, 2, 1, 3, 4)).isEqualTo(new ImageSize(3, 4));
        assertThat(size(folder, 2, 12)).isNull();
        assertThat(size(folder, 2, 1, 12)).isNull();
        assertThat(size(folder, 2, 3, 2, 2)).isNull();
        assertThat(size(folder, 1, 257, 256)).isNull();
        assertThat(ImageSize.of(PATTERNS)).isEqualTo(new ImageSize(4, 4));
        assertThat(ImageSize.of(new TwoLevelPatterns(15, 2, 2, 10, 0.2, 0.05, 3)))
                .isNull();
    }

    private static @Nullable ImageSize size(Path folder, int... shape) {
        Path file = folder.resolve("x.npy");
        NpyFile.write(file, new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
        return ImageSize.of(file);
    }
}
