package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.HeldOutBound;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeForward;
import io.github.fisherscope.generative.inference.ConceptHierarchy;
import io.github.fisherscope.generative.inference.ConceptLevel;
import io.github.fisherscope.generative.inference.Corruption;
import io.github.fisherscope.generative.inference.EndStates;
import io.github.fisherscope.generative.inference.InferenceCurves;
import io.github.fisherscope.generative.inference.LatentDistance;
import io.github.fisherscope.generative.inference.Trajectories;
import io.github.fisherscope.generative.inference.VaeInference;
import io.github.fisherscope.generative.metric.InferenceLength;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.generative.ImageStrips;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.results.generative.VaeInferenceResult.Ends;
import io.github.fisherscope.results.generative.VaeInferenceResult.Length;
import io.github.fisherscope.results.generative.VaeInferenceResult.LevelCurve;
import io.github.fisherscope.results.generative.VaeInferenceResult.NoiseRun;
import io.github.fisherscope.results.generative.VaeInferenceResult.Setting;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Follows data with noise through an autoencoder and holds them against memories, concepts and the centre. Same configuration,
 * same numbers, whatever the number of threads.
 */
public final class VaeInferStudy {
    private static final int LENGTHS = 100;
    private static final int PIECES = 8;
    private static final int LONG_RUN = 400;

    private final VaeInferConfig config;
    private final Vae model;
    private final double[] clean;
    private final @Nullable ImageSize size;

