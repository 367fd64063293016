package io.github.fisherscope.results.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.NormalSource;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.results.sweep.WidthFit.Group;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WidthFitTest {
    private static final int[] WIDTHS = {100, 200, 400, 800};

    /** Values y = a + b/M + noise/√M, with as many networks at each width as {@code networks} says. */
    private static List<Group> groups(int[] networks, double a, double b, double noise, NormalSource normal) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < WIDTHS.length; i++) {
            double[] y = new double[networks[i]];
            for (int j = 0; j < y.length; j++) {
                y[j] = a + b / WIDTHS[i] + noise / Math.sqrt(WIDTHS[i]) * normal.next();
            }
            groups.add(new Group(WIDTHS[i], RealVector.of(y)));
        }
        return groups;
    }

    private static NormalSource normal(long stream) {
        return RandomStreams.of(7).normal(StreamPurpose.PROBES, stream, 0, 0);
    }

    @Test
    void valuesOnTheLineAreFittedExactly() {
        WidthFit fit = WidthFit.of(groups(new int[] {2, 3, 4, 5}, 0.97, -12, 0, normal(0)));

        // Rounding of a few dozen operations on numbers of size 1.
        assertThat(fit.intercept()).isCloseTo(0.97, within(1e-13));
        assertThat(fit.slope()).isCloseTo(-12, within(1e-10));
        assertThat(fit.at(100)).isCloseTo(0.97 - 0.12, within(1e-13));
    }

    /** The second way: the normal equations of all single values with weight M each, solved by Cramer's rule. */
    @Test
    void theFitIsThatOfTheNormalEquationsOverSingleNetworks() {
        List<Group> groups = groups(new int[] {5, 9, 2, 4}, 1, 3, 0.7, normal(1));
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double t0 = 0;
        double t1 = 0;
        for (Group g : groups) {
            for (double y : g.values().toArray()) {
                double x = 1.0 / g.width();
                s0 += g.width();
                s1 += g.width() * x;
                s2 += g.width() * x * x;
                t0 += g.width() * y;
                t1 += g.width() * x * y;
            }
        }
        double determinant = s0 * s2 - s1 * s1;

        WidthFit fit = WidthFit.of(groups);

        assertThat(fit.intercept()).isCloseTo((s2 * t0 - s1 * t1) / determinant, within(1e-12));
        assertThat(fit.slope()).isCloseTo((s0 * t1 - s1 * t0) / determinant, within(1e-9));
    }

    /**
     * Of 4000 intervals at 90 % the number that cover is binomial with standard deviation √(4000·0.9·0.1) = 19, or 0.47 %.
     * Welch and Satterthwaite's intervals are approximate; 2.5 % allows four deviations and 0.6 % for that, fixed before
     * looking. Errors taken as known (normal quantiles) would cover about 85 % with 4 networks per width and fail.
     */
    @Test
    void intervalsCoverTheTrueLimitAsOftenAsTheySay() {
        int covered = 0;
        int coveredByNormal = 0;
        NormalSource normal = normal(2);
        for (int i = 0; i < 4000; i++) {
            WidthFit fit = WidthFit.of(groups(new int[] {4, 3, 3, 3}, 1, -2, 1, normal));
            covered += Math.abs(fit.intercept() - 1) <= fit.halfWidth(0.1) ? 1 : 0;
            coveredByNormal += Math.abs(fit.intercept() - 1) <= 1.6449 * fit.interceptError() ? 1 : 0;
        }

        assertThat(covered / 4000.0).isBetween(0.875, 0.925);
        assertThat(coveredByNormal / 4000.0).isLessThan(0.875);
    }

    @Test
    void oneNetworkOrOneWidthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Group(100, RealVector.of(1)))
                .withMessageContaining("more seeds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WidthFit.of(List.of(new Group(100, RealVector.of(1, 2)))))
                .withMessageContaining("2 or more different widths");
    }
}
