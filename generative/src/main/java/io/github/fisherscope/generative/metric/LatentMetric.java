package io.github.fisherscope.generative.metric;

import io.github.fisherscope.core.fisher.IndependentOutputs;
import io.github.fisherscope.core.manifold.VolumeDensity;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.math.SymmetricEigenvalues;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeForward;

/**
 * The Fisher metric at one latent state.
 *
 * @param entries G, entry {@code i·n + j}
 * @param dimension n
 */
public record LatentMetric(RealVector entries, int dimension) {
    /**
     * Returns {@code G(z) = JᵀQJ} of the decoder, K × K. Cost: K + 1 forward passes of one datum and K² D operations. Kinks do not
     * matter.
     */
    public static LatentMetric ofDecoder(Vae model, VaeForward forward, double[] z) {
        int k = model.latents();
        int d = model.pixels();
        double[] j = forward.decoderJacobian(z);
        double[] o = forward.outputs(z, 1);
        IndependentOutputs likelihood = (IndependentOutputs) model.emission().likelihood();
        for (int pixel = 0; pixel < d; pixel++) {
            double factor = likelihood.factor(o[pixel]);
            for (int i = 0; i < k; i++) {
                j[i * d + pixel] *= factor;
            }
        }
        return gram(j, k, d);
    }

    /**
     * Returns the 2K × 2K matrix whose eigenvalues are the non-zero ones of the Fisher metric, in data space, of the encoder's
     * posterior {@code N(μ(x), diag e^{s(x)})}: {@code Q = diag(e⁻ˢ, ½)} for means and log variances.
     */
    public static LatentMetric ofPosterior(Vae model, VaeForward forward, double[] x) {
        int k = model.latents();
        int d = model.pixels();
        double[] j = forward.encoderJacobian(x);
        double[] posterior = forward.posterior(x, 1);
        double[] rows = new double[2 * k * d];
        for (int i = 0; i < 2 * k; i++) {
            double factor = i < k ? StrictMath.exp(-posterior[k + i] / 2) : Math.sqrt(0.5);
            for (int pixel = 0; pixel < d; pixel++) {
                rows[i * d + pixel] = factor * j[pixel * 2 * k + i];
            }
        }
        return gram(rows, 2 * k, d);
    }

    private static LatentMetric gram(double[] rows, int n, int length) {
        double[] g = new double[n * n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int i = 0; i < length; i++) {
                    sum += rows[a * length + i] * rows[b * length + i];
                }
                g[a * n + b] = sum;
                g[b * n + a] = sum;
            }
        }
        return new LatentMetric(RealVector.takingOver(g), n);
    }

    /** Returns the eigenvalues, ascending. They change when latents are measured in other units. */
    public RealVector eigenvalues() {
        return SymmetricEigenvalues.of(entries.toArray(), dimension);
    }

    /** Returns the volume element √det G. */
    public VolumeDensity volume() {
        return VolumeDensity.of(eigenvalues(), dimension);
    }
}
