package io.github.fisherscope.hostile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Grids of a sweep that are no JSON, or no grid. */
final class GridKinds {
    private static final String[] TEXTS = {
        "",
        " ",
        "null",
        "[]",
        "\"x\"",
        "1",
        "true",
        "{",
        "}",
        "{}}",
        "{,}",
        "{\"widths\"}",
        "{\"widths\": }",
        "{\"widths\": [}",
        "{\"widths\": [4], \"widths\": [5]}",
        "{\"width\": [4]}",
        "{widths: [4]}",
        "{'widths': [4]}",
        "{\"widths\": [4],}",
        "{\"widths\": [4,]}",
        "{\"widths\": [4]} x",
        "{\"widths\": [4]}{}",
        "{\"widths\": [4] // remark\n}",
        "{\"widths\": [04]}",
        "{\"widths\": [+4]}",
        "{\"widths\": [0x4]}",
        "{\"widths\": [NaN]}",
        "{\"widths\": [Infinity]}",
        "{\"widths\": [.5]}",
        "{\"seeds\": 2.7}",
        "{\"seeds\": 4294967298}",
        "{\"seeds\": 0}",
        "{\"seeds\": -1}",
        "{\"seeds\": [1.5]}",
        "{\"seeds\": [9223372036854775808]}",
        "{\"seeds\": []}",
        "{\"seeds\": [1, 1]}",
        "{\"seeds\": \"3\"}",
        "{\"seeds\": {}}",
        "{\"seeds\": [[1]]}",
        "{\"seeds\": 1.5e0}",
        "{\"seeds\": 1e400}",
        "{\"inputs\": 2.5}",
        "{\"inputs\": [3]}",
        "{\"inputs\": 0}",
        "{\"activations\": [\"\"]}",
        "{\"activations\": [3]}",
        "{\"activations\": \"tanh\"}",
        "{\"activations\": [null]}",
        "{\"activations\": [\"swoosh\"]}",
        "{\"activations\": [\"tanh\\u0000\"]}",
        "{\"__proto__\": {}, \"@class\": \"java.io.File\"}"
    };

    private static final String[] FIELDS = {"depths", "widths", "outputs", "samples", "weightVariances", "biasVariances"
    };

    private static final String[] VALUES = {
        "4",
        "\"4\"",
        "[\"4\"]",
        "[null]",
        "[[4]]",
        "[{}]",
        "[true]",
        "[]",
        "[-1]",
        "[1e400]",
        "[-4294967298.5]",
        "[2.7e-400, -2]"
    };

    private GridKinds() {}

    static List<Kind> in(Path folder, Path earlier) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < TEXTS.length; i++) {
            kinds.add(kind(folder, earlier, "grid " + i, Bytes.utf8(TEXTS[i])));
        }
        for (String field : FIELDS) {
            for (String value : VALUES) {
                kinds.add(
                        kind(folder, earlier, field + " " + value, Bytes.utf8("{\"%s\": %s}".formatted(field, value))));
            }
        }
        byte[] sound = Bytes.utf8("{\"widths\": [4.5]}");
        kinds.add(kind(folder, earlier, "UTF-16", "{\"widths\": [4]}".getBytes(StandardCharsets.UTF_16)));
        kinds.add(kind(
                folder, earlier, "Latin-1", "{\"activations\": [\"\u00e9\"]}".getBytes(StandardCharsets.ISO_8859_1)));
        kinds.add(kind(folder, earlier, "byte order mark", Bytes.utf8("\ufeff{\"widths\": [4.5]}")));
        kinds.add(kind(folder, earlier, "deep", Bytes.utf8("{\"widths\": " + "[".repeat(100_000))));
        kinds.add(kind(folder, earlier, "a long number", Bytes.utf8("{\"widths\": [" + "9".repeat(100_000) + "]}")));
        kinds.add(kind(folder, earlier, "a long name", Bytes.utf8("{\"" + "w".repeat(100_000) + "\": 1}")));
        kinds.add(kind(folder, earlier, "two megabytes", Bytes.utf8("{\"widths\": [4.5]" + " ".repeat(2 << 20) + "}")));
        for (int cut = 1; cut < sound.length; cut += 3) {
            kinds.add(kind(folder, earlier, "cut to " + cut, java.util.Arrays.copyOf(sound, cut)));
        }
        return kinds;
    }

    private static Kind kind(Path folder, Path earlier, String name, byte[] content) {
        Path file = Bytes.write(folder.resolve("g" + Integer.toHexString(name.hashCode()) + ".json"), content);
        return Kind.refused("grid, " + name, "", "sweep", "--grid", file.toString(), "--out", earlier.toString());
    }
}
