package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class ExponentTest {
    private static final List<Integer> SIZES = List.of(50, 100, 200, 400);

    private static Exponent sample(double exponent, double scatter, int networks, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Exponent.Group> groups = new ArrayList<>();
        for (int size : SIZES) {
            double[] values = new double[networks];
            for (int n = 0; n < networks; n++) {
                values[n] = 3 * Math.pow(size, exponent) * Math.exp(scatter * random.nextGaussian());
            }
            groups.add(new Exponent.Group(size, RealVector.of(values)));
        }
        return Exponent.of(groups);
    }

    @Test
    void aPureGrowthHasItsExponent() {
        assertThat(sample(0.75, 1e-12, 3, 1).value()).isCloseTo(0.75, within(1e-10));
    }

    @Test
    void theIntervalCoversAtItsRate() {
        int trials = 2000;
        int missed = 0;
        for (int i = 0; i < trials; i++) {
            Exponent e = sample(0.5, 0.3, 8, 1000 + i);
            missed += Math.abs(e.value() - 0.5) > e.halfWidth() ? 1 : 0;
        }

        // Two-sided at 1e-6 for a rate of 1 %; an interval of half the length would miss in about 20 %.
        BinomialDistribution count = BinomialDistribution.of(trials, Exponent.ERROR_RATE);
        assertThat(missed).isBetween(count.inverseCumulativeProbability(5e-7), count.inverseSurvivalProbability(5e-7));
    }

    @Test
    void boundsAreJudgedOnlyWhereTheIntervalDecides() {
        assertThat(sample(0.1, 0.05, 10, 1).below(0.5)).isEqualTo(Verdict.AGREES);
        assertThat(sample(0.9, 0.05, 10, 1).below(0.5)).isEqualTo(Verdict.DISAGREES);
        assertThat(sample(0.5, 0.5, 10, 1).below(0.5)).isEqualTo(Verdict.INFORMATIVE);
    }

    @Test
    void oneGroupHasNoExponent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exponent.of(List.of(new Exponent.Group(1, RealVector.of(1, 2)))))
                .withMessageContaining("2 or more groups");
    }

    /** Logarithms 0 and 2 have the mean 1 and the variance 2, and their mean the variance 1. */
    @Test
    void groupsAreJudgedByTheirLogarithms() {
        Exponent.Group group = new Exponent.Group(10, RealVector.of(1, Math.exp(2)));
        assertThat(group.mean()).isCloseTo(1, within(1e-15));
        assertThat(group.variance()).isCloseTo(1, within(1e-15));
        Exponent exponent = Exponent.of(List.of(group, new Exponent.Group(100, RealVector.of(1, Math.exp(2)))));
        assertThat(exponent.value()).isCloseTo(0, within(1e-15));
        assertThat(exponent.error()).isCloseTo(Math.sqrt(2) / Math.log(10), within(1e-14));
        assertThat(exponent.degreesOfFreedom()).isCloseTo(2, within(1e-12));
    }
}
