package io.github.fisherscope.contract;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.convolution.TransposedConv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.normalization.LogSoftmax;
import io.github.fisherscope.core.layer.normalization.Normalize;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.core.layer.product.MatMul;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Norms, softmax, products of two tensors and transposed convolutions. */
class GroupLayersTest {
    private static final Shape TOKENS = Shape.of(1, 3, 4);

    @Nested
    class LayerNorm extends LayerCase {
        LayerNorm() {
            super(new Normalize(List.of(-1), 1e-3, true), TOKENS);
        }
    }

    @Nested
    class RootMeanSquareNorm extends LayerCase {
        RootMeanSquareNorm() {
            super(new Normalize(List.of(-1), 1e-2, false), TOKENS);
        }
    }

    @Nested
    class InstanceNorm extends LayerCase {
        InstanceNorm() {
            super(new Normalize(List.of(2, 3), 1e-3, true), Shape.of(1, 2, 3, 2));
        }
    }

    @Nested
    class NormOverTheMiddle extends LayerCase {
        NormOverTheMiddle() {
            super(new Normalize(List.of(1), 1e-3, true), Shape.of(2, 5, 2));
        }
    }

    @Nested
    class SoftmaxOfTheLastAxis extends LayerCase {
        SoftmaxOfTheLastAxis() {
            super(new Softmax(-1), TOKENS);
        }
    }

    @Nested
    class SoftmaxOfTheMiddle extends LayerCase {
        SoftmaxOfTheMiddle() {
            super(new Softmax(1), TOKENS);
        }
    }

    @Nested
    class LogarithmOfSoftmax extends LayerCase {
        LogarithmOfSoftmax() {
            super(new LogSoftmax(1), TOKENS);
        }
    }

    @Nested
    class ProductOfMatrices extends LayerCase {
        ProductOfMatrices() {
            super(new MatMul(), Shape.of(2, 3, 4), Shape.of(2, 4, 2));
        }
    }

    @Nested
    class ProductWithSharedMatrices extends LayerCase {
        ProductWithSharedMatrices() {
            super(new MatMul(), Shape.of(2, 1, 2, 3), Shape.of(3, 3, 2));
        }
    }

    @Nested
    class ProductWithAColumn extends LayerCase {
        ProductWithAColumn() {
            super(new MatMul(), Shape.of(2, 3, 4), Shape.of(4));
        }
    }

    @Nested
    class ProductOfARow extends LayerCase {
        ProductOfARow() {
            super(new MatMul(), Shape.of(3), Shape.of(2, 3, 2));
        }
    }

    @Nested
    class ProductOfARowAndAColumn extends LayerCase {
        ProductOfARowAndAColumn() {
            super(new MatMul(), Shape.of(5), Shape.of(5));
        }
    }

    @Nested
    class TransposedConvolution extends LayerCase {
        TransposedConvolution() {
            super(
                    new TransposedConv(
                            4,
                            6,
                            2,
                            true,
                            Window.of(3, 2)
                                    .withStrides(List.of(2, 1))
                                    .withDilations(List.of(1, 2))
                                    .withPads(List.of(1, 0, 0, 1)),
                            List.of(1, 0)),
                    Shape.of(1, 4, 3, 3));
        }
    }

    @Nested
    class TransposedConvolutionOfStackedLines extends LayerCase {
        TransposedConvolutionOfStackedLines() {
            super(new TransposedConv(2, 3, 1, false, Window.of(2), List.of(0)), Shape.of(2, 2, 4));
        }
    }

    @Nested
    class TableOfTokens extends LayerCase {
        TableOfTokens() {
            super(new LookupOfRounded(new Lookup(6, 3)), Shape.of(2, 4));
        }
    }

    @Nested
    class TableOfOneRow extends LayerCase {
        TableOfOneRow() {
            super(new LookupOfRounded(new Lookup(1, 2)), Shape.of(3));
        }
    }
}
