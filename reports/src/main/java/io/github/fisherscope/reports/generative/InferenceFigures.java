package io.github.fisherscope.reports.generative;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.results.generative.VaeInferenceResult.LevelCurve;
import io.github.fisherscope.results.generative.VaeInferenceResult.NoiseRun;
import io.github.fisherscope.results.generative.VaeInferenceResult.Plane;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The pictures of repeated inference. */
final class InferenceFigures {
    /** Names of all pictures. */
    static final List<String> IDS = List.of("distances", "directions", "noise", "abstraction", "plane");

    private static final int[] COLORS = {Palette.BLUE, Palette.GREEN, Palette.VERMILION, Palette.BLACK};

    private final VaeInferenceResult result;
    private final List<NoiseRun> sorted;

    InferenceFigures(VaeInferenceResult result) {
        this.result = result;
        this.sorted = result.runs().stream()
                .sorted(Comparator.comparingDouble(NoiseRun::noise))
                .toList();
    }

    List<Figure> all() {
        List<Figure> figures = new ArrayList<>(List.of(distances(), directions()));
        if (sorted.size() > 1) {
            figures.add(noise());
            figures.add(abstraction());
        }
        figures.add(plane());
        return figures;
    }

    /** Returns curves over active latents where there are any. */
    private static List<LevelCurve> curves(NoiseRun run) {
        return run.active().isEmpty() ? run.all() : run.active();
    }

    private String latents() {
        return result.setting().active() > 0 ? "active latents" : "all latents, none of which is active";
    }

    private static RealVector steps(int count) {
        return numbers(count, i -> i + 1);
    }

    private static RealVector numbers(int count, IntToDoubleFunction number) {
        return RealVector.takingOver(
                IntStream.range(0, count).mapToDouble(number).toArray());
    }

    private RealVector overNoise(ToDoubleFunction<NoiseRun> number) {
        return RealVector.takingOver(sorted.stream().mapToDouble(number).toArray());
    }

    private Figure distances() {
        List<Series> series = new ArrayList<>();
        NoiseRun weak = sorted.get(0);
        NoiseRun strong = sorted.get(sorted.size() - 1);
        for (int l = 0; l < result.levels().size(); l++) {
            LevelCurve curve = curves(strong).get(l);
            series.add(new Series(
                    result.levels().get(l) + ", noise " + Numbers.shortly(strong.noise()),
                    Origin.MEASURED,
                    Mark.POINTS,
                    COLORS[l % COLORS.length],
                    steps(curve.distance().size()),
                    curve.distance(),
                    curve.distanceError()));
            if (sorted.size() > 1) {
                LevelCurve other = curves(weak).get(l);
                series.add(Series.of(
                        result.levels().get(l) + ", noise " + Numbers.shortly(weak.noise()),
                        Origin.MEASURED,
                        Mark.DASHED_LINE,
                        COLORS[l % COLORS.length],
                        steps(other.distance().size()),
                        other.distance()));
            }
        }
        return new Figure(
                "distances",
                "Distance to memory, concept and centre",
                "Mean over trajectories with standard error, " + latents()
                        + "; points: the strongest noise, dashed: the weakest.",
                "Curves of distance over steps, one for each level of abstraction.",
                Axis.linear("step"),
                Axis.linear("distance in latent space"),
                series);
    }

    private Figure directions() {
        List<Series> series = new ArrayList<>();
        NoiseRun strong = sorted.get(sorted.size() - 1);
        for (int l = 0; l < result.levels().size(); l++) {
            RealVector cosine = curves(strong).get(l).cosine();
            series.add(Series.of(
                    result.levels().get(l),
                    Origin.MEASURED,
                    Mark.LINE,
                    COLORS[l % COLORS.length],
                    steps(cosine.size()),
                    cosine));
        }
        return new Figure(
                "directions",
                "Where each step points",
                "Cosine between a step and the way to the own memory, concept and the centre, mean over trajectories from noise "
                        + Numbers.shortly(strong.noise()) + ", " + latents() + ".",
                "Curves of the cosine over steps, one for each level of abstraction.",
                Axis.linear("step"),
                Axis.linear("cosine"),
                series);
    }

    private Figure noise() {
        List<Series> series = new ArrayList<>();
        for (int l = 0; l < result.levels().size(); l++) {
            int level = l;
            series.add(new Series(
                    result.levels().get(l),
                    Origin.MEASURED,
                    Mark.LINE,
                    COLORS[l % COLORS.length],
                    overNoise(NoiseRun::noise),
                    overNoise(run -> last(curves(run).get(level).distance())),
                    overNoise(run -> last(curves(run).get(level).distanceError()))));
        }
        return new Figure(
                "noise",
                "Distances at the last step over noise",
                "Mean over trajectories with standard error, " + latents() + ".",
                "Curves of distance over noise, one for each level of abstraction.",
                Axis.linear("noise"),
                Axis.linear("distance in latent space"),
                series);
    }

    private Figure abstraction() {
        List<Series> series = new ArrayList<>();
        for (int l = 0; l < result.levels().size(); l++) {
            int level = l;
            series.add(Series.of(
                    result.levels().get(l),
                    Origin.MEASURED,
                    Mark.LINE,
                    COLORS[l % COLORS.length],
                    overNoise(NoiseRun::noise),
                    overNoise(run -> last(curves(run).get(level).nearest()))));
        }
        return new Figure(
                "abstraction",
                "Which level is nearest at the last step",
                "Share of trajectories whose own memory, concept or the centre is the nearest of all levels, "
                        + latents() + ".",
                "Curves of shares over noise, one for each level of abstraction; they add up to one.",
                Axis.linear("noise"),
                Axis.linear("share of trajectories"),
                series);
    }

    private static double last(RealVector values) {
        return values.get(values.size() - 1);
    }

    private Figure plane() {
        Plane plane = result.plane();
        List<Series> series = new ArrayList<>();
        for (int t = 0; t < plane.paths().size(); t++) {
            series.add(path(
                    "trajectory " + (t + 1),
                    Origin.MEASURED,
                    Mark.LINE,
                    Palette.SKY,
                    plane.paths().get(t)));
        }
        series.add(path("memories", Origin.REFERENCE, Mark.HOLLOW_POINTS, Palette.BLUE, plane.memories()));
        if (!plane.concepts().isEmpty()) {
            series.add(path("concepts", Origin.REFERENCE, Mark.POINTS, Palette.VERMILION, plane.concepts()));
        }
        return new Figure(
                "plane",
                "Trajectories in the plane of two latents",
                "The latents that tell most; trajectories from the strongest noise, with the memories that they started near (hollow) and"
                        + " the concepts (full).",
                "Paths in a plane between marked memories and concepts.",
                Axis.linear("latent " + plane.first()),
                Axis.linear("latent " + plane.second()),
                series);
    }

    private static Series path(String name, Origin origin, Mark mark, int color, RealVector xy) {
        return Series.of(
                name,
                origin,
                mark,
                color,
                numbers(xy.size() / 2, i -> xy.get(2 * i)),
                numbers(xy.size() / 2, i -> xy.get(2 * i + 1)));
    }
}
