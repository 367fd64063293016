package io.github.fisherscope.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Results that were cut, damaged or made up. */
final class ResultKinds {
    private static final Pattern FIELD = Pattern.compile("(?m)^ {2,4}\"([A-Za-z0-9]+)\" ?: ([^\\[{\\n]+?),?$");
    private static final String[] VALUES = {"null", "\"x\"", "[]", "{}", "-1", "1e999", "1.5", "99999999999999999999"};

    private ResultKinds() {}

    /** Returns the kinds, made of a sound result. */
    static List<Kind> in(Path folder, Path earlier, Path sound) throws IOException {
        List<Kind> kinds = new ArrayList<>();
        String text = Files.readString(sound);
        for (int share = 1; share < 16; share++) {
            kinds.add(kind(
                    folder, earlier, "cut to " + share + "/16", text.substring(0, text.length() * share / 16), true));
        }
        Matcher field = FIELD.matcher(text);
        int number = 0;
        while (field.find()) {
            String value = VALUES[number++ % VALUES.length];
            String changed = text.substring(0, field.start(2)) + value + text.substring(field.end(2));
            kinds.add(kind(folder, earlier, field.group(1) + " = " + value + " (" + number + ")", changed, false));
            String without = text.substring(0, field.start()) + text.substring(field.end());
            kinds.add(kind(folder, earlier, "without " + field.group(1) + " (" + number + ")", without, false));
        }
        return kinds;
    }

    private static Kind kind(Path folder, Path earlier, String name, String content, boolean refused)
            throws IOException {
        Path place = Files.createDirectory(folder.resolve("r" + Integer.toHexString(name.hashCode())));
        Path file = place.resolve("result.json");
        Files.writeString(file, content, StandardCharsets.UTF_8);
        Path copy = earlier.resolveSibling("eigenvalues.npy");
        if (Files.exists(copy)) {
            Files.copy(copy, place.resolve("eigenvalues.npy"));
        }
        Path out = refused ? earlier : place.resolve("out");
        return new Kind(
                "result, " + name,
                List.of("export", file.toString(), "--to", "csv", "--out", out.toString()),
                refused ? Kind.Fate.REFUSED : Kind.Fate.EITHER,
                file.toString());
    }
}
