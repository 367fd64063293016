package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.ArrayHeader;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the headers of a file of weights tell, without a number being read: how much memory reading takes, and a guess of the
 * widths that plans can start from. {@link NetworkFile#read} decides what the network really is.
 *
 * @param bytes that the numbers of all arrays take as float64
 * @param widths M_0, …, M_L if the matrices, in the natural order of their names, form a chain either way round
 */
public record NetworkSizes(long bytes, Optional<List<Integer>> widths) {

    /**
     * Reads the headers.
     *
     * @throws InputFileException if the file cannot be opened or is damaged where headers stand
     */
    public static NetworkSizes of(Path file) {
        if (file.toString().endsWith(".npy")) {
            try {
                ArrayHeader header = NpyFile.header(file);
                return new NetworkSizes(Double.BYTES * header.elements(), chain(List.of(header.shape())));
            } catch (InputFileException e) { // arrays of objects have no numbers of their own
                return new NetworkSizes(0, Optional.empty());
            }
        }
        try (NpzFile npz = NpzFile.open(file)) {
            long bytes = npz.numberBytes();
            try {
                List<List<Integer>> matrices = npz.headers().entrySet().stream()
                        .filter(e -> e.getValue().shape().size() == 2)
                        .sorted(Map.Entry.comparingByKey(Comparator.comparing(
                                name -> ArrayName.parse(name).numbers(), LayerOrder::compareNumbers)))
                        .map(e -> e.getValue().shape())
                        .toList();
                return new NetworkSizes(bytes, chain(matrices));
            } catch (InputFileException e) {
                return new NetworkSizes(bytes, Optional.empty());
            }
        }
    }

    private static Optional<List<Integer>> chain(List<List<Integer>> shapes) {
        List<List<Integer>> matrices =
                shapes.stream().filter(s -> s.size() == 2 && !s.contains(0)).toList();
        return matrices.isEmpty() ? Optional.empty() : chain(matrices, 1).or(() -> chain(matrices, 0));
    }

    /** Takes the dimension {@code in} of each shape as its fan-in. */
    private static Optional<List<Integer>> chain(List<List<Integer>> shapes, int in) {
        List<Integer> widths = new ArrayList<>();
        widths.add(shapes.get(0).get(in));
        for (List<Integer> shape : shapes) {
            if (!widths.get(widths.size() - 1).equals(shape.get(in))) {
                return Optional.empty();
            }
            widths.add(shape.get(1 - in));
        }
        return Optional.of(widths);
    }
}
