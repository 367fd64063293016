package io.github.fisherscope.contract;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The layers that there are, each in the shapes in which it differs. */
class LayersTest {
    private static ComputedLayer dense(boolean bias) {
        return new DenseKernel.Of(new DenseShape(4, 3, bias));
    }

    @Nested
    class DenseOnVectors implements LayerContract {
        @Override
        public ComputedLayer layer() {
            return dense(true);
        }

        @Override
        public List<Shape> inputs() {
            return List.of(Shape.of(4));
        }
    }

    @Nested
    class DenseWithoutBias implements LayerContract {
        @Override
        public ComputedLayer layer() {
            return dense(false);
        }

        @Override
        public List<Shape> inputs() {
            return List.of(Shape.of(4));
        }
    }

    @Nested
    class DenseOnSeveralPositions implements LayerContract {
        @Override
        public ComputedLayer layer() {
            return dense(true);
        }

        @Override
        public List<Shape> inputs() {
            return List.of(Shape.of(2, 5, 4));
        }
    }

    @Nested
    class DenseOnSeveralPositionsWithoutBias implements LayerContract {
        @Override
        public ComputedLayer layer() {
            return dense(false);
        }

        @Override
        public List<Shape> inputs() {
            return List.of(Shape.of(3, 4));
        }
    }

    @Nested
    class SmoothActivation implements LayerContract {
        @Override
        public ComputedLayer layer() {
            return new Activated.Of(new Activation.Gelu());
        }

        @Override
        public List<Shape> inputs() {
            return List.of(Shape.of(2, 3));
        }
    }

    @Nested
    class ActivationWithAKink implements LayerContract {
        @Override
        public ComputedLayer layer() {
            return new Activated.Of(new Activation.LeakyRelu(0.2));
        }

        @Override
        public List<Shape> inputs() {
            return List.of(Shape.of(5));
        }
    }

    @Nested
    class SumOfThree implements LayerContract {
        @Override
        public ComputedLayer layer() {
            return new Add.Of();
        }

        @Override
        public List<Shape> inputs() {
            return List.of(Shape.of(2, 3), Shape.of(2, 3), Shape.of(2, 3));
        }
    }
}
