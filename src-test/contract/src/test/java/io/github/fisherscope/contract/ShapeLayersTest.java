package io.github.fisherscope.contract;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.layer.shape.Reduce;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

/** Layers that move numbers, and sums over axes, in the shapes in which they differ. */
class ShapeLayersTest {
    private static final Shape CUBE = Shape.of(2, 3, 4);

    @Nested
    class Transposing extends LayerCase {
        Transposing() {
            super(IndexGather.transpose(CUBE, List.of(2, 0, 1)), CUBE);
        }
    }

    @Nested
    class Reshaping extends LayerCase {
        Reshaping() {
            super(IndexGather.reshape(CUBE, Shape.of(6, 4)), CUBE);
        }
    }

    @Nested
    class Slicing extends LayerCase {
        Slicing() {
            super(IndexGather.slice(CUBE, List.of(1, 2, 0), List.of(1, 2, 2), List.of(1, -1, 2)), CUBE);
        }
    }

    @Nested
    class SlicingALongRun extends LayerCase {
        SlicingALongRun() {
            super(IndexGather.slice(Shape.of(600), List.of(70), List.of(520), List.of(1)), Shape.of(600));
        }
    }

    @Nested
    class PaddingWithAConstant extends LayerCase {
        PaddingWithAConstant() {
            super(IndexGather.pad(CUBE, List.of(0, 1, -1), List.of(1, 0, 2), 0.5), CUBE);
        }
    }

    @Nested
    class PaddingByReflection extends LayerCase {
        PaddingByReflection() {
            super(IndexGather.padMode(CUBE, List.of(0, 2, 1), List.of(0, 1, 3), "reflect"), CUBE);
        }
    }

    @Nested
    class Concatenating extends LayerCase {
        Concatenating() {
            super(
                    IndexGather.concat(List.of(CUBE, Shape.of(2, 1, 4), Shape.of(2, 2, 4)), 1),
                    CUBE,
                    Shape.of(2, 1, 4),
                    Shape.of(2, 2, 4));
        }
    }

    @Nested
    class ConcatenatingLongRuns extends LayerCase {
        ConcatenatingLongRuns() {
            super(IndexGather.concat(List.of(Shape.of(300), Shape.of(280)), 0), Shape.of(300), Shape.of(280));
        }
    }

    @Nested
    class Broadcasting extends LayerCase {
        Broadcasting() {
            super(IndexGather.broadcast(Shape.of(3, 1), Shape.of(2, 3, 4)), Shape.of(3, 1));
        }
    }

    @Nested
    class Tiling extends LayerCase {
        Tiling() {
            super(IndexGather.tile(CUBE, List.of(1, 2, 2)), CUBE);
        }
    }

    @Nested
    class Selecting extends LayerCase {
        Selecting() {
            super(IndexGather.select(CUBE, 1, List.of(-1, 0, 2, 2), Shape.of(2, 2)), CUBE);
        }
    }

    @Nested
    class SelectingOne extends LayerCase {
        SelectingOne() {
            super(IndexGather.select(CUBE, -1, List.of(1), null), CUBE);
        }
    }

    @Nested
    class MeanOverTheMiddle extends LayerCase {
        MeanOverTheMiddle() {
            super(new Reduce(Reduce.Kind.MEAN, List.of(1), false), CUBE);
        }
    }

    @Nested
    class SumOverEnds extends LayerCase {
        SumOverEnds() {
            super(new Reduce(Reduce.Kind.SUM, List.of(0, -1), true), CUBE);
        }
    }

    @Nested
    class MaximumOverAll extends LayerCase {
        MaximumOverAll() {
            super(new Reduce(Reduce.Kind.MAX, List.of(), false), CUBE);
        }
    }

    @Nested
    class MinimumOverPositions extends LayerCase {
        MinimumOverPositions() {
            super(Reduce.globalPool(Reduce.Kind.MIN), Shape.of(1, 2, 3, 2));
        }
    }

    @Nested
    class MeanOverPositions extends LayerCase {
        MeanOverPositions() {
            super(Reduce.globalPool(Reduce.Kind.MEAN), Shape.of(2, 2, 3));
        }
    }

    @Nested
    class AnyTable extends LayerCase {
        AnyTable() {
            super(
                    IndexGather.of(
                            "table",
                            List.of(Shape.of(3), Shape.of(2)),
                            Shape.of(2, 5),
                            IntStream.range(0, 10).map(j -> (7 * j) % 6 - 1).toArray(),
                            2),
                    Shape.of(3),
                    Shape.of(2));
        }
    }
}
