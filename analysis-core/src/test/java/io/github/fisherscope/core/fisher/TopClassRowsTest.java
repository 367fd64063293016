package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.SymmetricEigenvalues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Fisher matrix of a merged label, against differences of the merged probabilities. */
class TopClassRowsTest {
    private static final double[] F = {0.3, -1.2, 1.1, 0.3, -0.4, 0.9};
    private static final int C = F.length;

    private static double[] matrix(double[] f, int count) {
        double[] q = new double[f.length * f.length];
        double[] row = new double[f.length];
        TopClassRows.of(f, count).forEach(row, r -> {
            for (int i = 0; i < f.length; i++) {
                for (int j = 0; j < f.length; j++) {
                    q[i * f.length + j] += row[i] * row[j];
                }
            }
        });
        return q;
    }

    /** Returns the probabilities of the outcomes: classes 2, 5, 0, … in the order of their probability, and the rest. */
    private static double[] merged(double[] f, int count) {
        int[] order = {2, 5, 0, 3, 4, 1};
        double[] p = ClassProbabilities.of(f);
        double[] outcomes = new double[count + 1];
        for (int i = 0; i < order.length; i++) {
            outcomes[Math.min(i, count)] += p[order[i]];
        }
        return outcomes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void itIsTheInformationAboutTheMergedLabel(int count) {
        double h = 1e-5;
        double[][] slopes = new double[C][];
        for (int i = 0; i < C; i++) {
            double[] up = F.clone();
            double[] down = F.clone();
            up[i] += h;
            down[i] -= h;
            double[] high = merged(up, count);
            double[] low = merged(down, count);
            slopes[i] = new double[count + 1];
            for (int o = 0; o <= count; o++) {
                slopes[i][o] = (high[o] - low[o]) / (2 * h);
            }
        }
        double[] p = merged(F, count);
        double[] q = matrix(F, count);
        for (int i = 0; i < C; i++) {
            for (int j = 0; j < C; j++) {
                double expected = 0;
                for (int o = 0; o <= count; o++) {
                    expected += slopes[i][o] * slopes[j][o] / p[o];
                }
                assertThat(q[i * C + j]).isCloseTo(expected, within(1e-9));
            }
        }
    }

    @Test
    void mergingLosesInformationAndNothingElse() {
        double[] whole = matrix(F, C - 1);
        double[] p = ClassProbabilities.of(F);
        for (int i = 0; i < C; i++) {
            for (int j = 0; j < C; j++) {
                assertThat(whole[i * C + j]).isCloseTo((i == j ? p[i] : 0) - p[i] * p[j], within(1e-15));
            }
        }
        for (int count = 1; count < C - 1; count++) {
            double[] finer = matrix(F, count + 1);
            double[] coarser = matrix(F, count);
            double[] lost = new double[C * C];
            Arrays.setAll(lost, i -> finer[i] - coarser[i]);
            double[] values = SymmetricEigenvalues.of(lost, C).toArray();
            assertThat(Arrays.stream(values).min().orElseThrow()).isGreaterThan(-1e-15);
            assertThat(Arrays.stream(values).max().orElseThrow()).isGreaterThan(1e-3);
        }
    }

    @Test
    void ofEqualClassesTheFirstAreTakenAndNothingIsNotANumber() {
        double[] far = {800, 0, 0, -800};
        Map<Integer, double[]> rows = new HashMap<>();
        double[] row = new double[4];
        TopClassRows.of(far, 2).forEach(row, r -> rows.put(r, row.clone()));
        assertThat(rows).hasSize(3);
        rows.values().forEach(r -> assertThat(Arrays.stream(r).map(Math::abs)).containsOnly(0.0));
        TopClassRows.of(new double[] {1, 1, 1}, 1).forEach(row, r -> {
            if (r == 0) {
                assertThat(row[0]).isPositive();
                assertThat(row[1]).isNegative();
            }
        });
    }

    @Test
    void onlyClassesHaveMostProbableOnes() {
        assertThatThrownBy(() -> FisherRequest.topClasses(new Likelihood.Gaussian(1), 3))
                .hasMessageContaining("it is for the categorical likelihood");
        assertThat(FisherRequest.topClasses(new Likelihood.Categorical(), 10).rowsPerSample(4))
                .isEqualTo(4);
    }
}
