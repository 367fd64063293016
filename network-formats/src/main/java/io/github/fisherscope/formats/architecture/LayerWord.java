package io.github.fisherscope.formats.architecture;

import java.util.HashSet;
import java.util.Set;

/**
 * A word of architecture files.
 *
 * @param settings the settings that may stand beside it
 * @param meaning what it makes of what comes in
 */
record LayerWord(Set<String> settings, Meaning meaning) {
    /** Turns the inputs of the layer that a word names into its outputs. */
    interface Meaning {
        Flow of(WordCall call, Flow in);
    }

    static LayerWord of(Meaning meaning, String... settings) {
        return new LayerWord(Set.of(settings), meaning);
    }

    /** Returns a word of a layer with parameters, which random networks draw with variances of the line. */
    static LayerWord ofParameters(Meaning meaning, String... settings) {
        Set<String> all = new HashSet<>(Set.of(settings));
        all.add(WordCall.WEIGHT_VARIANCE);
        all.add(WordCall.BIAS_VARIANCE);
        return new LayerWord(Set.copyOf(all), (call, in) -> {
            if (!call.value().isBoolean()) { // a word alone is true
                call.prefix();
            }
            return meaning.of(call, in);
        });
    }

    /** Returns a word that needs nothing beside itself; a name or a rate behind it says nothing. */
    static LayerWord ofFunction(Meaning meaning, String... settings) {
        return new LayerWord(Set.of(settings), (call, in) -> {
            if (call.value().isNull() || !call.value().isEmpty()) {
                throw call.wrong("is followed by " + call.value() + "; write the word alone");
            }
            return meaning.of(call, in);
        });
    }
}
