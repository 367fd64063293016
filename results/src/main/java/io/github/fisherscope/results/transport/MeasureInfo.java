package io.github.fisherscope.results.transport;

import java.util.List;

/**
 * A distribution or positive measure that was compared.
 *
 * @param source where it came from
 * @param shape number of states, or rows and columns of an image
 * @param mass sum of the weights as they were given; distributions are divided by it
 * @param zeros number of states without weight
 */
public record MeasureInfo(String source, List<Integer> shape, double mass, int zeros) {
    public MeasureInfo {
        shape = List.copyOf(shape);
    }
}
