package io.github.fisherscope.generative;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.Likelihood;
import java.util.List;
import java.util.Locale;

/** The distribution p(x | o) of data given the decoder's outputs o, one pixel independent of the others. */
public sealed interface Emission {
    /** Returns the name used on the command line and in files. */
    String id();

    /** Returns the likelihood whose output Fisher information Q belongs to the decoder's metric. */
    Likelihood likelihood();

    /** Returns whether a datum may have this value. */
    boolean accepts(double x);

    /** Returns in words which values a datum may have. */
    String range();

    /** Returns E[x | o], what the decoder draws when it is not asked to sample. */
    double mean(double o);

    /**
     * Replaces outputs by the derivative of log p(x | o) in them.
     *
     * @param x data, {@code count} numbers from {@code offset} on
     * @param o outputs, overwritten; {@code count} numbers from 0 on
     * @return log p(x | o) with all its constants
     */
    double scoreInPlace(double[] x, int offset, double[] o, int count);

    /**
     * Reads an emission from its name.
     *
     * @param text {@code bernoulli} or {@code gaussian}
     */
    static Emission parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "bernoulli" -> new Bernoulli();
            case "gaussian" -> new Gaussian(1);
            default -> throw InvalidArgumentException.unknown("emission", text, List.of("bernoulli", "gaussian"));
        };
    }

    /**
     * Each pixel is on with probability 1/(1 + e⁻ᵒ): {@code log p = x o − log(1 + eᵒ)}. A pixel between 0 and 1 counts as the
     * share of both, the usual reading of grey.
     */
    record Bernoulli() implements Emission {
        @Override
        public String id() {
            return "bernoulli";
        }

        @Override
        public Likelihood likelihood() {
            return new Likelihood.Bernoulli();
        }

        @Override
        public boolean accepts(double x) {
            return x >= 0 && x <= 1;
        }

        @Override
        public String range() {
            return "a number from 0 to 1";
        }

        @Override
        public double mean(double o) {
            double e = StrictMath.exp(-Math.abs(o));
            return (o >= 0 ? 1 : e) / (1 + e);
        }

        @Override
        public double scoreInPlace(double[] x, int offset, double[] o, int count) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                double u = o[k];
                double e = StrictMath.exp(-Math.abs(u));
                sum += x[offset + k] * u - Math.max(u, 0) - StrictMath.log1p(e);
                o[k] = x[offset + k] - (u >= 0 ? 1 : e) / (1 + e);
            }
            return sum;
        }
    }

    /**
     * Each pixel is normal around its output: {@code log p = −(x − o)²/2σ² − ½ log 2πσ²}.
     *
     * @param variance σ² &gt; 0
     */
    record Gaussian(double variance) implements Emission {
        public Gaussian {
            Args.requirePositive("variance", variance);
        }

        @Override
        public String id() {
            return "gaussian";
        }

        @Override
        public Likelihood likelihood() {
            return new Likelihood.Gaussian(variance);
        }

        @Override
        public boolean accepts(double x) {
            return Double.isFinite(x);
        }

        @Override
        public String range() {
            return "a finite number";
        }

        @Override
        public double mean(double o) {
            return o;
        }

        @Override
        public double scoreInPlace(double[] x, int offset, double[] o, int count) {
            double squares = 0;
            for (int k = 0; k < count; k++) {
                double r = x[offset + k] - o[k];
                squares += r * r;
                o[k] = r / variance;
            }
            return -squares / (2 * variance) - 0.5 * count * StrictMath.log(2 * Math.PI * variance);
        }
    }
}
