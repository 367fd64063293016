package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
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
 * <p><b>Error.</b> The t_i share their sketches, so their scatter N = Σ(t_i − t̄)²/(k(k − 1)) understates the variance V of
 * their mean. The jackknife J = Σ(S₍ᵢ₎ − S̄)², S₍ᵢ₎ being the whole estimate without probe i, overstates it (B. Efron, C.
 * Stein, Annals of Statistics 9 (1981) 586-596). Between them lies
 *
 * <pre>  V ≤ √(A J),   A = ((k − 1) N + V)/k  </pre>
 *
 * in expectation, derived here: decompose S into uncorrelated parts S_D, each depending on the probes of a set D and no
 * fewer. Given its sketch, t_i has mean tr A, so every part of t_i has i in D, and S_D = (1/k) Σ_(i∈D) t_(i,D). Hence Var S_D
 * ≤ |D| Σ Var t_(i,D)/k², where the sum over D of the right side without |D| is A, while J is at least Σ |D| Var S_D; Cauchy
 * and Schwarz give the rest. The bound is an equality where all parts have one size and t_(i,D) does not depend on i. The
 * standard error is its root, solved for V; it costs O(k⁴) operations and no product. When the sketch has rank below k every
 * t_i equals tr QᵀAQ, the exact trace. {@link #estimate(SymmetricOperator, int)} averages independent runs instead.
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

    /** Estimates tr A from {@code k = min(⌊calls/2⌋, n)} probes, with an error from the same products. */
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
        if (qr.rank() < k || k == n) {
            double captured = 0;
            for (int i = 0; i < q.length; i++) {
                captured += Vectors.dot(q[i], z[i]);
            }
            return Estimate.exact(captured);
        }
        XTraceStatistic statistic = XTraceStatistic.of(omega, y, qr, z);
        double[] without = new double[k];
        for (int i = 0; i < k; i++) {
            without[i] = statistic.without(i);
        }
        double scatter = squares(statistic.samples()) / (k * (k - 1.0));
        double jackknife = squares(without);
        double half = jackknife / k / 2;
        double variance = half + Math.sqrt(half * half + (k - 1.0) / k * scatter * jackknife);
        return new Estimate(statistic.value(), Math.sqrt(variance), k);
    }

    /** Returns Σ (v_i − v̄)². */
    private static double squares(double[] values) {
        double mean = RealVector.of(values).sum() / values.length;
        double sum = 0;
        for (double v : values) {
            sum += (v - mean) * (v - mean);
        }
        return sum;
    }
}
