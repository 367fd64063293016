package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.graph.Shape;
import java.util.List;

/**
 * What a layer hands to the next one.
 *
 * @param part number in the assembly
 * @param dims dimensions, the first one the batch axis of 1
 */
record Flow(int part, List<Integer> dims) {
    Flow {
        dims = List.copyOf(dims);
    }

    Shape shape() {
        return new Shape(dims);
    }

    int last() {
        return dims.get(dims.size() - 1);
    }

    Flow as(List<Integer> newDims) {
        return new Flow(part, newDims);
    }
}
