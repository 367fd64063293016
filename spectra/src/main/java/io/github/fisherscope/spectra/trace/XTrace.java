package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.BlockQr;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.Objects;

/**
 * XTrace (E. Epperly, J. Tropp, R. Webber, SIAM J. Matrix Anal. Appl. 45 (2024) 1-23): every probe serves both as a
 * sketch and as a test of the sketch made from all the others. With Y = AΩ = QR and s_i the unit vector along R⁻ᵀe_i, the
 * range of the sketch without probe i is Q(I − s_i s_iᵀ), and
 *
 * <pre>  t_i = tr (I − s_i s_iᵀ) QᵀAQ + (n − k + 1) rᵀAr / rᵀr,   r = ω_i − Q (I − s_i s_iᵀ) Qᵀω_i  </pre>
 *
 * is an unbiased estimate for Gaussian probes; the answer is the mean of the k of them. Half of the products go to Y, half
 * to AQ; O(nk²) flops, 3nk memory.
 *
 * <p><b>Error.</b> The t_i share their sketches and are positively correlated, so the usual √(Σ(t_i − t̄)²/(k(k−1))) of
 * {@link #estimate(SymmetricOperator)} is too small: about 1.6 times for λ ∝ i^(−1/2), where its 95 % intervals hold the
 * trace in 80 % of runs. Where the interval matters, use {@link #estimate(SymmetricOperator, int)}, which spends the same
 * products on independent groups. When the sketch has rank below k every t_i equals tr QᵀAQ, the exact trace.
 */
public final class XTrace {
    private final TraceConfig config;

    private XTrace(TraceConfig config) {
        Objects.requireNonNull(config, "config");
        Args.require(
                config.operatorCalls() >= 4,
                "operatorCalls is %d; XTrace needs at least 4, two for each of its halves",
                config.operatorCalls());
        Args.require(
                config.distribution() == ProbeDistribution.GAUSSIAN,
                "distribution is %s; this form of XTrace needs GAUSSIAN probes",
                config.distribution());
        this.config = config;
    }

    public static XTrace of(TraceConfig config) {
        return new XTrace(config);
    }

    /** Estimates tr A from {@code k = min(⌊calls/2⌋, n)} probes; the error is a heuristic and too small, see above. */
    public Estimate estimate(SymmetricOperator operator) {
        return run(operator, config.operatorCalls(), 0);
    }

    /**
     * Estimates tr A as the mean of independent runs, each with its share of the products. Less accurate than one run
     * with all of them, but the standard error is that of independent samples.
     *
     * @param groups number of runs, at least 2 and at most a quarter of the operator calls
     */
    public Estimate estimate(SymmetricOperator operator, int groups) {
        Args.requireInRange("groups", groups, 2, Math.max(2, config.operatorCalls() / 4));
        int share = config.operatorCalls() / groups;
        Args.require(share >= 4, "groups is %d for %d operator calls; each needs 4", groups, config.operatorCalls());
        double[] values = new double[groups];
        for (int g = 0; g < groups; g++) {
            values[g] = run(operator, share, (long) g * share).value();
        }
        return Estimate.ofSamples(values);
    }

    private Estimate run(SymmetricOperator operator, int calls, long firstProbe) {
        int n = operator.dimension();
        int k = Math.min(calls / 2, n);
        double[][] omega = new double[k][n];
        double[][] y = new double[k][n];
        for (int i = 0; i < k; i++) {
            ProbeDistribution.GAUSSIAN.fill(config.seed(), firstProbe + i, omega[i]);
        }
        operator.applyBatch(omega, y);
        BlockQr qr = BlockQr.of(y);
        double[][] q = qr.q();
        double[][] z = new double[q.length][n];
        operator.applyBatch(q, z);
        double[][] h = products(q, z);
        double captured = 0;
        for (int i = 0; i < q.length; i++) {
            captured += h[i][i];
        }
        if (qr.rank() < k || k == n) {
            return Estimate.exact(captured);
        }
        double[] samples = new double[k];
        for (int i = 0; i < k; i++) {
            double[] s = leftOut(qr.r(), i);
            samples[i] = captured - quadratic(h, s) + rest(n, omega[i], y[i], q, z, h, s);
        }
        return Estimate.ofSamples(samples);
    }

    /** (n − k + 1) rᵀAr / rᵀr, from inner products alone. */
    private static double rest(
            int n, double[] omega, double[] image, double[][] q, double[][] z, double[][] h, double[] s) {
        int k = q.length;
        double[] x = new double[k];
        double[] t = new double[k];
        for (int j = 0; j < k; j++) {
            x[j] = Vectors.dot(q[j], omega);
            t[j] = Vectors.dot(z[j], omega);
        }
        Vectors.axpy(-Vectors.dot(s, x), s, x);
        double square = Vectors.dot(omega, omega) - Vectors.dot(x, x);
        double energy = Vectors.dot(omega, image) - 2 * Vectors.dot(x, t) + quadratic(h, x);
        return (n - k + 1) * energy / square;
    }

    /** The unit vector along R⁻ᵀ e_i, by forward substitution with the lower triangular Rᵀ. */
    private static double[] leftOut(double[][] r, int i) {
        int k = r.length;
        double[] s = new double[k];
        for (int row = i; row < k; row++) {
            double v = row == i ? 1 : 0;
            for (int j = i; j < row; j++) {
                v -= r[j][row] * s[j];
            }
            s[row] = v / r[row][row];
        }
        Vectors.scale(1 / Vectors.norm(s), s);
        return s;
    }

    private static double[][] products(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                c[i][j] = Vectors.dot(a[i], b[j]);
            }
        }
        return c;
    }

    private static double quadratic(double[][] h, double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * Vectors.dot(h[i], x);
        }
        return sum;
    }
}