    private VaeInferStudy(VaeInferConfig config, @Nullable ImageSize size) {
        this.config = config;
        this.size = size;
        this.model = config.model();
        Dataset data = config.data();
        this.clean = new double[data.samples() * data.inputs()];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, clean, t * data.inputs());
        }
    }

    public static VaeInferStudy of(VaeInferConfig config) {
        return new VaeInferStudy(config, null);
    }

    /** Returns a study whose result also has images; without a size it has none. */
    public static VaeInferStudy of(VaeInferConfig config, @Nullable ImageSize size) {
        return new VaeInferStudy(config, size);
    }

    /**
     * Follows all data from every strength of noise.
     *
     * @param backend stays open
     */
    public VaeInferenceResult run(StudyListener listener, Backend backend) {
        int n = config.data().samples();
        HeldOutBound bound = HeldOutBound.of(model, config.data(), 1, config.seed(), backend);
        try (VaeInference means = VaeInference.byMeans(model, backend);
                VaeInference asked = config.sampled()
                        ? VaeInference.sampled(model, backend, config.seed())
                        : VaeInference.byMeans(model, backend);
                VaeForward forward = VaeForward.of(model, backend, 512)) {
            RealVector memories = RealVector.takingOver(means.latent(clean, n, 0));
            List<double[]> rows = IntStream.range(0, n)
                    .mapToObj(t -> Arrays.copyOfRange(clean, t * model.pixels(), (t + 1) * model.pixels()))
                    .toList();
            List<ConceptLevel> levels = ConceptHierarchy.found(
                    memories,
                    rows,
                    config.concepts().coarse(),
                    config.concepts().within(),
                    config.seed());
            Ground ground = new Ground(
                    levels,
                    Trajectories.run(means, clean, LONG_RUN),
                    bound,
                    new LatentPlaces(model, forward, levels, bound));
            List<NoiseRun> runs = new ArrayList<>();
            Followed strongest = null;
            for (int i = 0; i < config.noise().size(); i++) {
                double noise = config.noise().get(i);
                listener.onStage(
                        String.format(Locale.ROOT, "noise %s", noise),
                        i,
                        config.noise().size());
                double[] starts = Corruption.of(model.emission(), clean, noise, config.seed());
                Followed followed =
                        new Followed(noise, RealVector.of(starts), Trajectories.run(asked, starts, config.steps()));
                runs.add(run(noise, followed.runs(), ground, forward));
                strongest = strongest == null || noise > strongest.noise() ? followed : strongest;
            }
            return result(means, ground, runs, strongest);
        }
    }

    /** All trajectories from one strength of noise. */
    private record Followed(double noise, RealVector starts, Trajectories runs) {}

    /** What trajectories are held against. */
    private record Ground(List<ConceptLevel> levels, Trajectories ends, HeldOutBound bound, LatentPlaces places) {}

    private VaeInferenceResult result(
            VaeInference means, Ground ground, List<NoiseRun> runs, @Nullable Followed strongest) {
        if (strongest == null) {
            throw new IllegalStateException("no noise was asked for");
        }
        Setting setting = new Setting(
                VaeTrainStudy.describe(model),
                config.source() + ", data " + config.data().source().description(),
                config.data().samples(),
                ground.bound().perLatent(),
                ground.bound().activeCount(),
                config.sampled(),
                config.steps(),
                config.seed());
        return new VaeInferenceResult(
                VaeInferenceResult.SCHEMA,
                BuildInfo.current().version(),
                setting,
                ground.levels().stream().map(ConceptLevel::name).toList(),
                runs,
                ground.places().metric(),
                ground.places().plane(strongest.runs()),
                strips(means, ground.levels(), strongest));
    }

    private @Nullable ImageStrips strips(VaeInference means, List<ConceptLevel> levels, Followed of) {
        if (size == null) {
            return null;
        }
        ConceptLevel concepts = levels.get(levels.size() - 2);
        return DecodedStrips.of(model.emission(), size, clean, concepts)
                .decoded(means, of.noise(), of.starts().toArray(), of.runs());
    }

    private NoiseRun run(double noise, Trajectories runs, Ground ground, VaeForward forward) {
        int[] each = IntStream.range(0, runs.count()).toArray();
        LatentDistance all = LatentDistance.all(model.latents());
        InferenceCurves curves = InferenceCurves.of(runs, ground.levels(), each, all);
        InferenceCurves active = InferenceCurves.of(runs, ground.levels(), each, LatentDistance.active(ground.bound()));
        return new NoiseRun(
                noise,
                curves(curves),
                ground.bound().collapsed() ? List.of() : curves(active),
                ends(runs, curves, ground),
                length(runs, forward));
    }

    private static List<LevelCurve> curves(InferenceCurves curves) {
        int steps = curves.runs().steps();
        int[][] nearest =
                IntStream.range(0, steps).mapToObj(curves::nearestLevel).toArray(int[][]::new);
        List<LevelCurve> all = new ArrayList<>();
        for (int level = 0; level < curves.levels().size(); level++) {
            int l = level;
            List<RealVector> own =
                    IntStream.range(0, steps).mapToObj(s -> curves.toOwn(l, s)).toList();
            boolean several = curves.levels().get(l).centres().size() > 1;
            all.add(new LevelCurve(
                    each(own, RealVector::mean),
                    each(own, RealVector::standardError),
                    several ? numbers(steps, s -> curves.toOther(l, s).mean()) : null,
                    numbers(steps - 1, s -> curves.cosine(l, s).mean()),
                    numbers(
                            steps,
                            s -> Arrays.stream(nearest[s])
                                            .filter(found -> found == l)
                                            .count()
                                    / (double) nearest[s].length),
                    curves.closestStep(l).mean()));
        }
        return all;
    }

    private static RealVector each(List<RealVector> values, ToDoubleFunction<RealVector> number) {
        return RealVector.takingOver(values.stream().mapToDouble(number).toArray());
    }

    private static RealVector numbers(int count, IntToDoubleFunction number) {
        return RealVector.takingOver(
                IntStream.range(0, count).mapToDouble(number).toArray());
    }

    private static Ends ends(Trajectories runs, InferenceCurves curves, Ground ground) {
        double spread = ground.places().spread();
        EndStates ends = EndStates.of(runs, 1e-3 * spread, 1e-2 * spread);
        return new Ends(
                ends.still() / (double) runs.count(),
                ends.count(),
                curves.toEnds(ground.ends(), runs.steps() - 1).mean());
    }

    private Length length(Trajectories runs, VaeForward forward) {
        int count = Math.min(LENGTHS, runs.count());
        double[] lengths = new double[count];
        double bend = 0;
        int bent = 0;
        for (int t = 0; t < count; t++) {
            InferenceLength length = InferenceLength.of(model, forward, runs, t, PIECES);
            lengths[t] = length.total();
            if (!Double.isNaN(length.bend())) {
                bend += length.bend();
                bent++;
            }
        }
        RealVector all = RealVector.takingOver(lengths);
        return new Length(all.mean(), all.standardError(), bent == 0 ? null : (Double) (bend / bent));
    }
}
