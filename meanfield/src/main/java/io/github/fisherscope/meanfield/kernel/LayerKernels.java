package io.github.fisherscope.meanfield.kernel;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The order parameters of every pair of samples of a data set, layer by layer, at infinite width: what
 * {@link InfiniteWidthKernel} sums up.
 *
 * <p>Memory: 4L matrices of T×T. Immutable.
 */
public final class LayerKernels {

    /** A matrix of pairs of samples at a layer. */
    public enum Kind {
        /** Q̂^l, products of activations over the width, l = 0 … L − 1. */
        ACTIVATIONS,
        /** E φ'(u_s)φ'(u_t), l = 1 … L − 1. */
        SLOPES,
        /** Q̃^l, products of sensitivities, l = 1 … L. */
        SENSITIVITIES,
        /** Θ_l, the kernel of the layers up to l, l = 1 … L. */
        KERNEL
    }

    private final int samples;
    private final Map<Kind, double[][]> matrices;

    private LayerKernels(int samples, Map<Kind, double[][]> matrices) {
        this.samples = samples;
        this.matrices = matrices;
    }

    /**
     * Computes them.
     *
     * <p>Cost and errors: as {@link InfiniteWidthKernel#of}.
     *
     * @param gram T×T, row by row: x_s·x_t/M_0
     */
    public static LayerKernels of(NetworkSpec spec, RealVector gram) {
        int n = (int) Math.round(Math.sqrt(gram.size()));
        Args.require(
                n > 0 && (long) n * n == gram.size(),
                "gram has %d entries, which is no square number; give all T×T products",
                gram.size());
        int depth = spec.depth();
        DualActivation dual = DualActivation.of(spec.activation());
        double w = spec.weightVariance();
        double[][] activations = new double[depth + 1][0];
        double[][] slopes = new double[depth + 1][0];
        double[][] kernel = new double[depth + 1][0];
        activations[0] = gram.toArray();
        for (int l = 1; l <= depth; l++) {
            kernel[l] = new double[n * n];
            for (int i = 0; i < n * n; i++) {
                double passed = l > 1 ? w * slopes[l - 1][i] * kernel[l - 1][i] : 0;
                kernel[l][i] = passed + spec.width(l - 1) * activations[l - 1][i] + spec.shift();
            }
            if (l < depth) {
                double[] forward = activations[l - 1].clone();
                for (int i = 0; i < n * n; i++) {
                    forward[i] = w * forward[i] + spec.biasVariance();
                }
                slopes[l] = new double[n * n];
                dual.apply(forward, slopes[l], n);
                activations[l] = forward;
            }
        }
        Map<Kind, double[][]> all = new EnumMap<>(Kind.class);
        all.put(Kind.ACTIVATIONS, activations);
        all.put(Kind.SLOPES, slopes);
        all.put(Kind.KERNEL, kernel);
        all.put(Kind.SENSITIVITIES, backward(depth, n, w, slopes));
        return new LayerKernels(n, all);
    }

    private static double[][] backward(int depth, int n, double w, double[][] slopes) {
        double[][] sensitivities = new double[depth + 1][0];
        double[] ones = new double[n * n];
        Arrays.fill(ones, 1);
        sensitivities[depth] = ones;
        for (int l = depth - 1; l >= 1; l--) {
            sensitivities[l] = new double[n * n];
            for (int i = 0; i < n * n; i++) {
                sensitivities[l][i] = w * slopes[l][i] * sensitivities[l + 1][i];
            }
        }
        return sensitivities;
    }

    /** Returns T. */
    public int samples() {
        return samples;
    }

    private double[] matrix(Kind kind, int l) {
        double[] matrix = Objects.requireNonNull(matrices.get(kind))[l];
        Args.require(matrix.length > 0, "layer %d has no %s", l, kind);
        return matrix;
    }

    /** Returns the T×T entries, row by row. */
    public RealVector entries(Kind kind, int l) {
        return RealVector.of(matrix(kind, l));
    }

    /** Returns the mean over the diagonal. */
    public double diagonalMean(Kind kind, int l) {
        double[] m = matrix(kind, l);
        double sum = 0;
        for (int s = 0; s < samples; s++) {
            sum += m[s * samples + s];
        }
        return sum / samples;
    }

    /** Returns the mean over pairs of different samples; 0 for one sample. */
    public double pairMean(Kind kind, int l) {
        if (samples < 2) {
            return 0;
        }
        double sum = 0;
        for (double v : matrix(kind, l)) {
            sum += v;
        }
        return (sum - samples * diagonalMean(kind, l)) / ((double) samples * (samples - 1));
    }

    /** Returns the variance over pairs of different samples. */
    public double pairVariance(Kind kind, int l) {
        double[] m = matrix(kind, l);
        double mean = pairMean(kind, l);
        double sum = 0;
        for (int s = 0; s < samples; s++) {
            for (int t = 0; t < s; t++) {
                double d = m[s * samples + t] - mean;
                sum += d * d;
            }
        }
        return samples < 2 ? 0 : sum / (0.5 * samples * (samples - 1));
    }

    /**
     * Returns {@code vᵀ A v}. Cost: T² operations.
     *
     * @param v T numbers
     */
    public double form(Kind kind, int l, RealVector v) {
        double[] m = matrix(kind, l);
        double[] x = v.toArray();
        double sum = 0;
        for (int s = 0; s < samples; s++) {
            double row = 0;
            for (int t = 0; t < samples; t++) {
                row += m[s * samples + t] * x[t];
            }
            sum += x[s] * row;
        }
        return sum;
    }
}
