package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final List<Integer> SIZES = List.of(50, 100, 200, 400);
    private static final int NETWORKS = 12;
    private static final double SCATTER = 0.1;

    /** Returns ratios whose limit is known: limit + slope/M, with normal scatter. */
    private static List<RealVector> ratios(double limit, double slope, long seed) {
        List<RealVector> groups = new ArrayList<>();
        for (int size : SIZES) {
            double[] values = new double[NETWORKS];
            RandomStreams.of(seed).fillNormal(StreamPurpose.INPUTS, size, 0, SCATTER, values);
            for (int i = 0; i < values.length; i++) {
                values[i] += limit + slope / size;
            }
            groups.add(RealVector.of(values));
        }
        return groups;
    }

    private static Outcome.Claim claim(double limit, double slope, long seed) {
        Limits limits = new Limits();
        limits.add("m", SIZES, ratios(limit, slope, seed));
        return limits.claims().get(0);
    }

    /** At 1 % of false alarms 1000 right limits give 10 ± 3.1 wrong verdicts; 26 would be five deviations too many. */
    @Test
    void rightLimitsAreDoubtedAsOftenAsStated() {
        long doubted = 0;
        for (long seed = 0; seed < 1000; seed++) {
            doubted += claim(1, 3, seed).verdict() == Verdict.DISAGREES ? 1 : 0;
        }
        assertThat(doubted).isBetween(1L, 25L);
    }

    /** The intercept of the fit has an error of about 0.025, so that a limit off by 0.25 cannot be missed. */
    @Test
    void wrongLimitsAreSeen() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(claim(1.25, 0, seed).verdict()).isEqualTo(Verdict.DISAGREES);
            assertThat(claim(0.75, 5, seed).verdict()).isEqualTo(Verdict.DISAGREES);
        }
    }

    @Test
    void aSlopeInOneOverMIsNoDisagreement() {
        assertThat(claim(1, 20, 1).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(claim(1, -20, 2).verdict()).isEqualTo(Verdict.AGREES);
    }

    @Test
    void theClaimNamesWhatWasDividedAndWhatItTendsTo() {
        assertThat(claim(1, 0, 3).text())
                .startsWith("m / theory tends to ")
                .contains(" ± ")
                .endsWith("theory says 1.");
    }

    /** More ratios share the error rate, so that each is allowed more. */
    @Test
    void ratiosOfOneTableShareTheErrorRate() {
        Limits many = new Limits();
        for (int i = 0; i < 10; i++) {
            many.add("r" + i, SIZES, ratios(1, 0, 3));
        }
        assertThat(many.claims()).hasSize(10);
        assertThat(allowed(many.claims().get(0))).isGreaterThan(allowed(claim(1, 0, 3)));
    }

    private static double allowed(Outcome.Claim claim) {
        return Double.parseDouble(claim.text().replaceAll(".* ± ([0-9.]+) as .*", "$1"));
    }
}
