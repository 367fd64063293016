package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A randomised estimate with its error.
 *
 * @param value the estimate
 * @param standardError standard deviation of the estimate, itself estimated from the samples; NaN for a single sample,
 *     from which no error can be known, and 0 where the value is exact up to rounding
 * @param samples number of independent samples behind it
 * @param floor what is known exactly when the samples beyond it cannot be negative, as those of a positive semidefinite
 *     matrix; −∞ where nothing of the kind is known. Intervals use it.
 */
public record Estimate(double value, double standardError, int samples, double floor) {

    /** Degrees of freedom above which a χ² variable is normal to a thousandth of its standard deviation. */
    private static final double ALMOST_NORMAL = 1e7;

    /** Makes an estimate whose samples may have either sign. */
    public Estimate(double value, double standardError, int samples) {
        this(value, standardError, samples, Double.NEGATIVE_INFINITY);
    }

    /** A closed interval. */
    public record Interval(double low, double high) {
        public boolean contains(double x) {
            return low <= x && x <= high;
        }

        public double width() {
            return high - low;
        }
    }

    /**
     * Returns the mean of independent samples with standard error s/√N; two passes, so no cancellation. Where no sample is
     * negative the floor is 0.
     */
    public static Estimate ofSamples(double[] samples) {
        Args.require(samples.length > 0, "samples is empty; an estimate needs at least one");
        RealVector values = RealVector.of(samples);
        double least = values.stream().min().orElseThrow();
        double error = values.standardError();
        return new Estimate(
                values.mean(), error, samples.length, least >= 0 && error > 0 ? 0 : Double.NEGATIVE_INFINITY);
    }

    /** Returns a value that carries no sampling error. */
    public static Estimate exact(double value) {
        return new Estimate(value, 0, 1);
    }

    /**
     * Returns the two-sided interval.
     *
     * <p>Samples of either sign: that of Student's t distribution with N − 1 degrees of freedom. Samples that cannot be
     * negative are quadratic forms, weighted sums of χ² variables, and skewed when few eigenvalues carry them; their sum
     * is taken as a multiple of one χ² variable with the same mean and variance (Satterthwaite), which has
     * {@code ν = 2N x̄²/s²} degrees of freedom. Since ν is estimated as well, the logarithms of its limits are widened by
     * the ratio of Student's quantile to the normal one. For samples with little scatter that is Student's interval. Stated
     * 95 % cover 91 to 95 % from 5 samples on, where Student's cover 83 to 95 %: {@code EstimateTest}.
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
        double tail = (1 - confidence) / 2;
        double t = TDistribution.of(samples - 1.0).inverseSurvivalProbability(tail);
        double sampled = value - floor;
        double freedom = 2 * (sampled / standardError) * (sampled / standardError);
        if (!(sampled > 0) || !(freedom < ALMOST_NORMAL)) {
            return new Interval(value - t * standardError, value + t * standardError);
        }
        double widened = t / NormalDistribution.of(0, 1).inverseSurvivalProbability(tail);
        ChiSquaredDistribution chiSquared = ChiSquaredDistribution.of(freedom);
        double low = Math.pow(freedom / chiSquared.inverseSurvivalProbability(tail), widened);
        double high = Math.pow(freedom / chiSquared.inverseCumulativeProbability(tail), widened);
        return new Interval(floor + sampled * low, floor + sampled * high);
    }

    /** Returns {@code scale · this + shift}. */
    public Estimate affine(double scale, double shift) {
        double bound = scale > 0 ? scale * floor + shift : Double.NEGATIVE_INFINITY;
        return new Estimate(scale * value + shift, Math.abs(scale) * standardError, samples, bound);
    }
}
