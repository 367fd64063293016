package io.github.fisherscope.core.io;

import java.util.List;
import java.util.Objects;

/**
 * The part of an array that was read from a file, and what the file says of the whole.
 *
 * @param kept the part read
 * @param storedShape shape of the whole array in the file
 * @param integral whether the file stores whole numbers, not floating point ones
 */
public record StoredArray(NpyArray kept, List<Integer> storedShape, boolean integral) {
    public StoredArray {
        Objects.requireNonNull(kept, "kept");
        storedShape = List.copyOf(storedShape);
    }
}
