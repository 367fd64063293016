package io.github.fisherscope.results.generative;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeated inference x → z → x from noisy data, held against memories, concepts and the centre.
 *
 * @param schema name and version of this layout
 * @param version version of the program
 * @param setting what was followed, and how
 * @param levels names of the levels, from memories to the centre
 * @param runs one entry for each strength of noise, in the order asked for
 * @param metric the decoder's Fisher metric at the memories
 * @param plane a few trajectories in the plane of the two latents that tell most
 * @param strips what the decoder draws along a few trajectories from the strongest noise; null unless data are grey images
 */
public record VaeInferenceResult(
        String schema,
        String version,
        Setting setting,
        List<String> levels,
        List<NoiseRun> runs,
        Metric metric,
        Plane plane,
        @Nullable ImageStrips strips) {
    /** Schema of this record. */
    public static final String SCHEMA = "fisherscope/vae-inference/1";

    public VaeInferenceResult {
        levels = List.copyOf(levels);
        runs = List.copyOf(runs);
    }

    /** Returns the JSON text, ending with a line feed. */
    public String json() {
        return JsonText.page(this);
    }

    /**
     * What was followed.
     *
     * @param model the autoencoder
     * @param source where it and the data are from
     * @param samples number of data
     * @param perLatent mean divergence of each latent
     * @param active number of latents whose divergence is more than 0.01
     * @param sampled whether z was drawn in every step, or was the posterior's mean
     * @param steps number of states of each trajectory
     * @param seed seed of noise, draws and clusters
     */
    public record Setting(
            ModelInfo model,
            String source,
            int samples,
            RealVector perLatent,
            int active,
            boolean sampled,
            int steps,
            long seed) {}

    /**
     * All trajectories from one strength of noise.
     *
     * @param noise probability that a pixel is flipped, or deviation of what is added
     * @param all curves over all latents, one for each level
     * @param active curves over the active latents, one for each level; empty if none is active
     * @param ends what the trajectories end at
     * @param length Fisher-Rao lengths
     */
    public record NoiseRun(double noise, List<LevelCurve> all, List<LevelCurve> active, Ends ends, Length length) {
        public NoiseRun {
            all = List.copyOf(all);
            active = List.copyOf(active);
        }
    }

    /**
     * Means over trajectories, one number for each step.
     *
     * @param distance to the centre of the own group
     * @param distanceError its standard error
     * @param other to the nearest centre of another group, or null if there is one group
     * @param cosine between the step that follows and the way to the own centre, one number less
     * @param nearest share of trajectories of whose own centres, of all levels, this one is nearest
     * @param closestStep mean step at which a trajectory is nearest to the own centre
     */
    public record LevelCurve(
            RealVector distance,
            RealVector distanceError,
            @Nullable RealVector other,
            RealVector cosine,
            RealVector nearest,
            double closestStep) {}

    /**
     * The last states.
     *
     * @param still share of trajectories whose last step was shorter than a thousandth of the spread of the memories
     * @param groups number of groups of last states closer than a hundredth of it
     * @param toMemoryEnds mean distance of the last states to those that the clean data end at
     */
    public record Ends(double still, int groups, double toMemoryEnds) {}

    /**
     * Fisher-Rao lengths in what the decoder draws.
     *
     * @param mean mean length of a trajectory
     * @param standardError its standard error
     * @param bend mean of length over distance of the ends, where it is defined
     */
    public record Length(
            double mean, double standardError, @Nullable Double bend) {}

    /**
     * The metric G(z) = JᵀQJ at memories.
     *
     * @param states how many memories
     * @param eigenvalues mean of each eigenvalue, ascending
     * @param logVolume mean of log √det G, or null if G is singular at one of them
     * @param volume a map over the plane of the first two latents; null unless there are two
     */
    public record Metric(
            int states,
            RealVector eigenvalues,
            @Nullable Double logVolume,
            @Nullable VolumeMap volume) {}

    /**
     * log √det G on a grid of latent states, row by row.
     *
     * @param edge number of rows and of columns
     * @param range the grid goes from −range to range in both latents
     * @param logVolume the values
     */
    public record VolumeMap(int edge, double range, RealVector logVolume) {}

    /**
     * Trajectories in a plane.
     *
     * @param first number of the latent along x, from 0
     * @param second number of the latent along y
     * @param paths of the strongest noise, one for each trajectory: x_1, y_1, x_2, y_2, …
     * @param memories of these trajectories
     * @param concepts centres of the most abstract level below the global centre, x_1, y_1, …
     */
    public record Plane(int first, int second, List<RealVector> paths, RealVector memories, RealVector concepts) {
        public Plane {
            paths = List.copyOf(paths);
        }
    }
}
