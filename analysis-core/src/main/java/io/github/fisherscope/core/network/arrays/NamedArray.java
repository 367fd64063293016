package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.NpyArray;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An array of a file whose numbers are read when they are needed.
 *
 * @param name its name in the file; parts of a list or dictionary have the name of the whole and their own
 * @param shape length of each dimension
 * @param numbers reads the array
 */
record NamedArray(String name, List<Integer> shape, Supplier<NpyArray> numbers) {
    NamedArray {
        shape = List.copyOf(shape);
    }

    long size() {
        return shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
    }

    int dimensions() {
        return shape.size();
    }

    /** Returns the longest dimension if all others have length 1, as for (n,), (n, 1) and (1, n); otherwise −1. */
    long vectorLength() {
        long longest = shape.stream().mapToLong(n -> n).max().orElse(1);
        return dimensions() <= 2 && longest == size() ? longest : -1;
    }

    /** Returns the name with the shape, such as {@code W1 (3 × 4)}. */
    String described() {
        return name + " ("
                + (shape.isEmpty()
                        ? "one number"
                        : shape.stream().map(String::valueOf).collect(Collectors.joining(" × ")))
                + ")";
    }
}
