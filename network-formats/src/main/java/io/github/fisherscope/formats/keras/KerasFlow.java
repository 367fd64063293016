package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What a layer hands to the next one. Layers here take channels first; a tensor that came out of one stays so until a layer
 * wants the order that Keras has.
 *
 * @param part number in the assembly
 * @param dims dimensions as Keras has them, the first one the batch axis of 1
 * @param moved whether the last axis stands behind the batch axis in the tensor
 */
record KerasFlow(int part, List<Integer> dims, boolean moved) {
    KerasFlow {
        dims = List.copyOf(dims);
    }

    int rank() {
        return dims.size();
    }

    int last() {
        return dims.get(dims.size() - 1);
    }

    /** Returns the shape of the tensor as it stands. */
    Shape shape() {
        return new Shape(moved ? movedToFront(dims) : dims);
    }

    /** Returns where an axis of Keras stands in the tensor. */
    int axis(int keras) {
        if (!moved || keras == 0) {
            return keras;
        }
        return keras == rank() - 1 ? 1 : keras + 1;
    }

    static List<Integer> movedToFront(List<Integer> dims) {
        List<Integer> moved = new ArrayList<>(dims);
        moved.add(1, moved.remove(moved.size() - 1));
        return moved;
    }

    static List<Integer> movedToBack(List<Integer> dims) {
        List<Integer> moved = new ArrayList<>(dims);
        moved.add(moved.remove(1));
        return moved;
    }
}
