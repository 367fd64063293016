package io.github.fisherscope.core.layer.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerValues;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductValuesTest {
    private static final double[] NONE = {};

    @Test
    void matricesAreMultipliedOneByOne() {
        List<Shape> shapes = List.of(Shape.of(2, 1, 3, 4), Shape.of(5, 4, 2));
        double[] a = LayerValues.numbers(24, 1);
        double[] b = LayerValues.numbers(40, 2);
        double[] found = LayerValues.of(new MatMul(), NONE, shapes, a, b);
        assertThat(new MatMul().output(shapes)).isEqualTo(Shape.of(2, 5, 3, 2));
        for (int i = 0; i < found.length; i++) {
            int left = i / 30;
            int right = i / 6 % 5;
            double sum = 0;
            for (int k = 0; k < 4; k++) {
                sum += a[left * 12 + i / 2 % 3 * 4 + k] * b[right * 8 + k * 2 + i % 2];
            }
            assertThat(found[i]).isCloseTo(sum, within(1e-14));
        }
    }

    @Test
    void vectorsAreRowsOnTheLeftAndColumnsOnTheRight() {
        double[] matrix = {1, 2, 3, 4};
        double[] vector = {1, 10};
        assertThat(LayerValues.of(new MatMul(), NONE, List.of(Shape.of(2, 2), Shape.of(2)), matrix, vector))
                .containsExactly(21, 43);
        assertThat(LayerValues.of(new MatMul(), NONE, List.of(Shape.of(2), Shape.of(2, 2)), vector, matrix))
                .containsExactly(31, 42);
        assertThatThrownBy(() -> new MatMul().output(List.of(Shape.of(2, 3), Shape.of(2, 3))))
                .hasMessageContaining("2×3 by 2×3: the last axis of the first has 3 entries, and 2 stand against them");
        assertThatThrownBy(() -> new MatMul().output(List.of(Shape.of(2, 2, 2), Shape.of(3, 2, 2))))
                .hasMessageContaining("2 and 3 differ");
    }

    @Test
    void tokensAreReplacedByRows() {
        double[] table = {1, 2, 3, 4, 5, 6};
        Lookup lookup = new Lookup(3, 2);
        assertThat(LayerValues.of(lookup, table, List.of(Shape.of(3)), new double[] {2, 0, -2}))
                .containsExactly(5, 6, 1, 2, 3, 4);
        assertThatThrownBy(() -> LayerValues.of(lookup, table, List.of(Shape.of(2)), new double[] {0, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "sample 0 has 3 at position 1, and the table has 3 rows; tokens are whole numbers from 0 to 2");
        assertThatThrownBy(() -> LayerValues.of(lookup, table, List.of(Shape.of(1)), new double[] {0.5}))
                .hasMessageContaining("sample 0 has 0.5 at position 0");
        assertThatThrownBy(() -> LayerValues.of(lookup, table, List.of(Shape.of(1)), new double[] {Double.NaN}))
                .hasMessageContaining("sample 0 has NaN");
    }
}
