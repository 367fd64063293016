package io.github.fisherscope.core.layer.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerValues;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupValuesTest {
    private static void assertClose(double[] found, double... expected) {
        assertThat(found).containsExactly(expected, within(1e-15));
    }

    @Test
    void aNormBringsMeanAndVarianceToZeroAndOne() {
        Shape pair = Shape.of(2, 2);
        double[] x = {1, 3, -2, 4};
        assertClose(LayerValues.of(new Normalize(List.of(-1), 0, true), pair, x), -1, 1, -1, 1);
        // variances 9/4 and 1/4 along the first axis, plus epsilon
        double e = 0.75;
        double[] columns = LayerValues.of(new Normalize(List.of(0), e, true), pair, x);
        assertClose(columns, 1.5 / Math.sqrt(3), -0.5, -1.5 / Math.sqrt(3), 0.5);
        assertClose(
                LayerValues.of(new Normalize(List.of(0, 1), 0, true), pair, x),
                -0.5 / Math.sqrt(5.25),
                1.5 / Math.sqrt(5.25),
                -3.5 / Math.sqrt(5.25),
                2.5 / Math.sqrt(5.25));
    }

    @Test
    void aRootMeanSquareNormKeepsTheMean() {
        ComputedLayer norm = new Normalize(List.of(0), 0.5, false);
        assertClose(LayerValues.of(norm, Shape.of(2), 1, 4), 1 / 3.0, 4 / 3.0);
    }

    @Test
    void sharesOfExponentialsSumToOne() {
        double[] x = {0, Math.log(3), Math.log(2), Math.log(6)};
        assertClose(LayerValues.of(new Softmax(1), Shape.of(2, 2), x), 0.25, 0.75, 0.25, 0.75);
        assertClose(LayerValues.of(new Softmax(0), Shape.of(2, 2), x), 1 / 3.0, 1 / 3.0, 2 / 3.0, 2 / 3.0);
        assertClose(
                LayerValues.of(new LogSoftmax(-1), Shape.of(2, 2), x),
                Math.log(0.25),
                Math.log(0.75),
                Math.log(0.25),
                Math.log(0.75));
    }

    @Test
    void largeAndMaskedEntriesAreTakenAsTheyAre() {
        assertClose(LayerValues.of(new Softmax(0), Shape.of(2), 2000, 2000), 0.5, 0.5);
        assertClose(LayerValues.of(new Softmax(0), Shape.of(2), Double.NEGATIVE_INFINITY, 7), 0, 1);
        assertClose(LayerValues.of(new LogSoftmax(0), Shape.of(2), 0, 2000), -2000, 0);
    }

    @Test
    void axesThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> new Softmax(2).output(List.of(Shape.of(2, 3))))
                .hasMessageContaining("the axis is 2")
                .hasMessageContaining("between -2 and 1 for the shape 2×3");
    }
}
