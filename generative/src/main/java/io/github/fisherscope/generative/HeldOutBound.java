package io.github.fisherscope.generative;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.NormalSource;
import io.github.fisherscope.core.random.StreamPurpose;

/**
 * The bound over a data set, with what each latent has to say.
 *
 * @param mean the mean bound of a datum
 * @param standardError of the mean, over data
 * @param reconstruction the mean of log p(x | z)
 * @param perLatent the mean over data of KL(q(z_i | x) ‖ N(0, 1)) of each latent
 */
public record HeldOutBound(double mean, double standardError, double reconstruction, RealVector perLatent) {
    /** A latent that tells less than this, in nats, tells nothing. */
    public static final double ACTIVE = 0.01;

    private static final int CHUNK = 500;

    /**
     * Measures a model on data that its training need not have seen.
     *
     * @param draws latent states drawn for each datum, 1 or more
     * @param seed of the draws
     */
    public static HeldOutBound of(Vae model, Dataset data, int draws, long seed, Backend backend) {
        model.requireFits(data);
        Args.requireInRange("draws", draws, 1, 10_000);
        int room = Math.min(CHUNK, data.samples());
        double[] bounds = new double[data.samples()];
        double[] shares = new double[model.latents()];
        double reconstruction = 0;
        try (Bound bound = Bound.of(model, backend, room)) {
            for (int draw = 0; draw < draws; draw++) {
                for (int from = 0; from < bounds.length; from += room) {
                    int rows = Math.min(room, bounds.length - from);
                    NormalSource source = RandomStreams.of(seed).normal(StreamPurpose.LATENT_NOISE, 1, draw, from);
                    BoundTerms terms = bound.terms(block(data, from, rows), noise(source, rows * shares.length));
                    for (int t = 0; t < rows; t++) {
                        bounds[from + t] += (terms.reconstruction().get(t)
                                        - terms.divergence().get(t))
                                / draws;
                    }
                    reconstruction += terms.reconstruction().sum() / (bounds.length * (double) draws);
                    for (int i = 0; i < shares.length; i++) {
                        shares[i] += terms.perLatent().get(i) * rows / (bounds.length * (double) draws);
                    }
                }
            }
        }
        RealVector all = RealVector.takingOver(bounds);
        double error = bounds.length > 1 ? all.standardError() : Double.NaN;
        return new HeldOutBound(all.mean(), error, reconstruction, RealVector.takingOver(shares));
    }

    private static double[] block(Dataset data, int from, int rows) {
        double[] x = new double[rows * data.inputs()];
        for (int t = 0; t < rows; t++) {
            data.copyRow(from + t, x, t * data.inputs());
        }
        return x;
    }

    private static double[] noise(NormalSource source, int count) {
        double[] epsilon = new double[count];
        for (int i = 0; i < count; i++) {
            epsilon[i] = source.next();
        }
        return epsilon;
    }

    /** Returns which latents tell more than {@link #ACTIVE}. */
    public boolean[] active() {
        boolean[] active = new boolean[perLatent.size()];
        for (int i = 0; i < active.length; i++) {
            active[i] = perLatent.get(i) > ACTIVE;
        }
        return active;
    }

    /** Returns how many latents tell anything. */
    public int activeCount() {
        return (int) perLatent.stream().filter(v -> v > ACTIVE).count();
    }

    /** Returns whether no latent tells anything: the decoder draws the same picture whatever the encoder saw. */
    public boolean collapsed() {
        return activeCount() == 0;
    }
}
