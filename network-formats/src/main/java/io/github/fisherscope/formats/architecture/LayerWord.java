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
    /** What a word makes of what comes in. */
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
        return new LayerWord(Set.copyOf(all), meaning);
    }
}
