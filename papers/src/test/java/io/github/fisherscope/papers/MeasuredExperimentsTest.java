package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One network of an experiment that is not in its log: what is measured at it, against a second way to the same number. */
class MeasuredExperimentsTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<String> stages = new ArrayList<>();

    private ExperimentSetting setting(Recorded recorded) {
        ExperimentSetting quick = recorded.setting(true);
        Execution execution = Execution.defaults()
                .withBackend("java")
                .withConfig(BackendConfig.defaults().withThreads(1));
        StudyListener listener = (stage, done, total) -> stages.add(stage + " " + done + "/" + total);
        return new ExperimentSetting(true, 1, execution, quick.state(), listener);
    }

    private RealVector measured(String job) {
        try (MeasurementLog log = MeasurementLog.open(folder.resolve("measurements.log"))) {
            return Objects.requireNonNull(log.finished().get(job), job);
        }
    }

    private static long seedOf(int point) {
        return RandomStreams.of(1).seedOf(StreamPurpose.POINTS, point);
    }

    /** The outputs of a network all of whose parameters are times a factor. */
    private static double[] outputs(NeuralNetwork network, double factor, double[] x) {
        double[] h = x;
        for (DenseLayer layer : network.layers()) {
            double[] next = layer.preActivation(h);
            for (int i = 0; i < next.length; i++) {
                next[i] = layer.activation().value(factor * next[i]);
            }
            h = next;
        }
        return h;
    }

    /** θᵀFθ is the mean of |d f(θ(1 + ε))/dε|² over the samples, which differences of outputs give without any gradient. */
    @Test
    void theNormIsThatOfDifferencesAlongTheParameters() {
        Recorded recorded = new Recorded(folder);
        for (Family family : Family.values()) {
            for (int depth = 2; depth <= 5; depth++) {
                for (int n = family == Family.TANH && depth == 2 ? 1 : 0; n < 200; n++) {
                    recorded.put(
                            String.format(Locale.ROOT, "Job[family=%s, depth=%d, network=%d]", family, depth, n),
                            recorded.scattered(40, 30));
                }
            }
        }
        new FisherRaoAgainstDepth().run(setting(recorded));

        NeuralNetwork network = RandomNetworkGenerator.of(Family.TANH.spec(2, 100, 4), seedOf(2))
                .network(0);
        Dataset data = RandomInputs.of(seedOf(2)).standardNormal(0, 20, 100);
        double step = 1e-5;
        double sum = 0;
        double[] x = new double[100];
        for (int t = 0; t < 20; t++) {
            data.copyRow(t, x);
            double[] up = outputs(network, 1 + step, x);
            double[] down = outputs(network, 1 - step, x);
            for (int k = 0; k < 4; k++) {
                double slope = (up[k] - down[k]) / (2 * step);
                sum += slope * slope / 20;
            }
        }
        RealVector found = measured("Job[family=TANH, depth=2, network=0]");
        assertThat(found.get(0)).isCloseTo(sum, within(1e-7 * sum));
        assertThat(found.get(1)).isPositive();
        assertThat(stages).containsExactly("fisher-rao 2400/2400");
    }

    /** The bound is 2/λ_max by Lanczos on products, and the loss begins to grow there. */
    @Test
    void theBoundaryIsThatOfTheLargestEigenvalue() {
        Recorded recorded = new Recorded(folder);
        for (Family family : Family.values()) {
            for (int width : new int[] {50, 100, 200}) {
                for (int n = family == Family.RELU && width == 50 ? 1 : 0; n < 6; n++) {
                    recorded.put(
                            String.format(Locale.ROOT, "Job[family=%s, width=%d, network=%d]", family, width, n),
                            recorded.scattered(0.1, 0.1));
                }
            }
        }
        new LearningRateLimit().run(setting(recorded));

        NeuralNetwork network = RandomNetworkGenerator.of(Family.RELU.spec(3, 50, 1), seedOf(50))
                .network(0);
        Dataset data = RandomInputs.of(seedOf(50)).standardNormal(0, 50, 50);
        double bound = 2 / Fisher.of(network, data).largest(1).value(0);
        RealVector found = measured("Job[family=RELU, width=50, network=0]");
        assertThat(found.get(1)).isCloseTo(bound, within(1e-8 * bound));
        assertThat(found.get(0) / bound).isBetween(1 - 0.0132, 1 + 0.0132);
    }

    /** The largest eigenvalues of a softmax with 25 samples against those of Lanczos on products. */
    @Test
    void theOutliersOfASoftmaxAreItsLargestEigenvalues() {
        Recorded recorded = new Recorded(folder);
        for (int t : new int[] {25, 50, 100, 200}) {
            for (int n = t == 25 ? 1 : 0; n < 16; n++) {
                recorded.put(new WidthGrid.Job(t, n), recorded.scattered(30, 20, 10, 31, 19));
            }
        }
        new SoftmaxOutliers().run(setting(recorded));

        NeuralNetwork network = RandomNetworkGenerator.of(Family.TANH.spec(3, 200, 3), seedOf(25))
                .network(0);
        Dataset data = RandomInputs.of(seedOf(25)).standardNormal(0, 25, 200);
        RealVector found = measured("Job[size=25, network=0]");
        var largest = Fisher.of(network, data)
                .withLikelihood(new Likelihood.Categorical())
                .largest(3);
        for (int i = 0; i < 3; i++) {
            assertThat(found.get(i)).isCloseTo(largest.value(i), within(1e-7 * largest.value(0)));
        }
        assertThat(found.get(3) / found.get(0)).as("law of the first").isBetween(0.7, 1.4);
    }

    /** Far below the limit no step raises the loss; above it the first ones do. */
    @Test
    void lossesGrowAboveTheLimitAlone() {
        Recorded recorded = new Recorded(folder);
        for (int i = 1; i <= 20; i++) {
            if (i != 2 && i != 7) {
                recorded.put(i * 0.2, 1, 1e-3);
            }
        }
        new Catapult().run(setting(recorded));
        assertThat(measured("0.4").get(0)).isEqualTo(1);
        assertThat(measured("0.4").get(1)).isLessThan(1);
        assertThat(measured(Double.toString(7 * 0.2)).get(0)).isGreaterThan(1);
    }

    @Test
    void whatWasMeasuredIsNotMeasuredAgain() {
        Recorded recorded = new Recorded(folder).put("a", 1, 2).put("b", 3, 4);
        ExperimentSetting setting = recorded.setting(true);
        List<String> asked = new ArrayList<>();
        ExperimentSetting here = setting(recorded);
        Measurements<String> found = Measurements.of(here, "some", List.of("a", "b", "c"), 1 << 20, (job, backend) -> {
            asked.add(job);
            return RealVector.of(5, 6);
        });
        assertThat(asked).containsExactly("c");
        assertThat(found.size()).isEqualTo(3);
        assertThat(found.column(List.of("c", "a"), 1)).isEqualTo(RealVector.of(6, 2));
        assertThat(found.column(List.of("a", "b"), v -> v.get(0) * v.get(1))).isEqualTo(RealVector.of(2, 12));
        assertThat(stages).containsExactly("some 3/3");
        // now all three are there, and no backend is opened
        Measurements<String> again =
                Measurements.of(setting, "some", List.of("a", "b", "c"), 1 << 20, (job, backend) -> {
                    throw new AssertionError(job);
                });
        assertThat(again.of("c")).isEqualTo(RealVector.of(5, 6));
        assertThatThrownBy(() -> again.of("d")).hasMessageContaining("no measurement of d");
    }
}
