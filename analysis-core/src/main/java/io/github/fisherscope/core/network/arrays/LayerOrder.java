package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.network.arrays.ArrayName.Convention;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The order of layers by their names: names of the same words by their numbers (10 behind 9), other names as input and
 * output tell and otherwise as they stand in the file.
 */
final class LayerOrder {
    private static final Set<String> FIRST = Set.of("input", "in", "i", "ih", "xh");
    private static final Set<String> LAST = Set.of(
            "output", "out", "o", "y", "ho", "hy", "final", "last", "head", "logits", "classifier", "prediction");

    private final Path file;
    private final Map<NamedArray, ArrayName> names;

    LayerOrder(Path file, Map<NamedArray, ArrayName> names) {
        this.file = file;
        this.names = names;
    }

    /** Returns the matrices in the order of their layers. */
    List<NamedArray> sorted(List<NamedArray> weights) {
        List<List<String>> families = new ArrayList<>();
        weights.forEach(w -> families.add(name(w).words()));
        Comparator<NamedArray> order = Comparator.comparingInt((NamedArray w) -> rank(name(w).words()))
                .thenComparingInt(w -> families.indexOf(name(w).words()))
                .thenComparing(w -> name(w).numbers(), LayerOrder::compareNumbers);
        List<NamedArray> sorted = weights.stream().sorted(order).toList();
        for (int l = 1; l < sorted.size(); l++) {
            if (name(sorted.get(l)).sameLayer(name(sorted.get(l - 1)))) {
                throw InputFileException.format(
                        file,
                        "leave one of them out",
                        "%s and %s both name the weights of one layer",
                        sorted.get(l - 1).name(),
                        sorted.get(l).name());
            }
        }
        return sorted;
    }

    private static int rank(List<String> words) {
        if (words.isEmpty()) {
            return 0;
        }
        return LAST.contains(words.get(words.size() - 1)) ? 1 : FIRST.contains(words.get(0)) ? -1 : 0;
    }

    /** Compares lists of numbers entry by entry; a list that ends comes first, as dense does before dense_1. */
    static int compareNumbers(List<Integer> a, List<Integer> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = Integer.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** A file with W1 and W3 but no W2 is a mistake, not a network without that layer. */
    void requireNoGap(List<NamedArray> sorted) {
        for (int l = 0; l < sorted.size(); l++) {
            ArrayName name = name(sorted.get(l));
            if (name.numbers().size() != 1 || name.convention() == Convention.TORCH_SEQUENCE) {
                continue;
            }
            int number = name.numbers().get(0);
            boolean begins =
                    l == 0 || !name.words().equals(name(sorted.get(l - 1)).words());
            if (begins && name.words().isEmpty() && number > 1) {
                throw gap(sorted.get(l), number - 1);
            }
            if (!begins && name(sorted.get(l - 1)).numbers().size() == 1) {
                int previous = name(sorted.get(l - 1)).numbers().get(0);
                if (number != previous + 1) {
                    throw gap(sorted.get(l), previous + 1);
                }
            }
        }
    }

    private InputFileException gap(NamedArray there, int missing) {
        int number = name(there).numbers().get(0);
        int at = there.name().lastIndexOf(String.valueOf(number));
        String absent = at < 0
                ? "layer " + missing
                : there.name().substring(0, at)
                        + missing
                        + there.name().substring(at + String.valueOf(number).length());
        return InputFileException.format(
                file, "number the layers from 1 without a gap", "there is %s but no %s", there.name(), absent);
    }

    private ArrayName name(NamedArray array) {
        return Objects.requireNonNull(names.get(array));
    }
}
