package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.HeldOutBound;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.inference.ConceptHierarchy;
import io.github.fisherscope.generative.inference.ConceptLevel;
import io.github.fisherscope.generative.inference.InferenceCurves;
import io.github.fisherscope.generative.inference.LatentDistance;
import io.github.fisherscope.generative.inference.MemoryDenoiser;
import io.github.fisherscope.generative.inference.Trajectories;
import io.github.fisherscope.generative.inference.TwoLevelPatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The numbers that statements are judged by, where it is known what inference does: the posterior mean over memories goes to the
 * memory, the fine cluster, the coarse one or the centre, as its noise is.
 */
class InferenceNumbersTest {
    private static final int[] EACH = IntStream.range(0, 8).toArray();

    /** Memories on a line: pairs 0.4 apart, pairs of pairs 4 apart, the halves 40 apart. */
    private static List<double[]> memories() {
        List<double[]> memories = new ArrayList<>();
        for (int t : EACH) {
            memories.add(new double[] {(t / 4 * 2 - 1) * 20 + (t / 2 % 2 * 2 - 1) * 2 + (t % 2 * 2 - 1) * 0.2, 0});
        }
        return memories;
    }

    private static List<ConceptLevel> levels() {
        double[] all = new double[16];
        for (int t : EACH) {
            all[2 * t] = memories().get(t)[0];
        }
        int[] fine = {0, 0, 1, 1, 2, 2, 3, 3};
        int[] coarse = {0, 0, 0, 0, 1, 1, 1, 1};
        return ConceptHierarchy.ofGroups(
                RealVector.of(all), 8, List.of(fine, coarse), AutoencoderTask.LEVELS.subList(1, 3));
    }

    /** Follows points beside the memories under a denoiser that expects that much noise. */
    private static InferenceNumbers followed(double noise, double aside) {
        double[] starts = new double[16];
        for (int t : EACH) {
            starts[2 * t] = memories().get(t)[0];
            starts[2 * t + 1] = aside;
        }
        Trajectories runs = Trajectories.run(new MemoryDenoiser(memories(), noise), starts, AutoencoderTask.STEPS);
        InferenceCurves curves = InferenceCurves.of(runs, levels(), EACH, LatentDistance.all(2));
        InferenceNumbers numbers = new InferenceNumbers(-1, 2);
        IntStream.range(0, AutoencoderTask.NOISE.size()).forEach(i -> numbers.addEnds(i, curves));
        numbers.addCourse(curves);
        numbers.addPlane(runs, levels(), RealVector.of(0.1, 0.3));
        numbers.addLength(3, 1.5);
        return numbers;
    }

    @Test
    void theLevelRisesWithTheNoiseThatIsExpected() {
        assertThat(followed(0.05, 0.1).abstraction(0)).isZero();
        assertThat(followed(0.6, 0.1).abstraction(0)).isEqualTo(1);
        assertThat(followed(6, 0.1).abstraction(0)).isEqualTo(2);
        assertThat(followed(60, 0.1).abstraction(0)).isEqualTo(3);
        assertThat(followed(6, 0.1).nearest(0, 2)).isEqualTo(1);
    }

    /** From beside a memory straight to it: the step points to the memory, and the end is nearer to it than any place before. */
    @Test
    void thatWhichGoesToTheMemoryTurnsToNoConcept() {
        InferenceNumbers numbers = followed(0.05, 0.1);
        assertThat(numbers.turn()).isNegative();
        assertThat(numbers.back()).isBetween(-1e-12, 1e-12);
        assertThat(numbers.distance(0, AutoencoderTask.STEPS - 1)).isCloseTo(0, within(1e-9));
        assertThat(numbers.distance(0, 0)).isCloseTo(0.1, within(1e-12));
    }

    /** From beside a memory to the mean of its pair: the way to the concept is gone, and the memory is 0.2 away. */
    @Test
    void thatWhichGoesToTheConceptLeavesTheMemory() {
        InferenceNumbers numbers = followed(0.6, 0.1);
        assertThat(numbers.turn()).isPositive();
        assertThat(numbers.approach()).isGreaterThan(0.99);
        assertThat(numbers.distance(0, AutoencoderTask.STEPS - 1)).isCloseTo(0.2, within(1e-3));
        assertThat(numbers.distance(1, AutoencoderTask.STEPS - 1)).isCloseTo(0, within(1e-3));
    }

    @Test
    void aRowIsReadBackAsItWas() {
        InferenceNumbers numbers = followed(0.6, 0.1);
        InferenceNumbers read = InferenceNumbers.of(numbers.row());
        assertThat(read.row()).isEqualTo(numbers.row());
        assertThat(read.bound()).isEqualTo(-1);
        assertThat(read.active()).isEqualTo(2);
        assertThat(read.length()).isEqualTo(3);
        assertThat(read.bend()).isEqualTo(1.5);
    }

    /** The second latent tells more, so it is the first axis. */
    @Test
    void thePlaneIsThatOfTheLatentsThatTellMost() {
        InferenceNumbers numbers = followed(0.6, 0.1);
        assertThat(numbers.path(3).get(0)).isCloseTo(0.1, within(1e-12));
        assertThat(numbers.path(3).get(1)).isCloseTo(memories().get(3)[0], within(1e-12));
        assertThat(numbers.path(3).get(2 * AutoencoderTask.STEPS + 1))
                .isCloseTo(memories().get(3)[0], within(1e-12));
        assertThat(numbers.concepts().get(1)).isCloseTo(-22, within(1e-12));
        assertThat(numbers.concepts().size()).isEqualTo(8);
    }

    @Test
    void modelsAreTrainedWithoutTheLastTenthAndDoNotDependOnThreads() {
        AutoencoderTask task = AutoencoderTask.of(null, true, 2);
        Dataset data = TwoLevelPatterns.example(2).dataset();
        Vae model;
        try (Backend one = open(1)) {
            model = task.train(2, 1, one);
        }
        try (Backend two = open(2)) {
            assertThat(task.train(2, 1, two).parameterVector()).containsExactly(model.parameterVector());
            assertThat(task.train(2, 2, two).parameterVector()[0]).isNotEqualTo(model.parameterVector()[0]);
            HeldOutBound bound = HeldOutBound.of(model, data.range(216, 240), 4, 2, two);
            assertThat(task.measure(model, two).bound()).isEqualTo(bound.mean());
        }
        assertThat(task.bytes(4)).isGreaterThan(8L * model.parameters());
    }

    private static Backend open(int threads) {
        return Backends.onClassPath()
                .open(Backends.AUTO, BackendConfig.defaults().withThreads(threads));
    }
}
