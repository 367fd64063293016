package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.check.Args;
import java.util.List;

/**
 * The posterior mean over memories, {@code x ← Σ_m softmax_m(−‖x − m‖²/2s²) m}: what an ideal autoencoder of few data would do to
 * data with noise of standard deviation s, and the exact case of repeated inference. Small s leads to a memory, s between the
 * spread within clusters and that between them to the mean of a cluster, large s to the centre. Latent states are the data
 * themselves.
 */
public final class MemoryDenoiser implements InferenceStep {
    private final List<double[]> memories;
    private final double noise;

    /**
     * @param memories one or more, all of one length
     * @param noise s &gt; 0
     */
    public MemoryDenoiser(List<double[]> memories, double noise) {
        Args.requireInRange("memories", memories.size(), 1, Integer.MAX_VALUE);
        memories.forEach(m -> Args.requireSame(
                "the length of a memory", m.length, memories.get(0).length, "all have that of the first"));
        this.memories = memories.stream().map(double[]::clone).toList();
        this.noise = Args.requirePositive("noise", noise);
    }

    @Override
    public int pixels() {
        return memories.get(0).length;
    }

    @Override
    public int latents() {
        return pixels();
    }

    @Override
    public double[] latent(double[] x, int rows, int step) {
        return x.clone();
    }

    @Override
    public double[] data(double[] z, int rows, int step) {
        int d = pixels();
        double[] x = new double[rows * d];
        for (int t = 0; t < rows; t++) {
            double[] weights = weights(z, t);
            for (int m = 0; m < weights.length; m++) {
                for (int i = 0; i < d; i++) {
                    x[t * d + i] += weights[m] * memories.get(m)[i];
                }
            }
        }
        return x;
    }

    private double[] weights(double[] z, int row) {
        int d = pixels();
        double[] logs = new double[memories.size()];
        double top = Double.NEGATIVE_INFINITY;
        for (int m = 0; m < logs.length; m++) {
            for (int i = 0; i < d; i++) {
                double difference = z[row * d + i] - memories.get(m)[i];
                logs[m] -= difference * difference / (2 * noise * noise);
            }
            top = Math.max(top, logs[m]);
        }
        double sum = 0;
        for (int m = 0; m < logs.length; m++) {
            logs[m] = StrictMath.exp(logs[m] - top);
            sum += logs[m];
        }
        for (int m = 0; m < logs.length; m++) {
            logs[m] /= sum;
        }
        return logs;
    }
}
