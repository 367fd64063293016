package io.github.fisherscope.core.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerValues;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What layers that move numbers move where, and what sums over axes sum, on tensors that are small enough to see. */
class ShapeValuesTest {
    private static final Shape MATRIX = Shape.of(2, 3);
    private static final double[] NUMBERS = {1, 2, 3, 4, 5, 6};

    @Test
    void axesChangePlaces() {
        IndexGather layer = IndexGather.transpose(MATRIX, List.of(1, 0));
        assertThat(layer.output(List.of(MATRIX))).isEqualTo(Shape.of(3, 2));
        assertThat(LayerValues.of(layer, MATRIX, NUMBERS)).containsExactly(1, 4, 2, 5, 3, 6);
        Shape cube = Shape.of(2, 1, 3);
        IndexGather turned = IndexGather.transpose(cube, List.of(1, 2, 0));
        assertThat(turned.output(List.of(cube))).isEqualTo(Shape.of(1, 3, 2));
        assertThat(LayerValues.of(turned, cube, NUMBERS)).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void partsAreTakenForwardsAndBackwards() {
        IndexGather layer = IndexGather.slice(MATRIX, List.of(1, 2), List.of(1, 2), List.of(1, -2));
        assertThat(LayerValues.of(layer, MATRIX, NUMBERS)).containsExactly(6, 4);
    }

    @Test
    void bordersAreConstantsOrCopies() {
        Shape line = Shape.of(3);
        double[] x = {1, 2, 3};
        List<Integer> two = List.of(2);
        List<Integer> one = List.of(1);
        assertThat(LayerValues.of(IndexGather.pad(line, two, one, 9), line, x)).containsExactly(9, 9, 1, 2, 3, 9);
        assertThat(LayerValues.of(IndexGather.pad(line, List.of(-1), one, 9), line, x))
                .containsExactly(2, 3, 9);
        assertThat(LayerValues.of(IndexGather.padMode(line, two, one, "reflect"), line, x))
                .containsExactly(3, 2, 1, 2, 3, 2);
        assertThat(LayerValues.of(IndexGather.padMode(line, two, one, "edge"), line, x))
                .containsExactly(1, 1, 1, 2, 3, 3);
        assertThat(LayerValues.of(IndexGather.padMode(line, two, one, "wrap"), line, x))
                .containsExactly(2, 3, 1, 2, 3, 1);
        assertThatThrownBy(() -> IndexGather.padMode(line, two, one, "mirror"))
                .hasMessageContaining("mirror")
                .hasMessageContaining("[constant, edge, reflect, wrap]");
    }

    @Test
    void tensorsAreLaidSideBySide() {
        Shape column = Shape.of(2, 1);
        IndexGather layer = IndexGather.concat(List.of(MATRIX, column), -1);
        assertThat(LayerValues.of(layer, new double[0], List.of(MATRIX, column), NUMBERS, new double[] {7, 8}))
                .containsExactly(1, 2, 3, 7, 4, 5, 6, 8);
        assertThatThrownBy(() -> IndexGather.concat(List.of(MATRIX, Shape.of(3, 3)), 1))
                .hasMessageContaining("2×3 and 3×3 cannot be concatenated along axis 1");
    }

    @Test
    void tensorsAreRepeated() {
        Shape column = Shape.of(2, 1);
        assertThat(LayerValues.of(IndexGather.broadcast(column, Shape.of(2, 2, 2)), column, 1, 2))
                .containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
        assertThat(LayerValues.of(IndexGather.tile(column, List.of(2, 2)), column, 1, 2))
                .containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
        assertThatThrownBy(() -> IndexGather.broadcast(MATRIX, Shape.of(4, 3)))
                .hasMessageContaining("2×3 cannot be broadcast to 4×3: 2 is neither 1 nor 4");
    }

    @Test
    void coordinatesAreChosen() {
        IndexGather pair = IndexGather.select(MATRIX, 1, List.of(-1, 0), Shape.of(2));
        assertThat(LayerValues.of(pair, MATRIX, NUMBERS)).containsExactly(3, 1, 6, 4);
        IndexGather one = IndexGather.select(MATRIX, 0, List.of(1), null);
        assertThat(one.output(List.of(MATRIX))).isEqualTo(Shape.of(3));
        assertThat(LayerValues.of(one, MATRIX, NUMBERS)).containsExactly(4, 5, 6);
    }

    @Test
    void axesAreReduced() {
        Reduce mean = new Reduce(Reduce.Kind.MEAN, List.of(-1), true);
        assertThat(mean.output(List.of(MATRIX))).isEqualTo(Shape.of(2, 1));
        assertThat(LayerValues.of(mean, MATRIX, NUMBERS)).containsExactly(2, 5);
        assertThat(LayerValues.of(new Reduce(Reduce.Kind.SUM, List.of(0), false), MATRIX, NUMBERS))
                .containsExactly(5, 7, 9);
        assertThat(LayerValues.of(new Reduce(Reduce.Kind.MAX, List.of(), false), MATRIX, NUMBERS))
                .containsExactly(6);
        assertThat(LayerValues.of(new Reduce(Reduce.Kind.MIN, List.of(0), false), MATRIX, NUMBERS))
                .containsExactly(1, 2, 3);
    }
}
