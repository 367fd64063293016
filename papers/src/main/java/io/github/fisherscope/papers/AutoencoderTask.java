package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.HeldOutBound;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeForward;
import io.github.fisherscope.generative.VaeTraining;
import io.github.fisherscope.generative.VaeTrainingConfig;
import io.github.fisherscope.generative.inference.ConceptHierarchy;
import io.github.fisherscope.generative.inference.ConceptLevel;
import io.github.fisherscope.generative.inference.Corruption;
import io.github.fisherscope.generative.inference.InferenceCurves;
import io.github.fisherscope.generative.inference.LatentDistance;
import io.github.fisherscope.generative.inference.Trajectories;
import io.github.fisherscope.generative.inference.TwoLevelPatterns;
import io.github.fisherscope.generative.inference.VaeInference;
import io.github.fisherscope.generative.metric.InferenceLength;
import io.github.fisherscope.results.generative.ImageStrips;
import io.github.fisherscope.studies.generative.DecodedStrips;
import io.github.fisherscope.studies.generative.ImageSize;
import io.github.fisherscope.studies.generative.Pixels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Autoencoders on one set of data, and what repeated inference does in each: data in clusters of clusters, the last tenth held out,
 * the first ones followed.
 */
final class AutoencoderTask {
    /** Strengths of noise, the probability that a pixel is flipped. */
    static final List<Double> NOISE = List.of(0.0, 0.1, 0.2, 0.3, 0.4);

    /** Number of the strength at which steps are looked at one by one. */
    static final int MIDDLE = 2;

    static final int STEPS = 20;
    static final List<String> LEVELS = List.of("memory", "fine concept", "concept", "centre");
    static final int PATHS = 8;

    private static final int LENGTHS = 50;
    private static final int PIECES = 8;
    private static final int FOLLOWED = 600;
    private static final double HELD_OUT = 0.1;

    private final Dataset data;
    private final Size size;
    private final List<int[]> groups;
    private final @Nullable ImageSize image;
    private final long seed;

    private AutoencoderTask(Dataset data, Size size, List<int[]> groups, @Nullable ImageSize image, long seed) {
        this.image = image;
        this.data = data;
        this.size = size;
        this.groups = groups;
        this.seed = seed;
    }

    /**
     * How large a model is and how long it is trained.
     *
     * @param hidden hidden width
     * @param steps number of steps
     * @param batch data of a step
     * @param rate learning rate of Adam
     */
    record Size(int hidden, int steps, int batch, double rate) {}

