package io.github.fisherscope.results.sweep;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The fit {@code y(M) = a + b/M} to the means of networks of several widths, whose intercept extrapolates to infinite
 * width.
 *
 * <p>Weighted least squares with the weights N_M M: theory says that the variance between networks falls as 1/M, so
 * these are optimal to leading order and, being fixed beforehand, leave a and b unbiased, which weights estimated from a
 * few networks would not. The errors are not taken from theory but from the networks: with a = Σ c_M ȳ_M and the
 * estimated error e_M of each mean, Var a = Σ c_M² e_M², with the degrees of freedom of Welch and Satterthwaite,
 * ν = (Σ c_M² e_M²)² / Σ (c_M² e_M²)²/(N_M − 1). Intervals are then Student's. Terms of order 1/M² are not in the fit and
 * not in its error; {@link #largestResidual} shows when they matter.
 *
 * @param intercept a
 * @param interceptError its standard error
 * @param degreesOfFreedom ν of a
 * @param slope b
 * @param slopeError its standard error
 * @param largestResidual largest |ȳ_M − a − b/M| in units of e_M; 0 for two widths
 */
public record WidthFit(
        double intercept,
        double interceptError,
        double degreesOfFreedom,
        double slope,
        double slopeError,
        double largestResidual) {

    /**
     * The networks of one width.
     *
     * @param width M
     * @param values one value per network, two or more
     */
    public record Group(int width, RealVector values) {
        public Group {
            Args.requireInRange("width", width, 1, 1 << 24);
            Args.require(
                    values.size() >= 2,
                    "width %d has %d networks; an error needs 2 or more, so give more seeds",
                    width,
                    values.size());
        }

        double mean() {
            return values.sum() / values.size();
        }

        /** Returns the standard error of the mean. */
        public double error() {
            double mean = mean();
            double squares = values.stream().map(v -> (v - mean) * (v - mean)).sum();
            return Math.sqrt(squares / (values.size() - 1) / values.size());
        }

        private double weight() {
            return (double) values.size() * width;
        }
    }

    /**
     * Fits.
     *
     * @param groups two or more widths, all different
     */
    public static WidthFit of(List<Group> groups) {
        Args.require(
                groups.stream().mapToInt(Group::width).distinct().count() == groups.size() && groups.size() >= 2,
                "the fit needs 2 or more different widths, got %s",
                groups.stream().map(Group::width).toList());
        double weight = 0;
        double meanX = 0;
        for (Group g : groups) {
            weight += g.weight();
            meanX += g.weight() / g.width();
        }
        meanX /= weight;
        double spread = 0;
        for (Group g : groups) {
            double dx = 1.0 / g.width() - meanX;
            spread += g.weight() * dx * dx;
        }
        double intercept = 0;
        double slope = 0;
        double interceptVariance = 0;
        double slopeVariance = 0;
        double fourth = 0;
        for (Group g : groups) {
            double slopeShare = g.weight() * (1.0 / g.width() - meanX) / spread;
            double share = g.weight() / weight - meanX * slopeShare;
            double error = g.error();
            intercept += share * g.mean();
            slope += slopeShare * g.mean();
            interceptVariance += share * share * error * error;
            slopeVariance += slopeShare * slopeShare * error * error;
            double part = share * share * error * error;
            fourth += part * part / (g.values().size() - 1);
        }
        double worst = 0;
        for (Group g : groups) {
            double residual = Math.abs(g.mean() - intercept - slope / g.width());
            worst = Math.max(worst, g.error() > 0 ? residual / g.error() : 0);
        }
        return new WidthFit(
                intercept,
                Math.sqrt(interceptVariance),
                fourth > 0 ? interceptVariance * interceptVariance / fourth : 1,
                slope,
                Math.sqrt(slopeVariance),
                groups.size() == 2 ? 0 : worst);
    }

    /** Returns a + b/M. */
    public double at(double width) {
        return intercept + slope / width;
    }

    /**
     * Returns the half length of the two-sided interval around the intercept.
     *
     * @param errorRate probability that it does not cover the true value, in (0, 1)
     */
    public double halfWidth(double errorRate) {
        Args.require(
                errorRate > 0 && errorRate < 1, "errorRate is %s; it must lie strictly between 0 and 1", errorRate);
        return interceptError * TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(errorRate / 2);
    }
}
