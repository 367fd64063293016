package io.github.fisherscope.contract;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Constant;
import io.github.fisherscope.core.layer.entry.Learned;
import io.github.fisherscope.core.layer.entry.Multiply;
import io.github.fisherscope.core.layer.entry.PRelu;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.entry.Subtract;
import io.github.fisherscope.core.math.RealVector;
import org.junit.jupiter.api.Nested;

/** Layers that act entry by entry, with and without parameters. */
class EntryLayersTest {
    private static final Shape IMAGE = Shape.of(1, 3, 2, 2);

    @Nested
    class Products extends LayerCase {
        Products() {
            super(new Multiply(), IMAGE, IMAGE);
        }
    }

    @Nested
    class Differences extends LayerCase {
        Differences() {
            super(new Subtract(), IMAGE, IMAGE);
        }
    }

    @Nested
    class Functions extends LayerCase {
        Functions() {
            super(new Pointwise(ScalarFunction.mish()), IMAGE);
        }
    }

    @Nested
    class ConstantsForEachChannel extends LayerCase {
        ConstantsForEachChannel() {
            super(new Affine(RealVector.of(2, -1, 0.5), RealVector.of(0, 1, 2), Shape.of(3, 1, 1)), IMAGE);
        }
    }

    @Nested
    class OneConstant extends LayerCase {
        OneConstant() {
            super(Affine.scalar(-0.7, 0.3), IMAGE);
        }
    }

    @Nested
    class ScaleOfChannels extends LayerCase {
        ScaleOfChannels() {
            super(Scale.channels(3, 2), IMAGE);
        }
    }

    @Nested
    class ScaleOfEntries extends LayerCase {
        ScaleOfEntries() {
            super(Scale.of(Shape.of(2, 2)), IMAGE);
        }
    }

    @Nested
    class ShiftOfChannels extends LayerCase {
        ShiftOfChannels() {
            super(Shift.channels(3, 2), IMAGE);
        }
    }

    @Nested
    class ShiftOfPositions extends LayerCase {
        ShiftOfPositions() {
            super(Shift.of(Shape.of(4, 3)), Shape.of(1, 4, 3));
        }
    }

    @Nested
    class SlopesOfChannels extends LayerCase {
        SlopesOfChannels() {
            super(PRelu.channels(3, 2), IMAGE);
        }
    }

    @Nested
    class OneSlope extends LayerCase {
        OneSlope() {
            super(PRelu.of(Shape.of(1)), Shape.of(7));
        }
    }

    @Nested
    class ConstantTensor extends LayerCase {
        ConstantTensor() {
            super(new Constant(Shape.of(2, 2), RealVector.of(1, 2, 3, 4)));
        }
    }

    @Nested
    class ParameterAlone extends LayerCase {
        ParameterAlone() {
            super(new Learned(Shape.of(2, 3)));
        }
    }

    /** Quotients grow steeply near 0, where the numbers of the contract can lie; so they are of exponentials here. */
    @Nested
    class Quotients extends LayerCase {
        Quotients() {
            super(new QuotientOfExponentials(), IMAGE, IMAGE);
        }
    }
}