    /** Makes the generated patterns, or reads data and finds ten clusters of three clusters in those that are followed. */
    static AutoencoderTask of(@Nullable Path file, boolean quick, long seed) {
        if (file == null) {
            TwoLevelPatterns patterns = TwoLevelPatterns.example(seed);
            int count = followed(patterns.count());
            return new AutoencoderTask(
                    patterns.dataset(),
                    new Size(64, quick ? 1000 : 4000, 60, 0.003),
                    List.of(Arrays.copyOf(patterns.fineOf(), count), Arrays.copyOf(patterns.coarseOf(), count)),
                    ImageSize.of(patterns),
                    seed);
        }
        DataOptions options = DataOptions.defaults().withReadLabels(false);
        Dataset data = Pixels.of(
                DatasetReader.of(quick ? options.withLimit(1000) : options).read(file), new Emission.Bernoulli());
        int count = followed(data.samples());
        List<double[]> rows =
                IntStream.range(0, count).mapToObj(t -> row(data, t)).toList();
        RealVector none = RealVector.of(new double[count]);
        List<int[]> groups = ConceptHierarchy.found(none, rows, Math.min(10, count), 3, seed).stream()
                .filter(level -> level.centres().size() > 1 && level.centres().size() < count)
                .map(level ->
                        level.groupOf().stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return new AutoencoderTask(
                data, new Size(quick ? 100 : 400, quick ? 300 : 1350, 100, 0.001), groups, ImageSize.of(file), seed);
    }

    private static int followed(int count) {
        return Math.min(FOLLOWED, trained(count));
    }

    private static int trained(int count) {
        return Math.max(1, count - Math.max(1, (int) (HELD_OUT * count)));
    }

    private static double[] row(Dataset data, int t) {
        double[] x = new double[data.inputs()];
        data.copyRow(t, x);
        return x;
    }

    /** Returns what the data are. */
    String words() {
        return data.source().description();
    }

    /** Returns bytes that a model of these latents takes while it is trained. */
    long bytes(int latents) {
        return 8L * 8 * (2L * data.inputs() * size.hidden() + 3L * size.hidden() * latents);
    }

    /** Trains network number {@code index} with so many latents. */
    Vae train(int latents, int index, Backend backend) {
        long own = RandomStreams.of(seed).seedOf(StreamPurpose.STUDIES, index);
        Vae start = Vae.random(
                List.of(data.inputs(), size.hidden(), latents), new Activation.Tanh(), new Emission.Bernoulli(), own);
        VaeTrainingConfig config = new VaeTrainingConfig(
                size.steps(), new Batches(size.batch(), Batches.Order.SHUFFLED, own), size.steps() / 5, own);
        Dataset trained = data.range(0, trained(data.samples()));
        try (VaeTraining training = new VaeTraining(start, trained, Adam.of(size.rate()), config, backend)) {
            return training.run();
        }
    }

    /** Returns whether data are images that can be shown. */
    boolean images() {
        return image != null;
    }

    private double[] clean() {
        double[] clean = new double[groups.get(0).length * data.inputs()];
        for (int t = 0; t < groups.get(0).length; t++) {
            data.copyRow(t, clean, t * data.inputs());
        }
        return clean;
    }

    /** Decodes states along trajectories from the strongest noise, of data spread over the coarse groups. */
    ImageStrips strips(Vae model, Backend backend) {
        double noise = NOISE.get(NOISE.size() - 1);
        double[] clean = clean();
        double[] starts = Corruption.of(model.emission(), clean, noise, seed);
        int[] coarse = groups.get(groups.size() - 1);
        ConceptLevel level = ConceptLevel.of("concept", RealVector.of(new double[coarse.length]), coarse);
        try (VaeInference inference = VaeInference.byMeans(model, backend)) {
            return DecodedStrips.of(model.emission(), Objects.requireNonNull(image), clean, level)
                    .decoded(inference, noise, starts, Trajectories.run(inference, starts, STEPS));
        }
    }

    /** Follows noisy data through a trained model. */
    InferenceNumbers measure(Vae model, Backend backend) {
        int count = groups.get(0).length;
        double[] clean = clean();
        Dataset heldOut = data.range(trained(data.samples()), data.samples());
        HeldOutBound bound = HeldOutBound.of(model, heldOut, 4, seed, backend);
        try (VaeInference inference = VaeInference.byMeans(model, backend);
                VaeForward forward = VaeForward.of(model, backend, 512)) {
            RealVector memories = RealVector.takingOver(inference.latent(clean, count, 0));
            List<ConceptLevel> levels = ConceptHierarchy.ofGroups(memories, count, groups, LEVELS.subList(1, 3));
            LatentDistance distance =
                    bound.collapsed() ? LatentDistance.all(model.latents()) : LatentDistance.active(bound);
            InferenceNumbers numbers = new InferenceNumbers(bound.mean(), bound.activeCount());
            int[] each = IntStream.range(0, count).toArray();
            for (int noise = 0; noise < NOISE.size(); noise++) {
                double[] starts = Corruption.of(model.emission(), clean, NOISE.get(noise), seed);
                Trajectories runs = Trajectories.run(inference, starts, STEPS);
                InferenceCurves curves = InferenceCurves.of(runs, levels, each, distance);
                numbers.addEnds(noise, curves);
                if (noise == MIDDLE) {
                    numbers.addCourse(curves);
                    numbers.addPlane(runs, levels, bound.perLatent());
                    addLengths(numbers, model, forward, runs);
                }
            }
            return numbers;
        }
    }

    private static void addLengths(InferenceNumbers numbers, Vae model, VaeForward forward, Trajectories runs) {
        int count = Math.min(LENGTHS, runs.count());
        double length = 0;
        double bend = 0;
        for (int t = 0; t < count; t++) {
            InferenceLength one = InferenceLength.of(model, forward, runs, t, PIECES);
            length += one.total() / count;
            bend += (one.ambient() > 0 ? one.bend() : 1) / count;
        }
        numbers.addLength(length, bend);
    }
}
