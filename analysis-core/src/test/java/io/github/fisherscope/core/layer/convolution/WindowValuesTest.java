package io.github.fisherscope.core.layer.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerValues;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of convolutions and pools against the definitions, written as plain loops over an image with its border. */
class WindowValuesTest {
    private static final int HEIGHT = 7;
    private static final int WIDTH = 6;

    private static Window window(int kernel, int stride, int dilation, int pad, boolean ceil) {
        return Window.of(kernel, kernel - 1)
                .withStrides(List.of(stride, stride + 1))
                .withDilations(List.of(dilation, 1))
                .withPads(List.of(pad, 0, pad / 2, 1))
                .withCeil(ceil);
    }

    private static double at(double[] image, int channel, int y, int x) {
        boolean inside = y >= 0 && y < HEIGHT && x >= 0 && x < WIDTH;
        return inside ? image[(channel * HEIGHT + y) * WIDTH + x] : 0;
    }

    /** Sizes that no int holds are refused; a padding of 2³¹ − 1 on both sides is not one of −2. */
    @Test
    void sizesDoNotOverflow() {
        int most = Integer.MAX_VALUE;
        Window plain = Window.of(3);
        List<Integer> eight = List.of(8);
        assertThatThrownBy(() -> plain.withPads(List.of(most, most)).steps(eight))
                .hasMessageContaining("takes 4294967302 positions");
        assertThatThrownBy(() -> plain.withDilations(List.of(most)).steps(eight))
                .hasMessageContaining("reaches over 4294967295 positions does not fit on 8");
        assertThat(plain.withStrides(List.of(most)).withCeil(true).steps(eight)).containsExactly(1);
        assertThat(plain.withStrides(List.of(most)).samePadding(eight, true).steps(eight))
                .containsExactly(1);
        assertThatThrownBy(() -> plain.withDilations(List.of(most)).samePadding(eight, true))
                .hasMessageContaining("the padding takes");
        TransposedConv up = new TransposedConv(1, 1, 1, false, plain.withStrides(List.of(most)), List.of(0));
        assertThatThrownBy(() -> up.output(List.of(Shape.of(1, 1, 8))))
                .hasMessageContaining("an axis of the outputs takes");
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1, 0, 1", "3, 2, 1, 1, 1", "2, 1, 3, 2, 2", "3, 2, 2, 2, 4", "5, 3, 1, 3, 2"})
    void aConvolutionIsASumOverTheWindow(int kernel, int stride, int dilation, int pad, int groups) {
        Window window = window(kernel, stride, dilation, pad, false);
        Conv layer = new Conv(4, 8, groups, true, window);
        Shape shape = Shape.of(1, 4, HEIGHT, WIDTH);
        int rows = (HEIGHT + pad + pad / 2 - (kernel - 1) * dilation - 1) / stride + 1;
        int columns = (WIDTH + 1 - (kernel - 2) - 1) / (stride + 1) + 1;
        int each = 4 / groups;
        int taps = kernel * (kernel - 1);
        double[] theta = LayerValues.numbers(8 * each * taps + 8, 1);
        double[] image = LayerValues.numbers(shape.size(), 2);
        double[] found = LayerValues.of(layer, theta, List.of(shape), image);
        assertThat(layer.output(List.of(shape))).isEqualTo(Shape.of(1, 8, rows, columns));
        for (int o = 0; o < 8; o++) {
            for (int p = 0; p < rows * columns; p++) {
                double sum = theta[8 * each * taps + o];
                for (int i = 0; i < each * taps; i++) {
                    int channel = o / (8 / groups) * each + i / taps;
                    int y = p / columns * stride - pad + i % taps / (kernel - 1) * dilation;
                    int x = p % columns * (stride + 1) + i % (kernel - 1);
                    sum += theta[o * each * taps + i] * at(image, channel, y, x);
                }
                assertThat(found[o * rows * columns + p]).isCloseTo(sum, within(1e-13));
            }
        }
    }

    /** Every input writes its weights where the window stands; what falls outside is cut off. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0, 0", "2, 1, 1, 1", "3, 2, 2, 0", "3, 1, 1, 2"})
    void aTransposedConvolutionWritesWindows(int stride, int dilation, int pad, int added) {
        Window window = Window.of(3)
                .withStrides(List.of(stride))
                .withDilations(List.of(dilation))
                .withPads(List.of(pad, pad / 2));
        TransposedConv layer = new TransposedConv(4, 6, 2, true, window, List.of(added));
        Shape shape = Shape.of(1, 4, 5);
        double[] theta = LayerValues.numbers(4 * 3 * 3 + 6, 3);
        double[] input = LayerValues.numbers(20, 4);
        int size = layer.output(List.of(shape)).size() / 6;
        assertThat(size).isEqualTo(4 * stride + 2 * dilation + 1 + added - pad - pad / 2);
        double[] expected = new double[6 * size];
        for (int o = 0; o < 6; o++) {
            for (int y = 0; y < size; y++) {
                expected[o * size + y] = theta[36 + o];
            }
        }
        for (int i = 0; i < 4 * 5 * 3 * 3; i++) {
            int from = i / 45;
            int x = i / 9 % 5;
            int o = from / 2 * 3 + i / 3 % 3;
            int y = x * stride + i % 3 * dilation - pad;
            if (y >= 0 && y < size) {
                expected[o * size + y] += theta[from * 9 + i % 9] * input[from * 5 + x];
            }
        }
        assertThat(LayerValues.of(layer, theta, List.of(shape), input)).containsExactly(expected, within(1e-14));
    }

    @Test
    void theLargestOfEachWindowIsTaken() {
        ComputedLayer pool = new MaxPool(Window.of(2).withStrides(List.of(2)));
        assertThat(LayerValues.of(pool, Shape.of(1, 5), 3, 1, 4, 1, 5)).containsExactly(3, 4);
        ComputedLayer rest = new MaxPool(Window.of(2).withStrides(List.of(2)).withCeil(true));
        assertThat(LayerValues.of(rest, Shape.of(1, 5), 3, 1, 4, 1, 5)).containsExactly(3, 4, 5);
        ComputedLayer border = new MaxPool(Window.of(3).withPads(List.of(1, 1)));
        assertThat(LayerValues.of(border, Shape.of(1, 4), -3, -1, -4, -2)).containsExactly(-1, -1, -1, -2);
    }

    /** Steps that would begin behind the last position and what was added in front are left out. */
    @Test
    void aWindowThatStartsInTheBorderBehindIsLeftOut() {
        Window window =
                Window.of(1).withStrides(List.of(2)).withPads(List.of(0, 1)).withCeil(true);
        assertThat(window.steps(List.of(3))).containsExactly(2);
        Window odd =
                Window.of(2).withStrides(List.of(2)).withPads(List.of(1, 1)).withCeil(true);
        assertThat(odd.steps(List.of(4))).containsExactly(3);
        assertThat(odd.steps(List.of(3))).containsExactly(2);
    }

    @Test
    void aMeanCountsTheBorderOnlyIfItIsToldTo() {
        Window window =
                Window.of(2).withStrides(List.of(2)).withPads(List.of(1, 0)).withCeil(true);
        Shape shape = Shape.of(1, 4);
        assertThat(LayerValues.of(new AveragePool(window, false), shape, 2, 4, 6, 8))
                .containsExactly(2, 5, 8);
        // the last window reaches one position past the padded line, which never counts
        assertThat(LayerValues.of(new AveragePool(window, true), shape, 2, 4, 6, 8))
                .containsExactly(1, 5, 8);
    }

    @Test
    void paddingThatKeepsTheSizePutsTheOddPositionWhereItIsTold() {
        Window window = Window.of(2).withStrides(List.of(1));
        assertThat(window.samePadding(List.of(4), true).ends()).containsExactly(1);
        assertThat(window.samePadding(List.of(4), false).begins()).containsExactly(1);
        assertThat(Window.of(3)
                        .withStrides(List.of(2))
                        .samePadding(List.of(5), true)
                        .steps(List.of(5)))
                .containsExactly(3);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Conv conv = new Conv(3, 2, 1, false, Window.of(4, 4));
        assertThatThrownBy(() -> conv.output(List.of(Shape.of(1, 3, 3, 5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reaches over 4 positions does not fit on 3");
        assertThatThrownBy(() -> conv.output(List.of(Shape.of(1, 4, 5, 5))))
                .hasMessageContaining("takes so many, channels first");
        assertThatThrownBy(() -> conv.output(List.of(Shape.of(5, 5)))).hasMessageContaining("there is 5×5");
        assertThatThrownBy(() -> new Conv(3, 4, 2, true, Window.of(1)))
                .hasMessageContaining("from 3 to 4 channels cannot have 2 groups");
    }

    /** Weights (input channel, output channel of the group, tap): 4 inputs and 6 outputs in 2 groups. */
    @Test
    void unitsOfATransposedConvolutionAreItsOutputs() {
        TransposedConv layer = new TransposedConv(4, 6, 2, true, Window.of(2), List.of(0));
        int entry = 0;
        for (int in = 0; in < 4; in++) {
            for (int out = 0; out < 3; out++) {
                for (int tap = 0; tap < 2; tap++) {
                    assertThat(layer.unit("weight", entry++)).isEqualTo(in / 2 * 3 + out);
                }
            }
        }
        assertThat(layer.unit("bias", 5)).isEqualTo(5);
    }
}
