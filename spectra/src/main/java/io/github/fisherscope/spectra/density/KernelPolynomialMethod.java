package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.Probes;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * The distribution of eigenvalues by Chebyshev moments with the Jackson kernel (A. Weiße, G. Wellein, A. Alvermann, H.
 * Fehske, Rev. Mod. Phys. 78 (2006) 275-306): a second route to {@link StochasticLanczosQuadrature} that shares neither
 * recurrence nor eigensolver with it.
 *
 * <p>Two moments come from each product, {@code μ_{2k} = 2⟨t_k,t_k⟩ − μ_0}, {@code μ_{2k+1} = 2⟨t_k,t_{k+1}⟩ − μ_1}. Only
 * three vectors are held, where Lanczos holds m; the price is a resolution of π/degree of the <em>whole</em> spectral
 * range, so a bulk far below an outlier is not resolved.
 */
public final class KernelPolynomialMethod {
    /** Lanczos steps that find the ends of the spectrum. */
    private static final int ENCLOSING_STEPS = 30;

    /** Probes that share a pass of the operator. */
    private static final int IN_STEP = 16;

    /** Eigenvalues below 0 by less than this share of the largest count as 0. */
    private static final double ROUNDING = 1e-10;

    private final int probes;
    private final int degree;
    private final long seed;

    private KernelPolynomialMethod(int probes, int degree, long seed) {
        this.probes = Args.requireInRange("probes", probes, 1, 1_000_000);
        this.degree = Args.requireInRange("degree", degree, 2, 1_000_000);
        this.seed = seed;
    }

    /** Returns the method with N probes and Chebyshev polynomials up to {@code degree}. */
    public static KernelPolynomialMethod of(int probes, int degree, long seed) {
        return new KernelPolynomialMethod(probes, degree, seed);
    }

    /**
     * Estimates with the spectrum enclosed by a 30-step Lanczos run: extreme Ritz values, widened by their residuals and by
     * 1 % of the range.
     */
    public ChebyshevDensity estimate(SymmetricOperator operator) {
        double[] v = new double[operator.dimension()];
        Probes.start(seed, 0, v);
        Vectors.scale(1 / Vectors.norm(v), v);
        Tridiagonalization t = Tridiagonalization.run(operator, v, ENCLOSING_STEPS);
        RealVector nodes = t.quadrature(t.steps()).nodes();
        double low = nodes.get(0);
        double high = nodes.get(nodes.size() - 1);
        double margin = t.lastCoupling() + 0.01 * (high - low);
        margin = margin > 0 ? margin : Math.max(Math.abs(high), 1) * 1e-3;
        return estimate(operator, low - margin, high + margin);
    }

    /**
     * Estimates for a spectrum known to lie in [low, high].
     *
     * @throws ArithmeticException if the moments grow, which shows an eigenvalue outside the bounds
     */
    public ChebyshevDensity estimate(SymmetricOperator operator, double low, double high) {
        Args.requireFinite("low", low);
        Args.requireFinite("high", high);
        Args.require(low < high, "low is %s and high is %s; low must be smaller", low, high);
        List<RealVector> moments = new ArrayList<>();
        for (int p = 0; p < probes; p++) {
            double[] v = new double[operator.dimension()];
            Probes.gaussian(seed, p, v);
            Vectors.scale(1 / Vectors.norm(v), v);
            double[][] mu = new ChebyshevMoments(operator, low, high, degree).of(new double[][] {v});
            moments.add(RealVector.of(mu[0]));
        }
        return new ChebyshevDensity(moments, low, high, operator.dimension());
    }

    /**
     * Estimates the distribution of all P eigenvalues with known eigenpairs taken out, as {@link
     * StochasticLanczosQuadrature} does: each probe becomes a rule on degree + 1 Chebyshev points whose weights are the damped
     * series there. They are not negative, and their Chebyshev moments are the damped ones, so that sums over eigenvalues
     * are smeared over the resolution: π/degree of half of the range of the eigenvalues that are not known.
     *
     * <p>A matrix without negative eigenvalues is enclosed from 0 on, so that no weight falls below. Probes advance in step;
     * three vectors are held for each.
     *
     * @param dimension P ≥ n, order of the matrix that has the operator's eigenvalues and P − n zeros
     * @param values known eigenvalues of the operator
     * @param vectors their orthonormal eigenvectors
     * @throws ArithmeticException if the moments grow, which shows an eigenvalue outside the enclosure
     */
    public SpectralDensity density(
            SymmetricOperator operator, long dimension, RealVector values, List<RealVector> vectors) {
        int n = operator.dimension();
        Args.requireInRange("dimension", dimension, n, Long.MAX_VALUE);
        Args.requireSame("number of known vectors", vectors.size(), values.size(), "give one vector per value");
        double[][] known = Deflated.orthonormal(vectors, n);
        if (known.length == n) {
            return new SpectralDensity(List.of(), values, dimension, 0, 0, 0);
        }
        List<Quadrature> rules = new ArrayList<>();
        try (Deflated rest = Deflated.of(operator, known)) {
            double[] ends = enclosure(rest, Deflated.probe(seed, 0, n, known));
            int calls = ENCLOSING_STEPS;
            for (int first = 0; first < probes; first += IN_STEP) {
                double[][] starts = new double[Math.min(IN_STEP, probes - first)][];
                for (int i = 0; i < starts.length; i++) {
                    starts[i] = Deflated.probe(seed, first + i, n, known);
                }
                ChebyshevMoments moments = new ChebyshevMoments(rest, ends[0], ends[1], degree);
                for (double[] mu : moments.of(starts)) {
                    rules.add(ChebyshevDensity.rule(mu, ends[0], ends[1]));
                }
                calls += starts.length * ((degree + 1) / 2);
            }
            double resolution = Math.PI / degree * (ends[1] - ends[0]) / 2;
            return new SpectralDensity(rules, values, dimension, (long) n - known.length, calls, resolution);
        }
    }

    /** Returns an interval that holds the spectrum: from 0 on unless there are negative eigenvalues beyond rounding. */
    private static double[] enclosure(SymmetricOperator operator, double[] start) {
        Tridiagonalization t = Tridiagonalization.run(operator, start, ENCLOSING_STEPS);
        RealVector nodes = t.quadrature(t.steps()).nodes();
        double low = nodes.get(0);
        double high = nodes.get(nodes.size() - 1);
        double margin = t.lastCoupling() + 0.01 * (high - low);
        margin = margin > 0 ? margin : Math.max(Math.abs(high), 1) * 1e-3;
        boolean negative = low < -ROUNDING * Math.abs(high);
        return new double[] {negative ? low - margin : 0, Math.max(high, 0) + margin};
    }
}
