package io.github.fisherscope.core.io;

import java.util.ArrayList;
import java.util.List;

/** What stands between the fields of a line of text. */
enum Separator {
    TAB('\t'),
    SEMICOLON(';'),
    COMMA(','),
    /** Any number of blanks and tabs. */
    BLANK(' ');

    private final char sign;

    Separator(char sign) {
        this.sign = sign;
    }

    /**
     * A field of a line.
     *
     * @param text what it says, without its quotes and the blanks around it
     * @param quoted whether it stood in quotes
     */
    record Field(String text, boolean quoted) {}

    /**
     * Finds out what separates the fields of a table from its first two lines: the sign that divides both into as many
     * fields, preferably so that the second line becomes numbers; the comma where none does.
     */
    static Separator of(String first, String second) {
        Separator likely = null;
        for (Separator candidate : values()) {
            List<Field> names = candidate.lenient(first);
            List<Field> fields = candidate.lenient(second);
            if (names.size() != fields.size() || fields.size() < 2) {
                continue;
            }
            if (fields.stream()
                    .allMatch(f -> FieldKind.of(f.text()) != FieldKind.NAME
                            && FieldKind.of(f.text()) != FieldKind.LIKE_A_NUMBER)) {
                return candidate;
            }
            likely = likely == null ? candidate : likely;
        }
        if (likely != null) {
            return likely;
        }
        for (Separator candidate : values()) {
            if (candidate.numbers(first) || candidate.numbers(second)) {
                return candidate;
            }
        }
        return COMMA;
    }

    /** Returns whether a line becomes several numbers; the second line of a table with a ragged first is asked, too. */
    private boolean numbers(String line) {
        List<Field> fields = lenient(line);
        return fields.size() > 1 && fields.stream().allMatch(f -> FieldKind.of(f.text()) == FieldKind.NUMBER);
    }

    private List<Field> lenient(String line) {
        List<Field> fields = new ArrayList<>();
        split(line, fields);
        return fields;
    }

    /**
     * Splits a line.
     *
     * @param into receives the fields; what is in it goes
     * @return whether every quote is closed; if not, the line goes on behind its end
     */
    boolean split(String line, List<Field> into) {
        into.clear();
        int at = 0;
        while (true) {
            at = skipPadding(line, at);
            int end;
            if (at < line.length() && line.charAt(at) == '"') {
                StringBuilder text = new StringBuilder();
                end = quoted(line, at + 1, text);
                if (end < 0) {
                    return false;
                }
                int next = separator(line, end);
                String behind = line.substring(end, next).strip();
                into.add(new Field(text + behind, behind.isEmpty()));
                end = next;
            } else {
                end = separator(line, at);
                into.add(new Field(line.substring(at, end).strip(), false));
            }
            if (this == BLANK) {
                end = skipPadding(line, end);
            }
            if (end >= line.length()) {
                return true;
            }
            at = this == BLANK ? end : end + 1;
        }
    }

    private int skipPadding(String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == ' ' || (line.charAt(at) == '\t' && this != TAB))) {
            at++;
        }
        return at;
    }

    /** Returns where the field that begins at {@code from} ends. */
    private int separator(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) != sign && !(this == BLANK && line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** Reads up to the closing quote, in which two stand for one; returns the place behind it, or −1. */
    private static int quoted(String line, int from, StringBuilder text) {
        for (int at = from; at < line.length(); at++) {
            if (line.charAt(at) != '"') {
                text.append(line.charAt(at));
            } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
                text.append('"');
                at++;
            } else {
                return at + 1;
            }
        }
        return -1;
    }
}
