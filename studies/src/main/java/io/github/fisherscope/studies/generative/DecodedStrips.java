package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.inference.ConceptLevel;
import io.github.fisherscope.generative.inference.Trajectories;
import io.github.fisherscope.generative.inference.VaeInference;
import io.github.fisherscope.results.generative.ImageStrips;
import io.github.fisherscope.results.generative.ImageStrips.Strip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images that a decoder draws along a few trajectories, spread over the groups of a level. The means of a Bernoulli decoder go
 * from black 0 to white 1; those of others from the least of the clean data to the largest.
 */
public final class DecodedStrips {
    private static final int COUNT = 6;
    private static final int[] STEPS = {0, 1, 2, 4, 8};
    private static final int WHITE = 255;

    private final ImageSize size;
    private final double[] clean;
    private final List<Integer> chosen;
    private final double black;
    private final double white;

    private DecodedStrips(ImageSize size, double[] clean, List<Integer> chosen, double black, double white) {
        this.size = size;
        this.clean = clean;
        this.chosen = chosen;
        this.black = black;
        this.white = white;
    }

    /**
     * Chooses data.
     *
     * @param clean rows of pixels, not changed afterwards
     * @param level whose groups the data are taken from in turn
     */
    public static DecodedStrips of(Emission emission, ImageSize size, double[] clean, ConceptLevel level) {
        Args.requireSame(
                "the number of pixels",
                clean.length,
                (long) size.pixels() * level.groupOf().size(),
                "give whole images");
        boolean shares = emission instanceof Emission.Bernoulli;
        double least = shares ? 0 : Arrays.stream(clean).min().orElse(0);
        double most = shares ? 1 : Arrays.stream(clean).max().orElse(1);
        return new DecodedStrips(size, clean, chosen(level), least, most > least ? most : least + 1);
    }

    /** Takes the first datum of every group, then the second, and of these as many as there are groups or strips evenly. */
    private static List<Integer> chosen(ConceptLevel level) {
        int[] seen = new int[level.centres().size()];
        int[] turn = level.groupOf().stream().mapToInt(g -> seen[g]++).toArray();
        List<Integer> order = IntStream.range(0, turn.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(t -> turn[t])
                        .thenComparing(t -> level.groupOf().get(t)))
                .toList();
        int count = Math.min(COUNT, order.size());
        int among = Math.max(count, Math.min(seen.length, order.size()));
        return IntStream.range(0, count)
                .mapToObj(i -> order.get((int) ((long) i * among / count)))
                .toList();
    }

    /**
     * Decodes the states of steps 1, 2, 3, 5, 9 and the last.
     *
     * @param starts rows of noisy pixels
     * @param runs the trajectories from there
     */
    public ImageStrips decoded(VaeInference inference, double noise, double[] starts, Trajectories runs) {
        List<Integer> steps = IntStream.concat(Arrays.stream(STEPS), IntStream.of(runs.steps() - 1))
                .filter(step -> step < runs.steps())
                .distinct()
                .boxed()
                .toList();
        List<Strip> strips = new ArrayList<>();
        for (int t : chosen) {
            List<String> decoded = steps.stream()
                    .map(step -> grey(inference.data(runs.state(step, t), 1, step), 0))
                    .toList();
            strips.add(new Strip(t, grey(clean, t), grey(starts, t), decoded));
        }
        List<Integer> numbers = steps.stream().map(step -> step + 1).toList();
        return new ImageStrips(noise, size.height(), size.width(), black, white, numbers, strips);
    }

    private String grey(double[] rows, int t) {
        byte[] bytes = new byte[size.pixels()];
        for (int i = 0; i < bytes.length; i++) {
            double share = (rows[t * bytes.length + i] - black) / (white - black);
            bytes[i] = (byte) Math.round(WHITE * Math.max(0, Math.min(1, share)));
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
