package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.manifold.VolumeDensity;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.HeldOutBound;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeForward;
import io.github.fisherscope.generative.inference.ConceptLevel;
import io.github.fisherscope.generative.inference.Trajectories;
import io.github.fisherscope.generative.metric.LatentMetric;
import io.github.fisherscope.results.generative.VaeInferenceResult.Metric;
import io.github.fisherscope.results.generative.VaeInferenceResult.Plane;
import io.github.fisherscope.results.generative.VaeInferenceResult.VolumeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Memories and concepts as places in latent space: how far they spread, the metric there, and a plane to look at. */
final class LatentPlaces {
    private static final int STATES = 50;
    private static final int PATHS = 12;
    private static final int EDGE = 41;
    private static final double RANGE = 3;

    private final Vae model;
    private final VaeForward forward;
    private final List<ConceptLevel> levels;
    private final int first;
    private final int second;

    LatentPlaces(Vae model, VaeForward forward, List<ConceptLevel> levels, HeldOutBound bound) {
        this.model = model;
        this.forward = forward;
        this.levels = levels;
        List<Integer> order = IntStream.range(0, model.latents())
                .boxed()
                .sorted((a, b) -> Double.compare(
                        bound.perLatent().get(b), bound.perLatent().get(a)))
                .toList();
        this.first = order.get(0);
        this.second = order.get(Math.min(1, order.size() - 1));
    }

    /** Returns the root mean square distance of memories to the centre; 1 if all are the same. */
    double spread() {
        RealVector centre = levels.get(levels.size() - 1).centres().get(0);
        double squares = 0;
        List<RealVector> memories = levels.get(0).centres();
        for (RealVector memory : memories) {
            for (int i = 0; i < centre.size(); i++) {
                double d = memory.get(i) - centre.get(i);
                squares += d * d;
            }
        }
        return squares == 0 ? 1 : Math.sqrt(squares / memories.size());
    }

    Metric metric() {
        List<RealVector> memories = levels.get(0).centres();
        int count = Math.min(STATES, memories.size());
        double[] means = new double[model.latents()];
        double volume = 0;
        boolean regular = true;
        for (int t = 0; t < count; t++) {
            LatentMetric metric =
                    LatentMetric.ofDecoder(model, forward, memories.get(t).toArray());
            RealVector values = metric.eigenvalues();
            for (int i = 0; i < means.length; i++) {
                means[i] += values.get(i) / count;
            }
            VolumeDensity density = VolumeDensity.of(values, means.length);
            regular &= density.regular();
            volume += density.logPseudoDeterminant() / 2 / count;
        }
        return new Metric(count, RealVector.takingOver(means), regular ? (Double) volume : null, map());
    }

    private @Nullable VolumeMap map() {
        if (model.latents() != 2) {
            return null;
        }
        double[] values = new double[EDGE * EDGE];
        for (int i = 0; i < EDGE; i++) {
            for (int j = 0; j < EDGE; j++) {
                double[] z = {place(j), place(i)};
                VolumeDensity density =
                        LatentMetric.ofDecoder(model, forward, z).volume();
                if (!density.regular()) {
                    return null;
                }
                values[i * EDGE + j] = density.logPseudoDeterminant() / 2;
            }
        }
        return new VolumeMap(EDGE, RANGE, RealVector.takingOver(values));
    }

    private static double place(int i) {
        return RANGE * (2.0 * i / (EDGE - 1) - 1);
    }

    Plane plane(Trajectories runs) {
        int count = Math.min(PATHS, runs.count());
        List<RealVector> paths = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            double[] path = new double[2 * runs.steps()];
            for (int step = 0; step < runs.steps(); step++) {
                path[2 * step] = runs.get(step, t, first);
                path[2 * step + 1] = runs.get(step, t, second);
            }
            paths.add(RealVector.takingOver(path));
        }
        int concept = Math.max(0, levels.size() - 2);
        return new Plane(
                first,
                second,
                paths,
                places(levels.get(0).centres().subList(0, count)),
                places(concept == 0 ? List.of() : levels.get(concept).centres()));
    }

    private RealVector places(List<RealVector> centres) {
        double[] all = new double[2 * centres.size()];
        for (int i = 0; i < centres.size(); i++) {
            all[2 * i] = centres.get(i).get(first);
            all[2 * i + 1] = centres.get(i).get(second);
        }
        return RealVector.takingOver(all);
    }
}
