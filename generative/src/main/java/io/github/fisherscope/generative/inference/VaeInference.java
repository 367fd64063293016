package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.NormalSource;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeForward;
import java.util.OptionalLong;

/**
 * Inference by an autoencoder: the posterior's mean and the decoder's mean, or draws from the posterior and the decoder's mean of
 * them. Deterministic for a given seed; without one there is nothing random.
 */
public final class VaeInference implements InferenceStep, AutoCloseable {
    private static final int ROOM = 512;

    private final Vae model;
    private final VaeForward forward;
    private final OptionalLong seed;

    private VaeInference(Vae model, Backend backend, OptionalLong seed) {
        this.model = model;
        this.forward = VaeForward.of(model, backend, ROOM);
        this.seed = seed;
    }

    /** Returns inference by means. */
    public static VaeInference byMeans(Vae model, Backend backend) {
        return new VaeInference(model, backend, OptionalLong.empty());
    }

    /** Returns inference that draws z from the posterior in every step. */
    public static VaeInference sampled(Vae model, Backend backend, long seed) {
        return new VaeInference(model, backend, OptionalLong.of(seed));
    }

    @Override
    public int pixels() {
        return model.pixels();
    }

    @Override
    public int latents() {
        return model.latents();
    }

    @Override
    public double[] latent(double[] x, int rows, int step) {
        Args.requireSame("the number of numbers", x.length, (long) rows * pixels(), "give whole rows");
        int k = latents();
        double[] posterior = forward.posterior(x, rows);
        double[] z = new double[rows * k];
        for (int t = 0; t < rows; t++) {
            System.arraycopy(posterior, 2 * t * k, z, t * k, k);
        }
        if (seed.isPresent()) {
            NormalSource source = RandomStreams.of(seed.getAsLong()).normal(StreamPurpose.LATENT_NOISE, 2, 0, step);
            for (int i = 0; i < z.length; i++) {
                z[i] += StrictMath.exp(posterior[i / k * 2 * k + k + i % k] / 2) * source.next();
            }
        }
        return z;
    }

    @Override
    public double[] data(double[] z, int rows, int step) {
        Args.requireSame("the number of numbers", z.length, (long) rows * latents(), "give whole rows");
        double[] x = forward.outputs(z, rows);
        for (int i = 0; i < x.length; i++) {
            x[i] = model.emission().mean(x[i]);
        }
        return x;
    }

    @Override
    public void close() {
        forward.close();
    }
}
