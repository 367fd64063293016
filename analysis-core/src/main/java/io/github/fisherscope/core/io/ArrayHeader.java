package io.github.fisherscope.core.io;

import java.util.List;

/**
 * What the header of a stored array says, read without its numbers.
 *
 * @param shape length of each dimension; none for a single number
 * @param integral whether whole numbers are stored, not floating point ones
 */
public record ArrayHeader(List<Integer> shape, boolean integral) {
    public ArrayHeader {
        shape = List.copyOf(shape);
    }

    /** Returns the number of elements; more than an array can have are {@link Long#MAX_VALUE}. */
    public long elements() {
        long elements = 1;
        for (int n : shape) {
            if (n == 0) {
                return 0;
            }
            elements = elements > Long.MAX_VALUE / n ? Long.MAX_VALUE : elements * n;
        }
        return elements;
    }
}
