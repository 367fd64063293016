package io.github.fisherscope.formats.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.entry.Constant;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.layer.shape.Reduce;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the channels of a convolution are after all that may come behind it. */
class OutputChannelsTest {
    private final GraphAssembly assembly = new GraphAssembly(Shape.of(1, 2, 4, 6));

    private int convolution(int channels) {
        Window window = Window.of(1, 1);
        return assembly.add(
                "conv",
                new Conv(2, channels, 1, false, window),
                List.of(Graph.INPUT),
                List.of(new WeightSource.Constant(RealVector.takingOver(new double[2 * channels]))));
    }

    private int then(int part, IndexGather layer) {
        return assembly.add(layer.kind(), layer, List.of(part));
    }

    private Shape placed(int part) {
        OutputChannels.Placed placed = OutputChannels.last(assembly, part);
        assertThat(placed.note().isPresent()).isEqualTo(placed.part() != part);
        return assembly.shape(placed.part());
    }

    @Test
    void aConvolutionHasItsChannelsFirst() {
        int conv = convolution(3);
        assertThat(placed(conv)).isEqualTo(Shape.of(1, 4, 6, 3));
        assertThat(OutputChannels.last(assembly, conv).note())
                .hasValueSatisfying(n -> assertThat(n)
                        .contains("The output 3×4×6 of a sample", "at each of 4×6 positions, to 3 outputs"));
    }

    @Test
    void whatActsOnEntriesKeepsThem() {
        int conv = convolution(3);
        int active = assembly.add("tanh", new Activated.Of(new Activation.Tanh()), List.of(conv));
        int sum = assembly.add("add", new Add.Of(), List.of(active, conv));
        int softmax = assembly.add("softmax", new Softmax(1), List.of(sum));
        assertThat(placed(softmax)).isEqualTo(Shape.of(1, 4, 6, 3));
    }

    @Test
    void tablesAreFollowed() {
        int conv = convolution(3);
        Shape shape = assembly.shape(conv);
        assertThat(placed(then(conv, IndexGather.reshape(shape, Shape.of(1, 3, 24)))))
                .isEqualTo(Shape.of(1, 24, 3));
        assertThat(placed(then(conv, IndexGather.transpose(shape, List.of(0, 2, 3, 1)))))
                .isEqualTo(Shape.of(1, 4, 6, 3));
        assertThat(placed(then(conv, IndexGather.transpose(shape, List.of(0, 2, 1, 3)))))
                .isEqualTo(Shape.of(1, 4, 6, 3));
        assertThat(placed(then(conv, IndexGather.pad(shape, List.of(0, 0, 1, 1), List.of(0, 0, 1, 1), 0))))
                .isEqualTo(Shape.of(1, 6, 8, 3));
        assertThat(placed(then(conv, IndexGather.tile(shape, List.of(1, 1, 2, 2)))))
                .isEqualTo(Shape.of(1, 8, 12, 3));
        IndexGather two = IndexGather.concat(List.of(shape, shape), 1);
        assertThat(placed(assembly.add("concat", two, List.of(conv, conv)))).isEqualTo(Shape.of(1, 4, 6, 6));
        Constant zeros = new Constant(shape, RealVector.takingOver(new double[72]));
        int constant = assembly.add("zeros", zeros, List.of());
        IndexGather behind = IndexGather.concat(List.of(shape, shape), 2);
        assertThat(placed(assembly.add("behind", behind, List.of(constant, conv))))
                .isEqualTo(Shape.of(1, 8, 6, 3));
        assertThat(placed(then(conv, IndexGather.reshape(shape, Shape.of(1, 72)))))
                .isEqualTo(Shape.of(1, 72));
    }

    @Test
    void meansOverPositionsLeaveOnePosition() {
        int conv = convolution(3);
        Reduce kept = new Reduce(Reduce.Kind.MEAN, List.of(2, 3), true);
        assertThat(placed(assembly.add("pool", kept, List.of(conv)))).isEqualTo(Shape.of(1, 1, 1, 3));
        Reduce one = new Reduce(Reduce.Kind.MEAN, List.of(2), false);
        assertThat(placed(assembly.add("rows", one, List.of(conv)))).isEqualTo(Shape.of(1, 6, 3));
    }

    /** A mask of one channel, with it and without. */
    @Test
    void aSingleChannelIsFoundAlsoWhereItIsGone() {
        int conv = convolution(1);
        assertThat(placed(conv)).isEqualTo(Shape.of(1, 4, 6, 1));
        assertThat(placed(then(conv, IndexGather.reshape(assembly.shape(conv), Shape.of(1, 4, 6)))))
                .isEqualTo(Shape.of(1, 4, 6, 1));
    }

    /** Patches of images as tokens: the dense layer has the last word. */
    @Test
    void denseLayersHaveTheirChannelsLast() {
        int conv = convolution(3);
        int tokens = then(conv, IndexGather.reshape(assembly.shape(conv), Shape.of(1, 3, 24)));
        int rows = then(tokens, IndexGather.transpose(assembly.shape(tokens), List.of(0, 2, 1)));
        int dense = assembly.add(
                "dense",
                new DenseKernel.Of(new DenseShape(3, 3, false)),
                List.of(rows),
                List.of(new WeightSource.Constant(RealVector.takingOver(new double[9]))));
        assertThat(placed(dense)).isEqualTo(Shape.of(1, 24, 3));
        int tanh = assembly.add("tanh", new Activated.Of(new Activation.Tanh()), List.of(Graph.INPUT));
        assertThat(placed(tanh)).isEqualTo(Shape.of(1, 2, 4, 6));
    }
}
