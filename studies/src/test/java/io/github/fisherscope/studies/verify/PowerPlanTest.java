package io.github.fisherscope.studies.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.NormalSource;
import io.github.fisherscope.core.random.StreamPurpose;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class PowerPlanTest {
    private static final PowerPlan PLAN = new PowerPlan(1e-3, 0.05);

    @Test
    void theNumberChosenIsTheSmallestThatSuffices() {
        int n = PLAN.networks("mean", 0.1, 0.08, 0.01);

        assertThat(PLAN.detectable(n, 0.08, 0.01)).isLessThanOrEqualTo(0.1);
        assertThat(PLAN.detectable(n - 1, 0.08, 0.01)).isGreaterThan(0.1);
    }

    /**
     * The second way: simulate. Networks scatter as predicted with the margin used up; the true value lies 10 % from the
     * prediction. Of 4000 trials at most 5 % may be missed; the count has a standard deviation of 0.34 %, and 2 % more are
     * allowed for Student's quantile being used with a normal one. Half as many networks miss far more.
     */
    @Test
    void anErrorOfTheStatedSizeIsMissedAsSeldomAsStated() {
        int n = PLAN.networks("mean", 0.1, 0.08, 0);

        assertThat(missed(n)).isBetween(0.005, 0.07);
        assertThat(missed(n / 2)).isGreaterThan(0.15);
    }

    private static double missed(int n) {
        NormalSource normal = RandomStreams.of(3).normal(StreamPurpose.PROBES, n, 0, 0);
        double critical = TDistribution.of(n - 1.0).inverseSurvivalProbability(PLAN.alarmPerRow() / 2);
        int missed = 0;
        for (int trial = 0; trial < 4000; trial++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double value = 1.1 * (1 + 0.08 * PowerPlan.SCATTER_MARGIN * normal.next());
                sum += value;
                squares += value * value;
            }
            double mean = sum / n;
            double error = Math.sqrt((squares - n * mean * mean) / (n - 1) / n);
            missed += Math.abs(mean - 1) <= critical * error ? 1 : 0;
        }
        return missed / 4000.0;
    }

    @Test
    void anImpossibleErrorIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAN.networks("max", 0.02, 0.08, 0.02))
                .withMessageContaining("max: the formula itself may be off by 2.0 %");
    }
}
