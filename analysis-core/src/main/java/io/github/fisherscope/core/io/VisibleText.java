package io.github.fisherscope.core.io;

/**
 * Text in which every character shows: what a terminal would obey, what no XML file may hold, and marks that change the
 * direction of writing come from titles and names of files, and appear as {@code \\}{@code u001b}.
 */
public final class VisibleText {
    private VisibleText() {}

    /** Returns a text with such characters spelled out; tabs and ends of lines stay. */
    public static String of(String text) {
        boolean plain = text.chars().noneMatch(c -> isHidden((char) c) && !isSpace((char) c));
        if (plain) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> append(visible, (char) c));
        return visible.toString();
    }

    private static void append(StringBuilder text, char c) {
        if (isHidden(c) && !isSpace(c)) {
            text.append(spelled(c));
        } else {
            text.append(c);
        }
    }

    private static boolean isSpace(char c) {
        return c == '\t' || c == '\n' || c == '\r';
    }

    /** Returns whether a character does something rather than show itself; tabs and ends of lines among them. */
    public static boolean isHidden(char c) {
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\ufffe'
                || c == '\uffff';
    }

    /** Returns a character as it is written in Java and JSON. */
    public static String spelled(char c) {
        return "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    }
}
