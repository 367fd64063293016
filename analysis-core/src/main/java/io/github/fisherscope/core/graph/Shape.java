package io.github.fisherscope.core.graph;

import io.github.fisherscope.core.check.Args;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The dimensions of one sample's tensor, or of a tensor of parameters, the last one running fastest. Samples are not among
 * them: a batch of T tensors is a matrix of T rows.
 *
 * @param dimensions at least one, each positive
 */
public record Shape(List<Integer> dimensions) {
    public Shape {
        dimensions = List.copyOf(dimensions);
        Args.require(!dimensions.isEmpty(), "the shape has no dimension; a number is a tensor of shape 1");
        long size = 1;
        for (int d : dimensions) {
            Args.requireInRange("a dimension", d, 1, Integer.MAX_VALUE);
            size *= d;
            Args.requireInRange("the number of entries", size, 1, Integer.MAX_VALUE);
        }
    }

    public static Shape of(int... dimensions) {
        return new Shape(IntStream.of(dimensions).boxed().toList());
    }

    /** Returns the number of entries. */
    public int size() {
        return dimensions.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }

    /** Returns the last dimension, along which a dense layer acts: the channels of a position. */
    public int channels() {
        return dimensions.get(dimensions.size() - 1);
    }

    /** Returns the number of positions, all dimensions but the last: 1 for a vector, the number of tokens for a sentence. */
    public int positions() {
        return size() / channels();
    }

    /** Returns the same positions with another number of channels. */
    public Shape withChannels(int channels) {
        return new Shape(IntStream.range(0, dimensions.size())
                .mapToObj(i -> i == dimensions.size() - 1 ? channels : dimensions.get(i))
                .toList());
    }

    /** Returns the shape as it is written, such as {@code 3×32×32}. */
    @Override
    public String toString() {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }
}
