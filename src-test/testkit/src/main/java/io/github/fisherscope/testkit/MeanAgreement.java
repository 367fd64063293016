package io.github.fisherscope.testkit;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.interval.Interval;
import org.apache.commons.statistics.interval.NormalConfidenceInterval;

/**
 * Holds the mean of independent measurements against a predicted value, at a false-alarm rate fixed before looking, and
 * refuses to agree when the measurements are too few to have seen the error that matters.
 *
 * <p>With the two-sided Student interval [a, b] of the mean at the given rate, slack s = systematicError · |predicted|
 * and d = detectable · |predicted|, the prediction must lie in [a − s, b + s] <em>and</em> b − a + s &lt; d must hold. The
 * second condition is the power check: a prediction that is wrong by d then passes with a probability of about the
 * false-alarm rate at most. Source: the t interval of normal theory; sample means of at least some dozens of
 * measurements are near enough to normal for it.
 *
 * @param falseAlarm probability in (0, 1) that a right prediction is called wrong, when nothing is systematic
 * @param systematicError relative error that the prediction may have for a known reason, ≥ 0
 * @param detectable relative error that must not slip through, greater than {@code systematicError}
 */
public record MeanAgreement(double falseAlarm, double systematicError, double detectable) {

    public MeanAgreement {
        require(falseAlarm > 0 && falseAlarm < 1, "falseAlarm", falseAlarm, "in (0, 1)");
        require(systematicError >= 0 && systematicError < 1, "systematicError", systematicError, "in [0, 1)");
        require(detectable > systematicError, "detectable", detectable, "greater than systematicError");
    }

    /**
     * Fails when the measurements contradict the prediction, or could not have contradicted a wrong one.
     *
     * @param what what is measured, for the message
     * @param measurements independent, at least two
     * @throws AssertionError that says which of the two happened, with the numbers
     */
    public void check(String what, double predicted, double[] measurements) {
        int n = measurements.length;
        require(n >= 2, "the number of measurements", n, "at least 2");
        double mean = Arrays.stream(measurements).average().orElseThrow();
        double variance =
                Arrays.stream(measurements).map(x -> (x - mean) * (x - mean)).sum() / (n - 1);
        if (!(Double.isFinite(predicted) && Double.isFinite(mean) && variance < Double.POSITIVE_INFINITY)) {
            throw new AssertionError(what + ": not finite: predicted " + predicted + ", measured " + mean);
        }
        Interval interval = NormalConfidenceInterval.MEAN.fromErrorRate(mean, variance, n, falseAlarm);
        double lower = interval.getLowerBound();
        double upper = interval.getUpperBound();
        double slack = systematicError * Math.abs(predicted);
        if (!(lower - slack <= predicted && predicted <= upper + slack)) {
            throw new AssertionError(text(
                    "%s: predicted %.6g, but %d measurements with mean %.6g say [%.6g, %.6g] ± %.2g"
                            + " at a false-alarm rate of %.1g",
                    what, predicted, n, mean, lower, upper, slack, falseAlarm));
        }
        if (!(upper - lower + slack < detectable * Math.abs(predicted))) {
            throw new AssertionError(text(
                    "%s: too wide to be a test: interval of width %.3g plus slack %.3g would let an error of %.3g pass"
                            + " (%.1f %% of %.6g); take more than %d measurements",
                    what, upper - lower, slack, detectable * Math.abs(predicted), 100 * detectable, predicted, n));
        }
    }

    private static void require(boolean condition, String name, double value, String range) {
        if (!condition) {
            throw new IllegalArgumentException(name + " must be " + range + ", was " + value);
        }
    }

    private static String text(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }
}
