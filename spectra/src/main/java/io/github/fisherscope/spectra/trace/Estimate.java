package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A randomised estimate with its error.
 *
 * @param value the estimate
 * @param standardError standard deviation of the estimate, itself estimated from the samples; NaN for a single sample,
 *     from which no error can be known, and 0 where the value is exact up to rounding
 * @param samples number of independent samples behind it
 */
public record Estimate(double value, double standardError, int samples) {

    /** A closed interval. */
    public record Interval(double low, double high) {
        public boolean contains(double x) {
            return low <= x && x <= high;
        }

        public double width() {
            return high - low;
        }
    }

    /** Returns the mean of independent samples with standard error s/√N; two passes, so no cancellation. */
    public static Estimate ofSamples(double[] samples) {
        Args.require(samples.length > 0, "samples is empty; an estimate needs at least one");
        double mean = RealVector.of(samples).sum() / samples.length;
        double squares = 0;
        for (double x : samples) {
            squares += (x - mean) * (x - mean);
        }
        double error = samples.length == 1 ? Double.NaN : Math.sqrt(squares / (samples.length - 1) / samples.length);
        return new Estimate(mean, error, samples.length);
    }

    /** Returns a value that carries no sampling error. */
    public static Estimate exact(double value) {
        return new Estimate(value, 0, 1);
    }

    /**
     * Returns the two-sided interval of Student's t distribution with samples − 1 degrees of freedom. Its coverage is
     * the stated one for normal samples. Quadratic forms dominated by one eigenvalue are skewed, and a stated 95 % is
     * then 83 to 90 % (6 to 30 samples): deflate the outliers or use a method that sketches them.
     *
     * @param confidence in (0, 1), for example 0.95
     */
    public Interval interval(double confidence) {
        Args.require(confidence > 0 && confidence < 1, "confidence is %s; it must lie between 0 and 1", confidence);
        if (standardError == 0) {
            return new Interval(value, value);
        }
        if (samples < 2) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double t = TDistribution.of(samples - 1.0).inverseSurvivalProbability((1 - confidence) / 2);
        return new Interval(value - t * standardError, value + t * standardError);
    }

    /** Returns {@code scale · this + shift}. */
    public Estimate affine(double scale, double shift) {
        return new Estimate(scale * value + shift, Math.abs(scale) * standardError, samples);
    }
}
