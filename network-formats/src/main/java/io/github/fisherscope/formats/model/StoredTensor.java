package io.github.fisherscope.formats.model;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A tensor of a file whose numbers are read when they are needed.
 *
 * @param name in the file, or the name that it got
 * @param dimensions its lengths
 * @param values gives its entries, row by row; each call reads them again
 */
public record StoredTensor(String name, List<Integer> dimensions, Supplier<double[]> values) {
    public StoredTensor {
        dimensions = List.copyOf(dimensions);
        Objects.requireNonNull(values, "values");
    }

    /** Returns the number of entries. */
    public int size() {
        return dimensions.stream().reduce(1, Math::multiplyExact);
    }
}
