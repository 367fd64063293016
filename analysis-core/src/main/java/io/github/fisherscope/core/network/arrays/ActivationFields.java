package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.InputFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a file that name activations: one field for all layers, or one for the hidden layers and one for the output
 * layer, or one for each layer with its number.
 *
 * @param whole the field that speaks of all layers, or null
 * @param hidden the field that speaks of the hidden layers alone, or null
 * @param output the field that speaks of the output layer alone, or null
 */
record ActivationFields(
        @Nullable Field whole,
        @Nullable Field hidden,
        @Nullable Field output) {
    private static final Set<String> WHOLE =
            Set.of("activation", "activations", "activationfunction", "activationfunctions", "nonlinearity");
    private static final Set<String> HIDDEN =
            Set.of("hiddenactivation", "hiddenactivations", "hiddenlayeractivation", "activationhidden");
    private static final Set<String> OUTPUT =
            Set.of("outputactivation", "outputlayeractivation", "activationoutput", "outactivation", "finalactivation");
    private static final Pattern NUMBERED = Pattern.compile("activation([0-9]{1,4})");

    /**
     * A field.
     *
     * @param name its name in the file
     * @param text what it holds
     */
    record Field(String name, StoredArrays.StoredText text) {}

    /** Takes the fields out of the texts of a file. */
    static ActivationFields taken(Path file, Map<String, StoredArrays.StoredText> texts) {
        Field whole = only(file, texts, WHOLE);
        Field numbered = numbered(file, texts);
        if (whole != null && numbered != null) {
            throw both(file, whole, numbered);
        }
        ActivationFields fields = new ActivationFields(
                whole == null ? numbered : whole, only(file, texts, HIDDEN), only(file, texts, OUTPUT));
        if (fields.whole != null && fields.hidden != null) {
            throw both(file, fields.whole, fields.hidden);
        }
        return fields;
    }

    /** Whether a text whose part is not known speaks of activations by its name. */
    static boolean seemsOne(String name) {
        String plain = plain(name);
        return plain.contains("activation") || plain.contains("nonlinearity");
    }

    private static InputFileException both(Path file, Field one, Field other) {
        return InputFileException.of(
                file, "has the fields " + one.name() + " and " + other.name(), "leave one of them out");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
    }

    private static @Nullable Field only(Path file, Map<String, StoredArrays.StoredText> texts, Set<String> names) {
        List<String> found = texts.keySet().stream()
                .filter(name -> names.contains(plain(name)))
                .toList();
        if (found.size() > 1) {
            throw InputFileException.of(file, "has the fields " + String.join(" and ", found), "leave one of them out");
        }
        return found.isEmpty() ? null : field(found.get(0), texts);
    }

    private static Field field(String name, Map<String, StoredArrays.StoredText> texts) {
        StoredArrays.StoredText text = texts.remove(name);
        if (text == null) {
            throw new IllegalStateException(name + " was among the texts");
        }
        return new Field(name, text);
    }

    /** Joins activation1, activation2, …, counted from 0 or 1 without a gap, to a list. */
    private static @Nullable Field numbered(Path file, Map<String, StoredArrays.StoredText> texts) {
        Map<Integer, String> names = new TreeMap<>();
        for (String name : texts.keySet()) {
            Matcher matcher = NUMBERED.matcher(plain(name));
            String other = matcher.matches() ? names.put(Integer.valueOf(matcher.group(1)), name) : null;
            if (other != null) {
                throw InputFileException.of(file, "has the fields " + other + " and " + name, "leave one of them out");
            }
        }
        if (names.isEmpty()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        int next = names.containsKey(0) ? 0 : 1;
        for (Map.Entry<Integer, String> entry : names.entrySet()) {
            StoredArrays.StoredText text = field(entry.getValue(), texts).text();
            if (entry.getKey() != next || text.parts().size() != 1) {
                throw InputFileException.of(
                        file,
                        "has the field " + entry.getValue()
                                + (text.parts().size() == 1
                                        ? ", but none with the number " + next
                                        : ", which names several activations"),
                        "write one field 'activation', a list with a name for each layer");
            }
            parts.add(text.parts().get(0));
            next++;
        }
        return new Field(String.join(", ", names.values()), new StoredArrays.StoredText(parts, true));
    }

    /** Returns the remedy for a text that speaks of activations in a way that is not known. */
    static Remedy remedy() {
        return Remedy.of("write one field 'activation', a name for all hidden layers or a list with one for each layer,"
                        + " and name other texts as no part of the network")
                .by("ignoreArrays");
    }
}
