package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.papers.ConceptsAndMemories.Found;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The pictures of repeated inference over several networks. */
final class InferencePictures {
    static final List<String> IDS = List.of(
            "inference-distances", "inference-plane", "inference-abstraction", "inference-approach", "inference-bound");

    private static final int[] COLORS = {Palette.BLUE, Palette.GREEN, Palette.VERMILION, Palette.BLACK};
    private static final int REFERENCE = ConceptsAndMemories.REFERENCE;

    private final Found all;

    InferencePictures(Found all) {
        this.all = all;
    }

    List<Figure> all() {
        return List.of(distances(), plane(), abstraction(), approach(), bound());
    }

    private static RealVector numbers(int count, IntToDoubleFunction number) {
        return RealVector.takingOver(
                IntStream.range(0, count).mapToDouble(number).toArray());
    }

    private static Series band(String name, int color, RealVector x, List<RealVector> groups) {
        return new Series(
                name,
                Origin.MEASURED,
                Mark.LINE,
                color,
                x,
                numbers(groups.size(), i -> groups.get(i).mean()),
                numbers(groups.size(), i -> ConceptsAndMemories.halfWidth(groups.get(i))));
    }

    private Figure distances() {
        List<Series> series = new ArrayList<>();
        for (int l = 0; l < AutoencoderTask.LEVELS.size(); l++) {
            int level = l;
            series.add(band(
                    AutoencoderTask.LEVELS.get(l),
                    COLORS[l],
                    numbers(AutoencoderTask.STEPS, i -> i + 1),
                    IntStream.range(0, AutoencoderTask.STEPS)
                            .mapToObj(step -> all.each(REFERENCE, n -> n.distance(level, step)))
                            .toList()));
        }
        return new Figure(
                "inference-distances",
                "Distance to memory, concepts and centre",
                "%s networks with %s latents, noise %s; active latents; bars: 95 %% intervals over networks."
                        .formatted(all.networks(), REFERENCE, AutoencoderTask.NOISE.get(AutoencoderTask.MIDDLE)),
                "Curves of distance over steps of repeated inference, one for each level of abstraction.",
                Axis.linear("step"),
                Axis.linear("distance in latent space"),
                series);
    }

    private Figure plane() {
        InferenceNumbers first = all.one(REFERENCE, 0);
        List<Series> series = new ArrayList<>();
        double[] memories = new double[2 * AutoencoderTask.PATHS];
        for (int t = 0; t < AutoencoderTask.PATHS; t++) {
            RealVector path = first.path(t);
            series.add(points(
                    "trajectory " + (t + 1),
                    Origin.MEASURED,
                    Mark.LINE,
                    Palette.SKY,
                    path.slice(0, 2 * AutoencoderTask.STEPS)));
            memories[2 * t] = path.get(2 * AutoencoderTask.STEPS);
            memories[2 * t + 1] = path.get(2 * AutoencoderTask.STEPS + 1);
        }
        series.add(points(
                "memories", Origin.REFERENCE, Mark.HOLLOW_POINTS, Palette.BLUE, RealVector.takingOver(memories)));
        series.add(points("concepts", Origin.REFERENCE, Mark.POINTS, Palette.GREEN, first.concepts()));
        return new Figure(
                "inference-plane",
                "Trajectories in the plane of two latents",
                "One network; the two latents that tell most; hollow: the memories of these trajectories, full: fine concepts.",
                "Paths in a plane between marked memories and concepts.",
                Axis.linear("first latent"),
                Axis.linear("second latent"),
                series);
    }

    private static Series points(String name, Origin origin, Mark mark, int color, RealVector xy) {
        return Series.of(
                name,
                origin,
                mark,
                color,
                numbers(xy.size() / 2, i -> xy.get(2 * i)),
                numbers(xy.size() / 2, i -> xy.get(2 * i + 1)));
    }

    private Figure abstraction() {
        List<Series> series = new ArrayList<>();
        int count = AutoencoderTask.NOISE.size();
        for (int l = 0; l < AutoencoderTask.LEVELS.size(); l++) {
            int level = l;
            series.add(band(
                    AutoencoderTask.LEVELS.get(l),
                    COLORS[l],
                    numbers(count, AutoencoderTask.NOISE::get),
                    IntStream.range(0, count)
                            .mapToObj(noise -> all.each(REFERENCE, n -> n.nearest(noise, level)))
                            .toList()));
        }
        return new Figure(
                "inference-abstraction",
                "Which level is nearest at the end",
                "Share of trajectories, %s networks with %s latents; bars: 95 %% intervals over networks."
                        .formatted(all.networks(), REFERENCE),
                "Curves of shares over noise, one for each level of abstraction.",
                Axis.linear("noise: probability that a pixel is flipped"),
                Axis.linear("share of trajectories"),
                series);
    }

    private Figure approach() {
        return overLatents(
                "inference-approach",
                "Approach to the concept over the number of latents",
                "share of the first distance that is gone",
                all.latents().stream()
                        .map(k -> all.each(k, InferenceNumbers::approach))
                        .toList());
    }

    private Figure bound() {
        return overLatents(
                "inference-bound",
                "Generalisation over the number of latents",
                "held-out bound (nats)",
                all.latents().stream()
                        .map(k -> all.each(k, InferenceNumbers::bound))
                        .toList());
    }

    private Figure overLatents(String id, String title, String axis, List<RealVector> groups) {
        return new Figure(
                id,
                title,
                "Mean of %s networks each; bars: 95 %% intervals.".formatted(all.networks()),
                "A curve over the number of latents.",
                Axis.categories(
                        "latents", all.latents().stream().map(String::valueOf).toList()),
                Axis.linear(axis),
                List.of(band("mean over networks", Palette.BLUE, numbers(groups.size(), i -> i + 1), groups)));
    }
}
