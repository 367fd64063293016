package io.github.fisherscope.core.network.arrays;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words in the names of arrays that belong to other layers than dense ones, or to an optimiser, and what they belong to. */
final class ForeignArrays {
    private static final String RECURRENT = "a recurrent layer";
    private static final String EMBEDDING = "an embedding";
    private static final String ATTENTION = "an attention layer";
    private static final String CONVOLUTION = "a convolution";
    private static final String NORMALISATION = "a normalisation layer";
    private static final String OPTIMISER = "an optimiser";

    /** {@code hh} is what leads from a hidden state to itself. */
    private static final Map<String, String> KINDS = Stream.of(
                    of(RECURRENT, "recurrent", "hh", "lstm", "gru", "rnn"),
                    of(EMBEDDING, "embedding", "embeddings", "emb"),
                    of(ATTENTION, "attention", "attn"),
                    of(CONVOLUTION, "conv"),
                    of(NORMALISATION, "bn", "batchnorm", "layernorm", "norm", "normalization", "running", "moving"),
                    of(OPTIMISER, "grad", "grads", "gradient", "gradients", "momentum", "velocity", "adam", "rmsprop"),
                    of(OPTIMISER, "optimizer", "optim", "opt", "avg", "ema", "cache", "mask"))
            .flatMap(kind -> kind.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private ForeignArrays() {}

    private static Map<String, String> of(String kind, String... words) {
        return Stream.of(words).collect(Collectors.toMap(word -> word, word -> kind));
    }

    static boolean isForeign(String word) {
        return KINDS.containsKey(word);
    }

    /**
     * Returns whose arrays these are by their names, as a clause that follows their list, or nothing if no name shows
     * another kind of layer.
     *
     * @param names names without their numbers, each in words
     */
    static String layers(List<List<String>> names) {
        Set<String> kinds = new LinkedHashSet<>();
        for (List<String> words : names) {
            words.stream()
                    .filter(KINDS::containsKey)
                    .map(KINDS::get)
                    .filter(kind -> !kind.equals(OPTIMISER))
                    .forEach(kinds::add);
        }
        return kinds.isEmpty()
                ? ""
                : ": such names belong to " + String.join(" and ", kinds)
                        + ", and only fully connected layers are read";
    }
}
