package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.List;

/**
 * Result of the {@link KernelPolynomialMethod}.
 *
 * @param moments for each probe the moments vᵀT_k(Ã)v, k = 0 … degree, of the operator scaled to [−1, 1]
 * @param low lower end of the enclosing interval
 * @param high upper end
 * @param dimension n
 */
public record ChebyshevDensity(List<RealVector> moments, double low, double high, int dimension) {
    public ChebyshevDensity {
        moments = List.copyOf(moments);
    }

    /** Returns the highest degree. */
    public int degree() {
        return moments.get(0).size() - 1;
    }

    /** Returns tr T_k(Ã)/n, without damping. */
    public Estimate moment(int k) {
        return Estimate.ofSamples(moments.stream().mapToDouble(m -> m.get(k)).toArray());
    }

    /** Returns the damped share of eigenvalues ≤ x: 1 − (1/π)(θ + 2 Σ g_k μ_k sin(kθ)/k), θ = arccos of scaled x. */
    public Estimate cumulative(double x) {
        if (x <= low || x >= high) {
            return Estimate.exact(x <= low ? 0 : 1);
        }
        double theta = Math.acos((2 * x - low - high) / (high - low));
        double[] weights = new double[degree() + 1];
        weights[0] = theta / Math.PI;
        for (int k = 1; k < weights.length; k++) {
            weights[k] = 2 * jackson(k) * Math.sin(k * theta) / (k * Math.PI);
        }
        return combine(weights).affine(-1, 1);
    }

    /** Returns the damped density on a grid of Chebyshev points inside (low, high), per unit λ, with standard errors. */
    public DensityCurve curve(int points) {
        Args.requireInRange("points", points, 2, 1_000_000);
        double[] grid = new double[points];
        double[] values = new double[points];
        double[] errors = new double[points];
        for (int g = 0; g < points; g++) {
            double theta = Math.PI * (points - g - 0.5) / points;
            double scale = 2 / (Math.PI * Math.sin(theta) * (high - low));
            double[] weights = new double[degree() + 1];
            weights[0] = scale;
            for (int k = 1; k < weights.length; k++) {
                weights[k] = 2 * scale * jackson(k) * Math.cos(k * theta);
            }
            Estimate e = combine(weights);
            grid[g] = (low + high) / 2 + (high - low) / 2 * Math.cos(theta);
            values[g] = e.value();
            errors[g] = e.standardError();
        }
        return new DensityCurve(
                DensityCurve.Axis.LINEAR,
                RealVector.of(grid),
                RealVector.of(values),
                RealVector.of(errors),
                Math.PI / degree() * (high - low) / 2,
                0);
    }

    /** Returns the damped series of one probe as a rule on degree + 1 Chebyshev points, with weights of sum 1. */
    static Quadrature rule(double[] moments, double low, double high) {
        int points = moments.length;
        double[] nodes = new double[points];
        double[] weights = new double[points];
        for (int j = 0; j < points; j++) {
            double theta = Math.PI * (points - j - 0.5) / points;
            double sum = 1;
            for (int k = 1; k < points; k++) {
                sum += 2 * jackson(k, points) * moments[k] * Math.cos(k * theta);
            }
            nodes[j] = (low + high) / 2 + (high - low) / 2 * Math.cos(theta);
            weights[j] = Math.max(0, sum / points); // not negative but for rounding
        }
        return Quadrature.of(nodes, weights);
    }

    private Estimate combine(double[] weights) {
        double[] samples = new double[moments.size()];
        for (int p = 0; p < samples.length; p++) {
            for (int k = 0; k < weights.length; k++) {
                samples[p] += weights[k] * moments.get(p).get(k);
            }
        }
        return Estimate.ofSamples(samples);
    }

    /** The damping factor g_k of the Jackson kernel, eq. (71) of the paper with N = degree + 1. */
    private double jackson(int k) {
        return jackson(k, degree() + 1);
    }

    private static double jackson(int k, int n) {
        double a = Math.PI / (n + 1);
        return ((n - k + 1) * Math.cos(a * k) + Math.sin(a * k) / Math.tan(a)) / (n + 1);
    }
}
