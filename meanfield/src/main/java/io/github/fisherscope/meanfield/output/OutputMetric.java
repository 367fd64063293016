package io.github.fisherscope.meanfield.output;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;

/**
 * The matrices Q(t) in {@code F = (1/T) Σ_t J_tᵀ Q(t) J_t}, one symmetric positive semidefinite C×C matrix per sample.
 * Immutable.
 */
public final class OutputMetric {
    private final int outputs;
    private final double[][] matrices;

    private OutputMetric(int outputs, double[][] matrices) {
        this.outputs = outputs;
        this.matrices = matrices;
    }

    /** Builds Q(t) from the C outputs of one sample. */
    private interface Builder {
        void build(double[] outputs, double[] matrix);
    }

    private static OutputMetric build(RealVector values, int outputs, Builder builder) {
        Args.requireInRange("outputs", outputs, 1, 1 << 16);
        Args.require(
                !values.isEmpty() && values.size() % outputs == 0,
                "there are %d output values for %d outputs; give C values per sample, sample after sample",
                values.size(),
                outputs);
        int samples = values.size() / outputs;
        double[][] matrices = new double[samples][outputs * outputs];
        for (int t = 0; t < samples; t++) {
            builder.build(values.slice(t * outputs, (t + 1) * outputs).toArray(), matrices[t]);
        }
        return new OutputMetric(outputs, matrices);
    }

    /**
     * Returns {@code Q = diag(g) − g gᵀ}, g = softmax(f), the Fisher matrix of a categorical likelihood.
     *
     * @param logits T×C, sample by sample
     */
    public static OutputMetric softmax(RealVector logits, int outputs) {
        return build(logits, outputs, (f, q) -> {
            int c = f.length;
            double max = Double.NEGATIVE_INFINITY;
            for (double v : f) {
                max = Math.max(max, v);
            }
            double sum = 0;
            for (int k = 0; k < c; k++) {
                f[k] = StrictMath.exp(f[k] - max);
                sum += f[k];
            }
            for (int k = 0; k < c; k++) {
                f[k] /= sum;
            }
            for (int k = 0; k < c; k++) {
                for (int j = 0; j < c; j++) {
                    q[k * c + j] = (k == j ? f[k] : 0) - f[k] * f[j];
                }
            }
        });
    }

    /**
     * Returns diagonal metrics, such as φ'(u_k(t))² for outputs f_k = φ(u_k).
     *
     * @param entries T×C, sample by sample, none negative
     */
    public static OutputMetric diagonal(RealVector entries, int outputs) {
        entries.stream().forEach(v -> Args.requireNonNegative("entry", v));
        return build(entries, outputs, (d, q) -> {
            for (int k = 0; k < d.length; k++) {
                q[k * d.length + k] = d[k];
            }
        });
    }

    /**
     * Returns {@code Q = (I − 11ᵀ/C − f fᵀ/C)/σ²} with f and σ² the standardised outputs and the variance over the outputs
     * of each sample: the metric of outputs after layer normalisation, of rank C − 2.
     *
     * @param values T×C outputs before the normalisation, sample by sample
     */
    public static OutputMetric layerNormalised(RealVector values, int outputs) {
        Args.requireInRange("outputs", outputs, 3, 1 << 16);
        return build(values, outputs, (f, q) -> {
            int c = f.length;
            double mean = 0;
            for (double v : f) {
                mean += v / c;
            }
            double variance = 0;
            for (double v : f) {
                variance += (v - mean) * (v - mean) / c;
            }
            for (int k = 0; k < c; k++) {
                for (int j = 0; j < c; j++) {
                    double projected = (f[k] - mean) * (f[j] - mean) / variance;
                    q[k * c + j] = ((k == j ? 1 : 0) - 1.0 / c - projected / c) / variance;
                }
            }
        });
    }

    /** Returns C. */
    public int outputs() {
        return outputs;
    }

    /** Returns T. */
    public int samples() {
        return matrices.length;
    }

    /** Returns entry (k, j) of Q(t). */
    public double entry(int t, int k, int j) {
        return matrices[t][k * outputs + j];
    }

    double[] matrix(int t) {
        return matrices[t].clone();
    }

    /** Returns β₁ = mean_t tr Q(t). */
    public double beta1() {
        double sum = 0;
        for (double[] q : matrices) {
            for (int k = 0; k < outputs; k++) {
                sum += q[k * outputs + k];
            }
        }
        return sum / samples();
    }

    /** Returns β₂ = (1/T²) Σ_{s≠t} tr Q(s)Q(t). */
    public double beta2() {
        double[] total = new double[outputs * outputs];
        for (double[] q : matrices) {
            for (int i = 0; i < total.length; i++) {
                total[i] += q[i];
            }
        }
        double t = samples();
        return squares(total) / (t * t) - beta3();
    }

    /** Returns β₃ = (1/T²) Σ_t tr Q(t)². */
    public double beta3() {
        double sum = 0;
        for (double[] q : matrices) {
            sum += squares(q);
        }
        double t = samples();
        return sum / (t * t);
    }

    /** Returns β₄ = max_k mean_t Q_kk(t), a lower bound of λ_max/S₂. */
    public double beta4() {
        double best = 0;
        for (int k = 0; k < outputs; k++) {
            double sum = 0;
            for (double[] q : matrices) {
                sum += q[k * outputs + k];
            }
            best = Math.max(best, sum / samples());
        }
        return best;
    }

    private static double squares(double[] q) {
        double sum = 0;
        for (double v : q) {
            sum += v * v;
        }
        return sum;
    }
}
