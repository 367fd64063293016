package io.github.fisherscope.meanfield.output;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.FisherStatistics;
import io.github.fisherscope.meanfield.internal.BracketedRoot;
import io.github.fisherscope.meanfield.internal.SymmetricEigen;
import java.util.Arrays;

/**
 * The spectrum of {@code F = (1/T) Σ_t J_tᵀ Q(t) J_t} when gradients have squared norm S₁, overlap S₂ between different
 * inputs and none between different outputs: that of {@code Q^½ [(S₂ 11ᵀ + (S₁ − S₂) I) ⊗ I] Q^½ / T}.
 *
 * <pre>
 *   m = β₁ S₁/P        s = (β₂ S₂² + β₃ S₁²)/P
 *   outliers λ:  det[ I − (S₂/T) Σ_t Q(t) (λ − d Q(t))⁻¹ ] = 0,      d = (S₁ − S₂)/T
 * </pre>
 *
 * <p>For a softmax one combination of outputs carries no information (Q1 = 0), so only C − 1 outliers exist. Q depends
 * strongly on the network, so give the network's own outputs wherever there is one. Source: Karakida, Akaho and Amari 2021
 * for the moments; the outlier equation is derived in {@code docs/theory/equations.md#softmax}. Immutable.
 */
public final class OutputLaw {
    private static final int MAX_EVALUATIONS = 300;
    private static final int LARGEST_DENSE = 4000;
    private static final double BULK_MARGIN = 1e-9;

    private final double s1;
    private final double s2;
    private final long parameters;
    private final OutputMetric metric;
    private final SymmetricEigen[] eigen;

    private OutputLaw(double s1, double s2, long parameters, OutputMetric metric) {
        this.s1 = s1;
        this.s2 = s2;
        this.parameters = parameters;
        this.metric = metric;
        this.eigen = new SymmetricEigen[metric.samples()];
        for (int t = 0; t < eigen.length; t++) {
            eigen[t] = SymmetricEigen.of(metric.matrix(t), metric.outputs());
        }
    }

    /**
     * Returns the law for given outputs.
     *
     * @param statistics S₁, S₂ and P; its number of outputs must be that of the metric
     */
    public static OutputLaw of(FisherStatistics statistics, OutputMetric metric) {
        Args.requireSame(
                "number of outputs", metric.outputs(), statistics.outputs(), "evaluate the metric for this network");
        return new OutputLaw(
                statistics.gradientSquare(), statistics.gradientOverlap(), statistics.parameters(), metric);
    }

    /** Returns m. */
    public double mean() {
        return metric.beta1() * s1 / parameters;
    }

    /** Returns s. */
    public double secondMoment() {
        return (metric.beta2() * s2 * s2 + metric.beta3() * s1 * s1) / parameters;
    }

    /** Returns S₂ β₄, below which the largest eigenvalue cannot lie. */
    public double largestLowerBound() {
        return s2 * metric.beta4();
    }

    /** Returns d max_t ‖Q(t)‖, above which there are only outliers. */
    public double bulkEdge() {
        double norm = 0;
        for (SymmetricEigen e : eigen) {
            norm = Math.max(norm, e.value(0));
        }
        return (s1 - s2) / metric.samples() * norm;
    }

    /**
     * Returns the eigenvalues above the bulk, in descending order: at most C, for a softmax at most C − 1 that grow with
     * the width (a further root may sit at the very edge of the bulk).
     *
     * <p>Cost: about 50 C evaluations of T C³ operations.
     */
    public RealVector outliers() {
        double low = bulkEdge() * (1 + BULK_MARGIN);
        double high = Math.max(low, s1 * largestNorm()) * (1 + 1e-6);
        double[] atEdge = strengths(low);
        double[] found = new double[metric.outputs()];
        int count = 0;
        for (int i = 0; i < found.length && atEdge[i] > 1; i++) {
            int index = i;
            found[count++] =
                    BracketedRoot.find(x -> strengths(x)[index] - 1, low, high, 1e-13, 1e-300, MAX_EVALUATIONS);
        }
        return RealVector.of(Arrays.copyOf(found, count));
    }

    private double largestNorm() {
        double norm = 0;
        for (SymmetricEigen e : eigen) {
            norm = Math.max(norm, e.value(0));
        }
        return norm;
    }

    /** Eigenvalues of (S₂/T) Σ_t Q(t)(λ − d Q(t))⁻¹, each of which falls as λ grows above the bulk. */
    private double[] strengths(double lambda) {
        int c = metric.outputs();
        double d = (s1 - s2) / metric.samples();
        double[] sum = new double[c * c];
        for (SymmetricEigen e : eigen) {
            for (int i = 0; i < c; i++) {
                double q = Math.max(0, e.value(i));
                double factor = s2 / metric.samples() * q / (lambda - d * q);
                for (int k = 0; k < c; k++) {
                    double left = factor * e.vector(i, k);
                    for (int j = 0; j < c; j++) {
                        sum[k * c + j] += left * e.vector(i, j);
                    }
                }
            }
        }
        return SymmetricEigen.values(sum, c);
    }

    /**
     * Returns all CT eigenvalues in descending order from the dense CT×CT matrix.
     *
     * @throws IllegalArgumentException if CT exceeds 4000; use {@link #outliers} and the moments then
     */
    public RealVector eigenvalues() {
        int c = metric.outputs();
        int samples = metric.samples();
        int n = Args.requireInRange("CT", c * (long) samples, 1L, (long) LARGEST_DENSE) > 0 ? c * samples : 0;
        double[][] roots = new double[samples][];
        for (int t = 0; t < samples; t++) {
            roots[t] = root(eigen[t], c);
        }
        double[] dense = new double[n * n];
        for (int s = 0; s < samples; s++) {
            for (int t = 0; t < samples; t++) {
                double kernel = (s == t ? s1 : s2) / samples;
                for (int k = 0; k < c; k++) {
                    for (int j = 0; j < c; j++) {
                        double sum = 0;
                        for (int i = 0; i < c; i++) {
                            sum += roots[s][k * c + i] * roots[t][i * c + j];
                        }
                        dense[(s * c + k) * n + t * c + j] = kernel * sum;
                    }
                }
            }
        }
        return RealVector.of(SymmetricEigen.values(dense, n));
    }

    private static double[] root(SymmetricEigen e, int c) {
        double[] root = new double[c * c];
        for (int i = 0; i < c; i++) {
            double r = Math.sqrt(Math.max(0, e.value(i)));
            for (int k = 0; k < c; k++) {
                for (int j = 0; j < c; j++) {
                    root[k * c + j] += r * e.vector(i, k) * e.vector(i, j);
                }
            }
        }
        return root;
    }
}
