package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.inference.Corruption;
import io.github.fisherscope.generative.inference.TwoLevelPatterns;
import io.github.fisherscope.papers.ConceptsAndMemories.ImageJob;
import io.github.fisherscope.papers.ConceptsAndMemories.Job;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.generative.ImageStrips;
import io.github.fisherscope.results.generative.ImageStrips.Strip;
import io.github.fisherscope.results.spectrum.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of repeated inference on numbers that a test chose, and the numbers of one network by plain loops. */
class ConceptsAndMemoriesTest {
    private static final TwoLevelPatterns PATTERNS = TwoLevelPatterns.example(1);
    private static final int FOLLOWED = 216;
    private static final int K = 3;
    private static final String DATA = AutoencoderTask.of(null, true, 1).words();

    private static Backend backend;
    private static Vae model;
    private static InferenceNumbers numbers;
    private static ImageStrips images;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void measure() {
        backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
        AutoencoderTask task = AutoencoderTask.of(null, true, 1);
        model = task.train(K, 0, backend);
        numbers = InferenceNumbers.of(task.measure(model, backend).row());
        images = task.strips(model, backend);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static double[] mean(double[] x) {
        return Arrays.copyOf(model.encoder().output(x), K);
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }

    private static double cosine(double[] from, double[] to, double[] target) {
        double product = 0;
        for (int i = 0; i < from.length; i++) {
            product += (to[i] - from[i]) * (target[i] - from[i]);
        }
        return product / distance(from, to) / distance(from, target);
    }

    private static double[][] memories() {
        double[][] memories = new double[FOLLOWED][];
        double[] x = new double[64];
        for (int t = 0; t < FOLLOWED; t++) {
            PATTERNS.dataset().copyRow(t, x);
            memories[t] = mean(x);
        }
        return memories;
    }

    private static double[][] concepts(double[][] memories) {
        double[][] concepts = new double[12][K];
        for (int t = 0; t < FOLLOWED; t++) {
            for (int i = 0; i < K; i++) {
                concepts[t % 12][i] += memories[t][i] / (FOLLOWED / 12);
            }
        }
        return concepts;
    }

    private static double[][] trajectory(double[] start) {
        double[][] states = new double[AutoencoderTask.STEPS][];
        double[] x = start;
        for (int step = 0; step < states.length; step++) {
            states[step] = mean(x);
            x = model.decoder().output(states[step]);
            for (int i = 0; i < x.length; i++) {
                x[i] = model.emission().mean(x[i]);
            }
        }
        return states;
    }

    @Test
    void numbersOfANetworkAreThoseOfPlainLoops() {
        double[] clean = new double[FOLLOWED * 64];
        for (int t = 0; t < FOLLOWED; t++) {
            PATTERNS.dataset().copyRow(t, clean, t * 64);
        }
        double[] noisy = Corruption.of(model.emission(), clean, 0.2, 1);
        double[][] memories = memories();
        double[][] concepts = concepts(memories);
        double turn = 0;
        double approach = 0;
        double back = 0;
        double last = 0;
        for (int t = 0; t < FOLLOWED; t++) {
            double[][] z = trajectory(Arrays.copyOfRange(noisy, t * 64, (t + 1) * 64));
            double[] own = concepts[t % 12];
            turn += cosine(z[0], z[1], own) - cosine(z[0], z[1], memories[t]);
            double least = Double.POSITIVE_INFINITY;
            double memoryThere = 0;
            for (double[] state : z) {
                if (distance(state, own) < least) {
                    least = distance(state, own);
                    memoryThere = distance(state, memories[t]);
                }
            }
            approach += 1 - least / distance(z[0], own);
            last += distance(z[AutoencoderTask.STEPS - 1], own);
            back += (memoryThere - distance(z[AutoencoderTask.STEPS - 1], memories[t])) / distance(z[0], memories[t]);
        }
        assertThat(numbers.active()).isEqualTo(K);
        assertThat(numbers.turn()).isCloseTo(turn / FOLLOWED, within(1e-9));
        assertThat(numbers.approach()).isCloseTo(approach / FOLLOWED, within(1e-9));
        assertThat(numbers.back()).isCloseTo(back / FOLLOWED, within(1e-9));
        assertThat(numbers.distance(1, AutoencoderTask.STEPS - 1)).isCloseTo(last / FOLLOWED, within(1e-9));
    }

    @Test
    void imagesAreDecodedFromTheStrongestNoiseAndReadBackFromTheLog() {
        double[] clean = new double[FOLLOWED * 64];
        for (int t = 0; t < FOLLOWED; t++) {
            PATTERNS.dataset().copyRow(t, clean, t * 64);
        }
        double[] noisy = Corruption.of(model.emission(), clean, 0.4, 1);
        assertThat(List.of(images.height(), images.width())).containsExactly(8, 8);
        assertThat(images.noise()).isEqualTo(0.4);
        assertThat(images.steps()).containsExactly(1, 2, 3, 5, 9, AutoencoderTask.STEPS);
        // the coarse clusters are 0 0 0 1 1 1 2 2 2 3 3 3, again and again
        assertThat(images.strips().stream().map(Strip::datum)).containsExactly(0, 3, 6, 9, 1, 4);
        Strip fourth = images.strips().get(3);
        double[][] states = trajectory(Arrays.copyOfRange(noisy, 9 * 64, 10 * 64));
        List<byte[]> bytes = images.images(fourth);
        for (int column = 0; column < images.steps().size(); column++) {
            double[] x = model.decoder().output(states[images.steps().get(column) - 1]);
            for (int i = 0; i < 64; i++) {
                assertThat((double) (bytes.get(2 + column)[i] & 255))
                        .isCloseTo(255 * model.emission().mean(x[i]), within(0.5 + 1e-6));
            }
        }
        assertThat(bytes.get(1)[5] & 255).isEqualTo((int) (255 * noisy[9 * 64 + 5]));
        assertThat(LoggedStrips.of(LoggedStrips.row(images))).isEqualTo(images);
    }

    @Test
    void sharesOfLevelsAddUpAndThePlaneHoldsMemoriesAndConcepts() {
        for (int noise = 0; noise < AutoencoderTask.NOISE.size(); noise++) {
            double sum = 0;
            for (int level = 0; level < 4; level++) {
                sum += numbers.nearest(noise, level);
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
            assertThat(numbers.abstraction(noise)).isBetween(0.0, 3.0);
        }
        assertThat(numbers.concepts().size()).isEqualTo(24);
        assertThat(numbers.path(0).size()).isEqualTo(2 * AutoencoderTask.STEPS + 2);
        double[] memory = memories()[0];
        double x = numbers.path(0).get(2 * AutoencoderTask.STEPS);
        assertThat(Arrays.stream(memory).anyMatch(m -> Math.abs(m - x) < 1e-9)).isTrue();
        assertThat(numbers.bend()).isGreaterThanOrEqualTo(1);
        assertThat(numbers.length()).isPositive();
    }

    @Test
    void aStatementIsJudgedByTheWholeInterval() {
        assertThat(ConceptsAndMemories.judged("it is so", "x", RealVector.of(1, 1.1, 0.9, 1))
                        .verdict())
                .isEqualTo(Verdict.AGREES);
        assertThat(ConceptsAndMemories.judged("it is so", "x", RealVector.of(-1, -1.1, -0.9, -1))
                        .verdict())
                .isEqualTo(Verdict.DISAGREES);
        Outcome.Claim open = ConceptsAndMemories.judged("it is so", "x", RealVector.of(1, -1.1, 0.9, -1));
        assertThat(open.verdict()).isEqualTo(Verdict.INFORMATIVE);
        assertThat(open.text()).contains("not decided", "95 % interval", "over 4 networks");
        // t of three degrees of freedom at 2.5 %: 3.182446
        assertThat(ConceptsAndMemories.halfWidth(RealVector.of(1, 2, 3, 4)))
                .isCloseTo(3.182446305284263 * Math.sqrt(5.0 / 3 / 4), within(1e-9));
    }

    /** Networks of so many latents with a bound, a turn, a return and an approach of their own. */
    private Outcome recorded(double boundPerLatent, double turn, double back, double approachPerLatent) {
        Recorded recorded = new Recorded(folder);
        for (int k : ConceptsAndMemories.latents(true)) {
            for (int i = 0; i < ConceptsAndMemories.networks(); i++) {
                double[] row = numbers.row().toArray();
                double scatter = 1 + 0.01 * i;
                row[0] = boundPerLatent * k * scatter;
                row[2] = turn * scatter;
                row[3] = back * scatter;
                row[4] = approachPerLatent * k * scatter;
                recorded.put(new Job(k, i, DATA), row);
            }
        }
        recorded.put(
                new ImageJob(ConceptsAndMemories.REFERENCE, DATA),
                LoggedStrips.row(images).toArray());
        return recorded.run(new ConceptsAndMemories());
    }

    @Test
    void everyStatementFollowsItsOwnNumber() {
        Outcome for_ = recorded(1, 0.1, 0.2, 0.01);
        assertThat(verdict(for_, "first towards the concept")).isEqualTo(Verdict.AGREES);
        assertThat(verdict(for_, "close to the memory")).isEqualTo(Verdict.AGREES);
        assertThat(verdict(for_, "approach to concepts stronger")).isEqualTo(Verdict.AGREES);
        assertThat(verdict(for_, "generalise better")).isEqualTo(Verdict.AGREES);
        Outcome against = recorded(-1, -0.1, -0.2, -0.01);
        assertThat(verdict(against, "first towards the concept")).isEqualTo(Verdict.DISAGREES);
        assertThat(verdict(against, "close to the memory")).isEqualTo(Verdict.DISAGREES);
        assertThat(verdict(against, "approach to concepts stronger")).isEqualTo(Verdict.DISAGREES);
        assertThat(claim(against, "generalise better").text()).contains("not seen", "-14");
        assertThat(against.table().rows())
                .hasSize(ConceptsAndMemories.latents(true).size());
    }

    @Test
    void figuresShowMeansWithIntervals() {
        Outcome outcome = recorded(1, 0.1, 0.2, 0.01);
        List<String> drawn =
                new ArrayList<>(outcome.figures().stream().map(Figure::id).toList());
        outcome.stills().forEach(still -> drawn.add(still.id()));
        assertThat(drawn).isEqualTo(new ConceptsAndMemories().figures());
        Figure bound = outcome.figures().get(4);
        assertThat(bound.series().get(0).y().get(1)).isCloseTo(4 * 1.025, within(1e-12));
        assertThat(outcome.figures().get(0).series()).hasSize(4);
        assertThat(outcome.figures().get(2).series().get(0).x()).isEqualTo(RealVector.of(0, 0.1, 0.2, 0.3, 0.4));
        assertThat(List.of(2, 4, 8, 16)).isEqualTo(ConceptsAndMemories.latents(true));
    }

    @Test
    void dataOfAFileAreGroupedByTheirPixels() {
        Path file = folder.resolve("patterns.npy");
        double[] x = new double[120 * 64];
        for (int t = 0; t < 120; t++) {
            PATTERNS.dataset().copyRow(t, x, t * 64);
        }
        NpyFile.write(file, x, 120, 64);
        AutoencoderTask task = AutoencoderTask.of(file, true, 1);
        assertThat(task.words()).contains("patterns.npy");
        InferenceNumbers found = InferenceNumbers.of(
                task.measure(task.train(2, 0, backend), backend).row());
        assertThat(found.concepts().size()).isGreaterThan(40);
        assertThat(found.abstraction(0)).isBetween(0.0, 3.0);
        assertThat(task.images()).isFalse();
    }

    /** The same numbers, with a height and a width in the file: images of that size, the first of them the datum named. */
    @Test
    void dataOfAFileWithHeightAndWidthAreImages() {
        Path file = folder.resolve("images.npy");
        double[] x = new double[120 * 64];
        for (int t = 0; t < 120; t++) {
            PATTERNS.dataset().copyRow(t, x, t * 64);
        }
        NpyFile.write(file, x, 120, 4, 16);
        AutoencoderTask task = AutoencoderTask.of(file, true, 1);
        assertThat(task.images()).isTrue();
        ImageStrips strips = task.strips(model, backend);
        assertThat(List.of(strips.height(), strips.width())).containsExactly(4, 16);
        assertThat(strips.strips().stream().map(Strip::datum)).doesNotHaveDuplicates();
        for (Strip strip : strips.strips()) {
            byte[] memory = strips.images(strip).get(0);
            for (int i = 0; i < 64; i++) {
                assertThat(memory[i] & 255).isEqualTo((int) (255 * x[strip.datum() * 64 + i]));
            }
        }
    }
}
