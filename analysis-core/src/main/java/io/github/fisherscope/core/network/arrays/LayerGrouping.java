package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.network.arrays.ArrayName.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the layers that named arrays make up, and their order. Every array must play a part. */
final class LayerGrouping {
    static final String REMEDY = "save weights and biases as W1, b1, …, WL, bL";
    private static final String SAVE_CONNECTED =
            "if they are fully connected layers in a row, save them as W1, b1, …, WL, bL";
    private static final int MOST_NAMES = 8;

    /** What programs call arrays that were given no names. */
    private static final Set<String> NO_NAME = Set.of(
            "arr", "array", "param", "params", "parameter", "parameters", "p", "var", "variable", "tensor", "layer");

    private final Path file;
    private final List<NamedArray> arrays;
    private final Map<NamedArray, ArrayName> names = new LinkedHashMap<>();

    LayerGrouping(Path file, List<NamedArray> arrays) {
        this.file = file;
        this.arrays = ArrayStacks.takenApart(arrays);
        this.arrays.forEach(array -> names.put(array, ArrayName.parse(array.name())));
    }

    /**
     * Returns the layers in order.
     *
     * @throws InputFileException if an array is left over, or names and shapes do not make layers
     */
    LayerChain chain() {
        List<NamedArray> weights = withRole(Role.WEIGHTS);
        if (weights.isEmpty()) {
            return positional();
        }
        List<NamedArray> others = new ArrayList<>(withRole(Role.UNNAMED));
        others.addAll(withRole(Role.FOREIGN));
        List<NamedArray> biases = new ArrayList<>(withRole(Role.BIASES));
        List<LayerArrays> layers = new ArrayList<>();
        LayerOrder order = new LayerOrder(file, names);
        List<NamedArray> ordered = order.sorted(weights);
        for (int l = 1; l <= ordered.size(); l++) {
            NamedArray w = ordered.get(l - 1);
            layers.add(layer(label(w.name(), l), w, biasOf(w, biases), name(w).convention()));
        }
        others.addAll(biases);
        if (!others.isEmpty()) {
            throw leftOver(others);
        }
        order.requireNoGap(ordered);
        return checked(layers);
    }

    private List<NamedArray> withRole(Role role) {
        return arrays.stream().filter(a -> name(a).role() == role).toList();
    }

    private ArrayName name(NamedArray array) {
        return Objects.requireNonNull(names.get(array));
    }

    private LayerArrays layer(
            String label, NamedArray weights, @Nullable NamedArray bias, ArrayName.Convention convention) {
        boolean usable = weights.size() > 0 && (weights.dimensions() == 2 || weights.dimensions() == 1);
        if (!usable) {
            throw InputFileException.format(
                    file,
                    "only fully connected layers are read, each with a matrix of weights",
                    "%s has shape %s",
                    weights.name(),
                    weights.shape());
        }
        return new LayerArrays(label, weights, bias, convention);
    }

    /** Takes the bias of a layer out of {@code biases}: of the same name, or of a name that ends in the same way. */
    private @Nullable NamedArray biasOf(NamedArray weights, List<NamedArray> biases) {
        List<NamedArray> found =
                biases.stream().filter(b -> name(b).sameLayer(name(weights))).toList();
        if (found.isEmpty()) {
            found = biases.stream().filter(b -> name(b).endsLike(name(weights))).toList();
        }
        if (found.size() > 1) {
            throw InputFileException.format(
                    file,
                    "leave one of them out",
                    "%s and %s both name the biases of %s",
                    found.get(0).name(),
                    found.get(1).name(),
                    weights.name());
        }
        biases.removeAll(found);
        return found.isEmpty() ? null : found.get(0);
    }

    private InputFileException leftOver(List<NamedArray> others) {
        String list = described(others);
        String which = others.size() == 1 ? "this array plays" : "these arrays play";
        String foreign = foreign(others);
        String it = others.size() == 1 ? "it" : "them";
        String otherwise = foreign.isEmpty() ? REMEDY : SAVE_CONNECTED;
        return InputFileException.of(
                file,
                "has " + list + ", and " + which + " no known part in the network" + foreign,
                Remedy.of("leave " + it + " out of the file or name " + it + " as no part of the network; " + otherwise)
                        .by("ignoreArrays")
                        .orElse("leave " + it + " out of the file; " + otherwise));
    }

    private String foreign(List<NamedArray> some) {
        return ForeignArrays.layers(
                some.stream().map(array -> name(array).words()).toList());
    }

    private static String described(List<NamedArray> some) {
        String list = some.stream().limit(MOST_NAMES).map(NamedArray::described).collect(Collectors.joining(", "));
        return some.size() <= MOST_NAMES ? list : list + " and " + (some.size() - MOST_NAMES) + " more";
    }

    private static String label(String weights, int l) {
        String label = weights.replaceFirst(":[0-9]+$", "")
                .replaceFirst("[^\\p{L}\\p{N}]vars[^\\p{L}\\p{N}]0$", "")
                .replaceFirst("(?i)[./_ ]?(weights?|kernel|w)$", "");
        boolean named = label.chars().anyMatch(Character::isLetter) && !label.equals(weights);
        return named ? label : String.valueOf(l);
    }

    private LayerChain checked(List<LayerArrays> layers) {
        for (int l = 0; l < layers.size() - 1; l++) {
            if (layers.get(l).singleUnit()) {
                throw InputFileException.format(
                        file,
                        "save it as a matrix",
                        "%s is a vector, and another layer follows",
                        layers.get(l).weights().described());
            }
        }
        return new LayerChain(layers);
    }

    /** Arrays without names of their own, such as arr_0, arr_1, …, in the order of their numbers. */
    private LayerChain positional() {
        List<NamedArray> unnamed = new ArrayList<>(withRole(Role.UNNAMED));
        boolean sameWords =
                unnamed.stream().map(a -> name(a).words()).distinct().count() == 1
                        && unnamed.stream().allMatch(a -> NO_NAME.containsAll(name(a).words()));
        if (unnamed.isEmpty() || unnamed.size() < arrays.size() || !sameWords) {
            throw InputFileException.of(
                    file,
                    arrays.isEmpty()
                            ? "holds no array of numbers"
                            : "has no array that is known as weights among " + described(arrays) + foreign(arrays),
                    foreign(arrays).isEmpty() ? REMEDY : SAVE_CONNECTED);
        }
        unnamed.sort(Comparator.comparing((NamedArray a) -> name(a).numbers(), LayerOrder::compareNumbers));
        List<LayerChain> fitting = new ArrayList<>();
        List<LayerChain> possible = new ArrayList<>();
        for (List<LayerArrays> layers : new PositionalArrays(unnamed).groupings()) {
            LayerChain chain = new LayerChain(layers);
            possible.add(chain);
            if (chain.fits(Orientation.FAN_OUT_FAN_IN) || chain.fits(Orientation.FAN_IN_FAN_OUT)) {
                fitting.add(chain);
            }
        }
        if (fitting.size() == 1 || (fitting.isEmpty() && possible.size() == 1)) {
            return fitting.isEmpty() ? possible.get(0) : fitting.get(0);
        }
        throw InputFileException.of(
                file,
                "has " + described(unnamed)
                        + (fitting.isEmpty()
                                ? ", which make no network in that order"
                                : ", whose shapes fit with and without biases among them"),
                REMEDY);
    }
}
