package io.github.fisherscope.core.data;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.io.ArrayHeader;
import io.github.fisherscope.core.io.IdxFile;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape of a sample in a file. Numbers are read one after the other, so that images with their channels behind would be
 * taken for scrambled images with their channels first without a word: both have as many numbers.
 */
public final class SampleShape {
    private SampleShape() {}

    /** Returns the shape of a sample by the header alone: one dimension in a table, and where samples are single numbers none. */
    public static List<Integer> of(Path data) {
        FileFormat format = FileFormat.of(data);
        if (format == FileFormat.CSV) {
            return List.of();
        }
        List<Integer> shape = header(data, format).shape();
        return shape.isEmpty() ? List.of() : shape.subList(1, shape.size());
    }

    private static ArrayHeader header(Path data, FileFormat format) {
        return switch (format) {
            case IDX -> IdxFile.header(data);
            case NPZ -> {
                try (NpzFile npz = NpzFile.open(data)) {
                    yield npz.header("x");
                }
            }
            case NPY, CSV -> NpyFile.header(data);
        };
    }

    /**
     * Requires that samples have the axes of a network's input in their order. Axes of length 1 do not count, and a sample in
     * one row, or a network that takes one, fits whatever the other's shape is.
     *
     * @param input the shape that the network takes, with an axis of samples of length 1 or without
     * @throws InvalidArgumentException naming both shapes, with what to do
     */
    public static void requireFitting(Path data, List<Integer> input) {
        List<Integer> own = of(data);
        List<Integer> taken =
                input.size() == own.size() + 1 && input.get(0) == 1 ? input.subList(1, input.size()) : input;
        List<Integer> mine = withoutOnes(own);
        List<Integer> theirs = withoutOnes(taken);
        if (mine.size() <= 1 || theirs.size() <= 1 || mine.equals(theirs) || size(mine) != size(theirs)) {
            return; // other sizes are refused elsewhere
        }
        boolean permuted = sorted(mine).equals(sorted(theirs)) && own.size() == taken.size();
        throw InvalidArgumentException.of(
                "data",
                data,
                String.format(
                        Locale.ROOT,
                        "its samples have the shape %s and the network takes %s%s",
                        words(own),
                        words(taken),
                        permuted ? ", the same axes in another order" : ""),
                permuted
                        ? "save x.transpose(" + order(own, taken) + ")"
                        : "save the samples in the network's shape, or each as one row in the order that it wants");
    }

    private static List<Integer> withoutOnes(List<Integer> shape) {
        return shape.stream().filter(n -> n != 1).toList();
    }

    private static List<Integer> sorted(List<Integer> shape) {
        return shape.stream().sorted().toList();
    }

    private static long size(List<Integer> shape) {
        return shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
    }

    private static String words(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    /** Returns the axes of the array in the order that is wanted; of equal ones the first comes first. */
    private static String order(List<Integer> own, List<Integer> taken) {
        List<Integer> left =
                new ArrayList<>(IntStream.range(0, own.size()).boxed().toList());
        List<String> axes = new ArrayList<>(List.of("0"));
        for (int length : taken) {
            int axis =
                    left.stream().filter(a -> own.get(a) == length).findFirst().orElseThrow();
            left.remove((Integer) axis);
            axes.add(String.valueOf(axis + 1));
        }
        return String.join(", ", axes);
    }
}
