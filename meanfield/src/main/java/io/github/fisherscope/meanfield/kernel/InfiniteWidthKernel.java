package io.github.fisherscope.meanfield.kernel;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.internal.SymmetricEigen;

/**
 * The kernel {@code Θ(x_s, x_t) = ∇f_k(x_s)·∇f_k(x_t)} of wide networks on a given data set, pair by pair:
 *
 * <pre>  Θ_st = Σ_l q̃_st^l (M_{l−1} q̂_st^{l−1} + 1)  </pre>
 *
 * <p>with the order parameters of each pair from its own input product. Its eigenvalues divided by T, each C-fold
 * degenerate, predict the whole non-zero spectrum of the Fisher matrix, bulk and tail, for any real data: nothing is
 * assumed of the inputs. Finite width adds fluctuations of relative order 1/√M, which repel the eigenvalues; theory for the
 * top C means their average.
 *
 * <p>Derived in {@code docs/theory/equations.md#kernel}. Immutable.
 */
public final class InfiniteWidthKernel {
    private final int samples;
    private final double[] entries;

    private InfiniteWidthKernel(int samples, double[] entries) {
        this.samples = samples;
        this.entries = entries;
    }

    /**
     * Computes the kernel.
     *
     * <p>Cost: O(L T²) closed forms, or O(L T² · 128) operations for smooth activations without closed forms; memory three
     * T×T matrices. Error: below 1e-9 per entry of each layer's dual activation.
     *
     * @param spec the family of networks
     * @param gram T×T, row by row: x_s·x_t/M_0; symmetric and positive semidefinite
     * @throws IllegalArgumentException if the matrix is not square or an entry is not finite
     */
    public static InfiniteWidthKernel of(NetworkSpec spec, RealVector gram) {
        int n = (int) Math.round(Math.sqrt(gram.size()));
        Args.require(
                n > 0 && (long) n * n == gram.size(),
                "gram has %d entries, which is no square number; give all T×T products",
                gram.size());
        double[] forward = gram.toArray();
        for (double v : forward) {
            Args.requireFinite("gram entry", v);
        }
        DualActivation dual = DualActivation.of(spec.activation());
        double w = spec.weightVariance();
        double[] kernel = new double[forward.length];
        // Θ^l = (M_{l−1} q̂^{l−1} + 1) + σ_w² I_φ' Θ^{l−1}: the backward product built up on the way forward.
        double[] slopes = new double[forward.length];
        for (int l = 1; l <= spec.depth(); l++) {
            for (int i = 0; i < kernel.length; i++) {
                kernel[i] = (l > 1 ? w * slopes[i] * kernel[i] : 0) + spec.width(l - 1) * forward[i] + spec.shift();
            }
            if (l < spec.depth()) {
                for (int i = 0; i < forward.length; i++) {
                    forward[i] = w * forward[i] + spec.biasVariance();
                }
                dual.apply(forward, slopes, n);
            }
        }
        return new InfiniteWidthKernel(n, kernel);
    }

    /**
     * Returns the products x_s·x_t/M_0 that {@link #of} takes.
     *
     * @param inputs T×M_0, sample by sample
     */
    public static RealVector gram(RealVector inputs, int dimension) {
        Args.requireInRange("dimension", dimension, 1, 1 << 24);
        Args.require(
                !inputs.isEmpty() && inputs.size() % dimension == 0,
                "inputs has %d entries, not a multiple of the dimension %d",
                inputs.size(),
                dimension);
        int n = inputs.size() / dimension;
        double[] x = inputs.toArray();
        double[] gram = new double[n * n];
        for (int s = 0; s < n; s++) {
            for (int t = 0; t <= s; t++) {
                double sum = 0;
                for (int i = 0; i < dimension; i++) {
                    sum += x[s * dimension + i] * x[t * dimension + i];
                }
                gram[s * n + t] = sum / dimension;
                gram[t * n + s] = sum / dimension;
            }
        }
        return RealVector.of(gram);
    }

    /** Returns T. */
    public int samples() {
        return samples;
    }

    /** Returns Θ_st. */
    public double entry(int s, int t) {
        return entries[s * samples + t];
    }

    /**
     * Returns the T eigenvalues of Θ/T in descending order; the Fisher matrix has each of them C times.
     *
     * <p>Cost: about 4T³/3 operations.
     */
    public RealVector eigenvalues() {
        double[] scaled = new double[entries.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = entries[i] / samples;
        }
        return RealVector.of(SymmetricEigen.values(scaled, samples));
    }

    /** Returns tr F = C tr Θ/T. */
    public double trace(int outputs) {
        double sum = 0;
        for (int s = 0; s < samples; s++) {
            sum += entry(s, s);
        }
        return outputs * sum / samples;
    }

    /** Returns tr F² = C ‖Θ‖²/T², without the fluctuations of order 1/M. */
    public double traceOfSquare(int outputs) {
        double sum = 0;
        for (double v : entries) {
            sum += v * v;
        }
        return outputs * sum / ((double) samples * samples);
    }
}
