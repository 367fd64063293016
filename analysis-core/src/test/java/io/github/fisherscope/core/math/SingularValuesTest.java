package io.github.fisherscope.core.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SingularValuesTest {
    /** G = diag(3, 1e-12) turned by (3, 4)/5 from the right: singular values known, one of them far below √(1e-16). */
    private static final double[] TURNED = {3 * 0.6, 3 * 0.8, 0, -1e-12 * 0.8, 1e-12 * 0.6, 0};

    static Stream<Arguments> shapes() {
        return Stream.of(Arguments.of(2, 3), Arguments.of(3, 2), Arguments.of(4, 4), Arguments.of(1, 5));
    }

    @Test
    void smallSingularValuesKeepTheirDigits() {
        SingularValues s = SingularValues.of(TURNED, 2, 3);
        assertThat(s.descending().get(0)).isCloseTo(3, within(1e-15));
        assertThat(s.descending().get(1)).isCloseTo(1e-12, within(1e-15 * 3));
        assertThat(s.rank(1e-9)).isEqualTo(1);
        assertThat(s.rank(1e-13)).isEqualTo(2);
    }

    @Test
    void whatIsBelowTheCutoffIsLeftOut() {
        double[] x = SingularValues.of(TURNED, 2, 3).pseudoSolve(new double[] {3, 1}, 1e-9);
        assertThat(x).containsExactly(new double[] {0.6, 0.8, 0}, within(1e-14));
    }

    /** Penrose's first condition, G G⁺ G = G, and (GᵀG)⁺ Gᵀ = G⁺. */
    @ParameterizedTest
    @MethodSource("shapes")
    void theInverseSatisfiesPenrose(int rows, int columns) {
        double[] g = new double[rows * columns];
        for (int i = 0; i < g.length; i++) {
            g[i] = Math.sin(1 + 3.7 * i * i);
        }
        SingularValues s = SingularValues.of(g, rows, columns);
        for (int j = 0; j < columns; j++) {
            double[] column = new double[rows];
            for (int i = 0; i < rows; i++) {
                column[i] = g[i * columns + j];
            }
            double[] x = s.pseudoSolve(column, 1e-12);
            double[] normal = new double[columns];
            for (int i = 0; i < rows; i++) {
                double sum = 0;
                for (int k = 0; k < columns; k++) {
                    sum += g[i * columns + k] * x[k];
                    normal[k] += g[i * columns + k] * column[i];
                }
                assertThat(sum).isCloseTo(column[i], within(1e-12));
            }
            assertThat(s.pseudoSolveNormal(normal, 1e-12)).containsExactly(x, within(1e-10));
        }
    }

    @Test
    void sizesMustFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> SingularValues.of(new double[5], 2, 3));
        SingularValues s = SingularValues.of(TURNED, 2, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> s.pseudoSolve(new double[3], 0));
    }
}
