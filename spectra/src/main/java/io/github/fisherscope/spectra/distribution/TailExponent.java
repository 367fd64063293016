package io.github.fisherscope.spectra.distribution;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomStreams.UniformSource;
import io.github.fisherscope.spectra.internal.Probes;
import java.util.Arrays;

/**
 * Is the upper tail of a spectrum a power law, density ∝ λ^(−α) above x_min, and with which exponent? After A. Clauset, C.
 * Shalizi, M. Newman, SIAM Review 51 (2009) 661-703: α by maximum likelihood, {@code α = 1 + n / Σ ln(x_i/x_min)} (which is
 * Hill's estimator, {@code 1/(α−1)} the mean log excess), x_min where the Kolmogorov-Smirnov distance of fit and data is
 * least, and the fit put to the test by a semi-parametric bootstrap that repeats the whole procedure.
 *
 * <p>Deviations: x_min is looked for among at most 60 values, and the tail must hold at least 30 values and span a factor
 * of 3, because shorter tails fit almost anything. Eigenvalues are not independent (they repel), which makes the test
 * somewhat lenient: a rejection is firm, an acceptance means "not contradicted".
 */
public final class TailExponent {
    private static final int LEAST_TAIL = 30;
    private static final double LEAST_SPAN = 3;
    private static final int CANDIDATES = 60;

    private final int replicates;
    private final long seed;

    private TailExponent(int replicates, long seed) {
        this.replicates = Args.requireInRange("replicates", replicates, 20, 100_000);
        this.seed = seed;
    }

    /** Returns the procedure with a bootstrap of the given number of replicates; the p-value is known to about ½/√replicates. */
    public static TailExponent of(int replicates, long seed) {
        return new TailExponent(replicates, seed);
    }

    /** What can be said about the tail. */
    public sealed interface Verdict {
        /**
         * A power law is not contradicted.
         *
         * @param alpha exponent of the density
         * @param standardError (α − 1)/√n, given x_min
         * @param from x_min
         * @param count n, number of values in the tail
         * @param ksDistance between fit and tail
         * @param pValue share of synthetic data sets that fit worse; above 0.1
         */
        record PowerLaw(double alpha, double standardError, double from, int count, double ksDistance, double pValue)
                implements Verdict {}

        /** The best power law fits too badly: p ≤ 0.1. The fields are those of {@link PowerLaw}. */
        record NotAPowerLaw(double alpha, double from, int count, double ksDistance, double pValue)
                implements Verdict {}

        /** There are too few positive values, or they span too little, to tell. */
        record TooShort(int count, double span) implements Verdict {}
    }

    /** Judges the positive values among those given; O(replicates · 60 · n) operations. Deterministic. */
    public Verdict judge(RealVector values) {
        double[] x = values.stream().filter(v -> v > 0).sorted().toArray();
        Fit fit = best(x);
        if (fit == null) {
            return new Verdict.TooShort(x.length, x.length == 0 ? 1 : x[x.length - 1] / x[0]);
        }
        int worse = 0;
        for (int r = 0; r < replicates; r++) {
            Fit synthetic = best(synthesise(x, fit, Probes.bootstrap(seed, r)));
            if (synthetic == null || synthetic.ks >= fit.ks) {
                worse++;
            }
        }
        double p = (double) worse / replicates;
        return p > 0.1
                ? new Verdict.PowerLaw(
                        fit.alpha, (fit.alpha - 1) / Math.sqrt(fit.count), fit.from, fit.count, fit.ks, p)
                : new Verdict.NotAPowerLaw(fit.alpha, fit.from, fit.count, fit.ks, p);
    }

    /**
     * Returns Hill's estimate of α from the k largest values: 1 + 1/mean(ln x_i/x_(k+1)). Standard error (α − 1)/√k. No
     * judgement is made; plot it over k.
     */
    public static double hill(RealVector values, int k) {
        double[] x = values.stream().filter(v -> v > 0).sorted().toArray();
        Args.requireInRange("k", k, 1, Math.max(1, x.length - 1));
        Args.require(x.length > k, "k is %d but there are %d positive values; k must be smaller", k, x.length);
        double reference = x[x.length - 1 - k];
        double sum = 0;
        for (int i = x.length - k; i < x.length; i++) {
            sum += Math.log(x[i] / reference);
        }
        return 1 + k / sum;
    }

    private record Fit(double alpha, double from, int first, int count, double ks) {}

    private static @org.jspecify.annotations.Nullable Fit best(double[] x) {
        Fit best = null;
        int last = x.length - LEAST_TAIL;
        int tried = -1;
        for (int c = 0; c < CANDIDATES && last >= 0; c++) {
            int first = (int) ((long) last * c / Math.max(1, CANDIDATES - 1));
            if (first == tried || x[x.length - 1] < LEAST_SPAN * x[first]) {
                continue;
            }
            tried = first;
            Fit fit = fit(x, first);
            if (best == null || fit.ks < best.ks) {
                best = fit;
            }
        }
        return best;
    }

    private static Fit fit(double[] x, int first) {
        int n = x.length - first;
        double sum = 0;
        for (int i = first; i < x.length; i++) {
            sum += Math.log(x[i] / x[first]);
        }
        double exponent = n / sum; // α − 1
        double ks = 0;
        for (int i = first; i < x.length; i++) {
            double cdf = 1 - Math.pow(x[i] / x[first], -exponent);
            ks = Math.max(ks, Math.max(Math.abs(cdf - (double) (i - first) / n), (double) (i - first + 1) / n - cdf));
        }
        return new Fit(1 + exponent, x[first], first, n, ks);
    }

    /** Draws each value from the fitted law with the tail's share of probability, otherwise from the data below it. */
    private static double[] synthesise(double[] x, Fit fit, UniformSource rng) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            boolean tail = rng.nextInt(x.length) >= fit.first;
            y[i] = tail ? fit.from * Math.pow(1 - rng.nextDouble(), -1 / (fit.alpha - 1)) : x[rng.nextInt(fit.first)];
        }
        Arrays.sort(y);
        return y;
    }
}
