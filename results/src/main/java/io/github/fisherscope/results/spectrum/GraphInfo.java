package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a network that is no chain of dense ones.
 *
 * @param input shape of one sample, such as {@code 1×28×28}
 * @param output shape of one sample's output; the likelihood applies at every position, all dimensions but the last
 * @param layers how many layers of each kind there are, in the order of their first appearance
 * @param tensors the parameter tensors, in the order of θ; the blocks of the result are theirs
 * @param notes what the reader of the file decided: what was folded, cut off, tied or left out
 */
public record GraphInfo(String input, String output, List<KindCount> layers, List<Tensor> tensors, List<String> notes) {
    /**
     * Layers of one kind.
     *
     * @param kind in one word
     * @param count how many
     */
    public record KindCount(String kind, int count) {}

    /**
     * A parameter tensor.
     *
     * @param name as the file calls it
     * @param shape such as {@code 6×1×5×5}
     * @param drawn how its entries were drawn, null for a network from a file
     */
    public record Tensor(
            String name,
            String shape,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Law drawn) {}

    /**
     * How entries were drawn: independent normal numbers.
     *
     * @param mean of each
     * @param variance of each
     */
    public record Law(double mean, double variance) {}

    public GraphInfo {
        layers = List.copyOf(layers);
        tensors = List.copyOf(tensors);
        notes = notes == null ? List.of() : List.copyOf(notes);
    }

    /** Returns the layers in words, such as {@code 2 conv, 3 relu, dense}. */
    public String words() {
        return layers.stream()
                .map(l -> l.count() == 1 ? l.kind() : l.count() + " " + l.kind())
                .collect(Collectors.joining(", "));
    }
}
