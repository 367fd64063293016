package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.Vae;

/**
 * Repeated inference that is measured.
 *
 * @param model the autoencoder
 * @param source where it is from
 * @param data clean data
 * @param noise strengths of noise, one or more
 * @param concepts how data are grouped
 * @param steps number of states of each trajectory, 2 or more
 * @param sampled whether z is drawn in every step
 * @param seed of noise, draws and clusters
 */
public record VaeInferConfig(
        Vae model,
        String source,
        Dataset data,
        RealVector noise,
        Concepts concepts,
        int steps,
        boolean sampled,
        long seed) {
    public VaeInferConfig {
        model.requireFits(data);
        Args.requireInRange("samples", data.samples(), 2, 100_000);
        Args.requireInRange("steps", steps, 2, 100_000);
        Args.requireThat(!noise.isEmpty(), "noise", "an empty list", "give one strength at least, such as 0.1");
        boolean bernoulli = model.emission() instanceof Emission.Bernoulli;
        for (int i = 0; i < noise.size(); i++) {
            double level = noise.get(i);
            if (!(level >= 0 && level <= (bernoulli ? 1 : Dataset.MAX_MAGNITUDE))) {
                throw InvalidArgumentException.of(
                        "noise",
                        level,
                        bernoulli
                                ? "it is the probability that a pixel is flipped and must lie between 0 and 1"
                                : "it is a standard deviation and must be at least 0");
            }
        }
        Args.requireInRange("concepts", concepts.coarse(), 1, data.samples());
        Args.requireInRange("within", concepts.within(), 1, data.samples());
    }

    /**
     * How data are grouped into concepts.
     *
     * @param coarse number of concepts; 1 for none but the centre
     * @param within number of finer concepts in each; 1 for none
     */
    public record Concepts(int coarse, int within) {}
}
