package io.github.fisherscope.contract;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.convolution.AveragePool;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.MaxPool;
import io.github.fisherscope.core.layer.convolution.Window;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Convolutions and pooling in the shapes in which they differ. */
class WindowLayersTest {
    @Nested
    class PlainConvolution extends LayerCase {
        PlainConvolution() {
            super(new Conv(2, 3, 1, true, Window.of(3, 2)), Shape.of(1, 2, 5, 4));
        }
    }

    @Nested
    class ConvolutionWithEverything extends LayerCase {
        ConvolutionWithEverything() {
            super(
                    new Conv(
                            4,
                            6,
                            2,
                            true,
                            Window.of(3, 2)
                                    .withStrides(List.of(2, 1))
                                    .withDilations(List.of(2, 1))
                                    .withPads(List.of(2, 1, 1, 0))),
                    Shape.of(1, 4, 6, 4));
        }
    }

    @Nested
    class DepthwiseWithoutBias extends LayerCase {
        DepthwiseWithoutBias() {
            super(new Conv(3, 6, 3, false, Window.of(3, 3).withPads(List.of(1, 1, 1, 1))), Shape.of(1, 3, 4, 5));
        }
    }

    @Nested
    class ConvolutionOfOnePosition extends LayerCase {
        ConvolutionOfOnePosition() {
            super(new Conv(3, 2, 1, true, Window.of(1, 1)), Shape.of(1, 3, 3, 2));
        }
    }

    @Nested
    class ConvolutionThatSeesEverything extends LayerCase {
        ConvolutionThatSeesEverything() {
            super(new Conv(2, 3, 1, true, Window.of(3, 3)), Shape.of(1, 2, 3, 3));
        }
    }

    @Nested
    class ConvolutionAlongALine extends LayerCase {
        ConvolutionAlongALine() {
            super(
                    new Conv(3, 4, 1, true, Window.of(3).withStrides(List.of(2)).withPads(List.of(0, 1))),
                    Shape.of(3, 8));
        }
    }

    @Nested
    class ConvolutionOfStackedImages extends LayerCase {
        ConvolutionOfStackedImages() {
            super(new Conv(2, 4, 2, true, Window.of(2, 2)), Shape.of(3, 2, 3, 4));
        }
    }

    @Nested
    class ConvolutionInThreeDimensions extends LayerCase {
        ConvolutionInThreeDimensions() {
            super(new Conv(1, 2, 1, false, Window.of(2, 1, 2)), Shape.of(1, 1, 3, 2, 3));
        }
    }

    @Nested
    class MaximumPooling extends LayerCase {
        MaximumPooling() {
            super(new MaxPool(Window.of(2, 2).withStrides(List.of(2, 2))), Shape.of(1, 2, 4, 6));
        }
    }

    @Nested
    class MaximumPoolingThatOverlaps extends LayerCase {
        MaximumPoolingThatOverlaps() {
            super(
                    new MaxPool(Window.of(3, 2)
                            .withStrides(List.of(2, 1))
                            .withDilations(List.of(1, 2))
                            .withPads(List.of(1, 0, 1, 1))
                            .withCeil(true)),
                    Shape.of(2, 2, 6, 5));
        }
    }

    @Nested
    class AveragePoolingWithoutPadding extends LayerCase {
        AveragePoolingWithoutPadding() {
            super(
                    new AveragePool(
                            Window.of(3, 3)
                                    .withStrides(List.of(2, 2))
                                    .withPads(List.of(1, 1, 1, 1))
                                    .withCeil(true),
                            false),
                    Shape.of(1, 2, 5, 6));
        }
    }

    @Nested
    class AveragePoolingWithPadding extends LayerCase {
        AveragePoolingWithPadding() {
            super(new AveragePool(Window.of(3).withStrides(List.of(2)).withPads(List.of(1, 1)), true), Shape.of(2, 7));
        }
    }
}
