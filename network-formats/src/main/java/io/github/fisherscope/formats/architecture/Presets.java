package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.check.InvalidArgumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Architectures of random networks by name, such as {@code resnet:depth=8,width=16}; a new one is one line here. */
public final class Presets {
    private static final String ARGUMENT = "architecture";
    private static final int LARGEST = 1 << 20;

    private static final Map<String, Preset> ALL = presets();

    private Presets() {}

    /**
     * A preset.
     *
     * @param settings its whole numbers with their usual values
     * @param json what it makes of them
     */
    private record Preset(Map<String, Integer> settings, Function<Map<String, Integer>, String> json) {}

    /**
     * What a text chose.
     *
     * @param name the preset with all its settings
     * @param json its architecture
     */
    record Choice(String name, String json) {}

    private static Map<String, Preset> presets() {
        Map<String, Preset> all = new LinkedHashMap<>();
        all.put("lenet", new Preset(settings("size", 28, "channels", 1, "outputs", 10), PresetTexts::lenet));
        all.put(
                "resnet",
                new Preset(
                        settings("depth", 8, "width", 16, "size", 32, "channels", 3, "outputs", 10),
                        PresetTexts::resnet));
        all.put(
                "mlp-layernorm",
                new Preset(settings("depth", 3, "width", 100, "inputs", 100, "outputs", 10), PresetTexts::mlp));
        all.put(
                "transformer",
                new Preset(
                        settings("blocks", 1, "width", 32, "heads", 4, "tokens", 16, "vocabulary", 50),
                        PresetTexts::transformer));
        all.put(
                "mixer",
                new Preset(
                        settings("blocks", 2, "width", 32, "patch", 4, "size", 16, "channels", 3, "outputs", 10),
                        PresetTexts::mixer));
        return all;
    }

    private static Map<String, Integer> settings(Object... pairs) {
        Map<String, Integer> settings = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put((String) pairs[i], (Integer) pairs[i + 1]);
        }
        return settings;
    }

    /** Returns the presets with their settings, for help. */
    public static List<String> names() {
        return ALL.entrySet().stream()
                .map(e -> e.getKey() + written(e.getValue().settings()))
                .toList();
    }

    /** Returns whether a text begins with the name of a preset rather than being a file. */
    public static boolean knows(String text) {
        return ALL.containsKey(text.split(":", 2)[0]);
    }

    private static String written(Map<String, Integer> settings) {
        return settings.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(",", ":", ""));
    }

    /** Returns what a text chose, or null if it names no preset. */
    static @Nullable Choice choice(String text) {
        String[] parts = text.split(":", 2);
        Preset preset = ALL.get(parts[0]);
        if (preset == null) {
            if (!text.contains(".") && !Files.exists(Path.of(text))) {
                throw InvalidArgumentException.of(
                        ARGUMENT,
                        text,
                        "it must be a file or one of " + String.join(", ", ALL.keySet())
                                + ", with settings such as resnet:depth=8,width=16");
            }
            return null;
        }
        Map<String, Integer> settings = new LinkedHashMap<>(preset.settings());
        List<String> given = parts.length == 1 ? List.of() : new ArrayList<>(List.of(parts[1].split(",", -1)));
        for (String one : given) {
            String[] pair = one.split("=", -1);
            String key = pair[0].strip();
            if (pair.length != 2 || !settings.containsKey(key)) {
                throw refused(
                        text,
                        "'" + one + "' is no setting of it; known are "
                                + written(preset.settings()).substring(1));
            }
            settings.put(key, number(text, key, pair[1].strip()));
        }
        try {
            return new Choice(parts[0] + written(settings), preset.json().apply(settings));
        } catch (IllegalArgumentException e) {
            throw refused(text, Objects.toString(e.getMessage()));
        }
    }

    private static int number(String text, String key, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= LARGEST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw refused(text, key + " is '" + value + "', and must be a whole number from 1 to " + LARGEST);
    }

    private static InvalidArgumentException refused(String text, String problem) {
        return InvalidArgumentException.of(ARGUMENT, text, problem);
    }
}
