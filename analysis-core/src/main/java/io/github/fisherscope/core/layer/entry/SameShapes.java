package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import java.util.List;

/** What entry by entry layers require of their inputs. */
final class SameShapes {
    private SameShapes() {}

    /** Returns the one shape of {@code count} inputs. */
    static Shape of(String kind, int count, List<Shape> inputs) {
        Args.requireSame("the number of inputs of " + kind, inputs.size(), count, "it takes that many");
        Shape first = inputs.get(0);
        for (Shape shape : inputs) {
            Args.require(
                    shape.equals(first),
                    "%s takes inputs of one shape, and there are %s and %s; broadcast one of them before",
                    kind,
                    first,
                    shape);
        }
        return first;
    }
}
