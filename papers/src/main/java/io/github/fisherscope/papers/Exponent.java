package io.github.fisherscope.papers;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The exponent b of {@code y ∝ x^b} from groups of independent values: ordinary least squares of the mean logarithms, with
 * the error that the scatter within the groups gives and the degrees of freedom of Welch and Satterthwaite. What a pure
 * power does not describe is not in the error.
 *
 * @param value b
 * @param error its standard error
 * @param degreesOfFreedom of Student's interval
 */
record Exponent(double value, double error, double degreesOfFreedom) {
    /** False-alarm rate of one statement about an exponent, two-sided. */
    static final double ERROR_RATE = 0.01;

    /**
     * The values at one x.
     *
     * @param values positive, two or more
     */
    record Group(double x, RealVector values) {
        double mean() {
            return values.stream().map(Math::log).sum() / values.size();
        }

        double variance() {
            double mean = mean();
            double squares = values.stream()
                    .map(v -> (Math.log(v) - mean) * (Math.log(v) - mean))
                    .sum();
            return squares / (values.size() - 1) / values.size();
        }
    }

    static Exponent of(List<Group> groups) {
        Args.require(groups.size() >= 2, "an exponent needs 2 or more groups, got %d", groups.size());
        double meanX = groups.stream().mapToDouble(g -> Math.log(g.x())).sum() / groups.size();
        double spread = groups.stream()
                .mapToDouble(g -> (Math.log(g.x()) - meanX) * (Math.log(g.x()) - meanX))
                .sum();
        double value = 0;
        double variance = 0;
        double fourth = 0;
        for (Group g : groups) {
            double share = (Math.log(g.x()) - meanX) / spread;
            double part = share * share * g.variance();
            value += share * g.mean();
            variance += part;
            fourth += part * part / (g.values().size() - 1);
        }
        return new Exponent(value, Math.sqrt(variance), fourth > 0 ? variance * variance / fourth : 1);
    }

    /** Returns half the length of the interval at {@link #ERROR_RATE}. */
    double halfWidth() {
        return error * TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(ERROR_RATE / 2);
    }

    /**
     * Returns whether the exponent lies below a bound: undecided, that is for information, when the interval contains the
     * bound.
     */
    Verdict below(double bound) {
        if (value + halfWidth() < bound) {
            return Verdict.AGREES;
        }
        return value - halfWidth() > bound ? Verdict.DISAGREES : Verdict.INFORMATIVE;
    }

    /** Returns {@code 0.98 ± 0.03}. */
    String text() {
        return String.format(Locale.ROOT, "%.3f ± %.3f", value, halfWidth());
    }
}
