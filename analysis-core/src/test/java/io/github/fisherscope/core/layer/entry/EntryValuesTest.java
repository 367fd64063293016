package io.github.fisherscope.core.layer.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerValues;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryValuesTest {
    private static final Shape CHANNELS = Shape.of(1, 2, 2);
    private static final double[] NUMBERS = {1, -2, 3, -4};

    private static double[] with(ComputedLayer layer, double... parameters) {
        return LayerValues.of(layer, parameters, List.of(CHANNELS), NUMBERS);
    }

    @Test
    void twoTensorsMeetEntryByEntry() {
        List<Shape> two = List.of(CHANNELS, CHANNELS);
        double[] other = {2, 4, 5, 8};
        double[] none = {};
        assertThat(LayerValues.of(new Multiply(), none, two, NUMBERS, other)).containsExactly(2, -8, 15, -32);
        assertThat(LayerValues.of(new Subtract(), none, two, NUMBERS, other)).containsExactly(-1, -6, -2, -12);
        assertThat(LayerValues.of(new Divide(), none, two, NUMBERS, new double[] {2, 4, 0.5, 8}))
                .containsExactly(0.5, -0.5, 6, -0.5);
        assertThatThrownBy(() -> new Divide().output(List.of(CHANNELS, Shape.of(2, 2))))
                .hasMessageContaining("there are 1×2×2 and 2×2; broadcast one of them before");
    }

    @Test
    void parametersAreBroadcastFromWhereTheyArePlaced() {
        assertThat(with(Scale.channels(2, 1), 10, 100)).containsExactly(10, -20, 300, -400);
        assertThat(with(Scale.of(Shape.of(2)), 10, 100)).containsExactly(10, -200, 30, -400);
        assertThat(with(Shift.channels(2, 1), 10, 100)).containsExactly(11, 8, 103, 96);
        assertThat(with(Shift.of(Shape.of(2)), 10, 100)).containsExactly(11, 98, 13, 96);
        assertThat(with(PRelu.channels(2, 1), 0.5, 0.25)).containsExactly(1, -1, 3, -1);
        assertThatThrownBy(() -> Scale.of(Shape.of(3)).output(List.of(CHANNELS)))
                .hasMessageContaining("3 cannot be broadcast to 1×2×2");
        assertThatThrownBy(() -> new Shift(Shape.of(3), Shape.of(2, 1))).hasMessageContaining("2×1");
    }

    @Test
    void constantsAreNoParameters() {
        Affine affine = new Affine(RealVector.of(2, 3), RealVector.of(0, Double.NEGATIVE_INFINITY), Shape.of(2));
        assertThat(affine.parameters()).isEmpty();
        assertThat(with(affine)).containsExactly(2, Double.NEGATIVE_INFINITY, 6, Double.NEGATIVE_INFINITY);
        assertThat(with(Affine.scalar(2, 1))).containsExactly(3, -3, 7, -7);
    }

    @Test
    void whatTakesNoInputIsTheSameForEverySample() {
        Constant constant = new Constant(Shape.of(3), RealVector.of(1, 2, 3));
        assertThat(LayerValues.of(constant, new double[0], List.of())).containsExactly(1, 2, 3);
        assertThat(LayerValues.of(new Learned(Shape.of(2)), new double[] {4, 5}, List.of()))
                .containsExactly(4, 5);
        assertThatThrownBy(() -> constant.output(List.of(CHANNELS))).hasMessageContaining("it takes none");
    }
}
