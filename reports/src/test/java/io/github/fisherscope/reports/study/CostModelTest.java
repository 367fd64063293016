package io.github.fisherscope.reports.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostModelTest {
    @Test
    void flopsAreThoseCountedByHand() {
        // 4-5-3, T = 7: connections of layer 2 only, 3·5 = 15; units 5 + 3; P = 5·5 + 3·6 = 43.
        CostModel cost = CostModel.of(List.of(4, 5, 3), 7, 3, Precision.DOUBLE);
        assertThat(cost.parameters()).isEqualTo(43);
        assertThat(cost.rows()).isEqualTo(21);
        double gram = 2 * 7 * 7 * 8;
        assertThat(cost.product()).isEqualTo(4 * 7 * 15 + gram);
        assertThat(cost.exactMoments()).isEqualTo(21.0 * 21 * 5);
    }

    @Test
    void smallProblemsAreSolvedCompletelyAndLargeOnesByParts() {
        assertThat(choice(List.of(100, 100, 10), 100)).isEqualTo(Method.DUAL);
        assertThat(choice(List.of(5, 6, 2), 5000)).isEqualTo(Method.DENSE);
        assertThat(choice(List.of(1000, 1000, 10), 100_000)).isEqualTo(Method.QUADRATURE);
    }

    private static Method choice(List<Integer> widths, long samples) {
        CostModel cost = CostModel.of(widths, samples, widths.get(widths.size() - 1), Precision.DOUBLE);
        return MethodChoice.of(Method.AUTO, cost, SpectrumOptions.defaults(), 64L << 30)
                .method();
    }
}
