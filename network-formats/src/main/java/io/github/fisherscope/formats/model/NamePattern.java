package io.github.fisherscope.formats.model;

import java.util.regex.Pattern;

/** Names with {@code *} for any characters. */
final class NamePattern {
    private NamePattern() {}

    static boolean matches(String pattern, String name) {
        String regex = "\\Q" + pattern.replace("\\E", "\\E\\\\E\\Q").replace("*", "\\E.*\\Q") + "\\E";
        return Pattern.matches(regex, name);
    }
}
