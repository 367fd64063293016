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
        Tridiagonalization t = Tridiagonalization.run(operator, v, 30);
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
            moments.add(RealVector.of(moments(operator, v, low, high)));
        }
        return new ChebyshevDensity(moments, low, high, operator.dimension());
    }

    private double[] moments(SymmetricOperator operator, double[] v, double low, double high) {
        double[] mu = new double[degree + 1];
        double[] before = v;
        double[] current = new double[v.length];
        scaled(operator, v, current, low, high);
        mu[0] = 1;
        mu[1] = Vectors.dot(v, current);
        for (int k = 1; 2 * k <= degree; k++) {
            double[] next = new double[v.length];
            mu[2 * k] = 2 * Vectors.dot(current, current) - 1;
            if (!(Math.abs(mu[2 * k]) < 1 + 1e-6)) {
                throw new ArithmeticException("Chebyshev moment " + 2 * k + " is " + mu[2 * k]
                        + "; an eigenvalue lies outside [" + low + ", " + high + "], widen the bounds");
            }
            if (2 * k + 1 > degree) {
                break;
            }
            scaled(operator, current, next, low, high);
            for (int i = 0; i < next.length; i++) {
                next[i] = 2 * next[i] - before[i];
            }
            mu[2 * k + 1] = 2 * Vectors.dot(current, next) - mu[1];
            before = current;
            current = next;
        }
        return mu;
    }

    private static void scaled(SymmetricOperator operator, double[] x, double[] y, double low, double high) {
        operator.apply(x, y);
        for (int i = 0; i < y.length; i++) {
            y[i] = (2 * y[i] - (high + low) * x[i]) / (high - low);
        }
    }
}
