package io.github.fisherscope.core.io;

import java.util.Locale;
import java.util.Set;

/** What a field of text can be. */
enum FieldKind {
    /** A finite decimal number. */
    NUMBER,
    /** What programs write where a value is missing, infinite or could not be computed. */
    MISSING,
    /** It begins like a number and is none that is read: a decimal comma, a unit, hexadecimal digits, too large a number. */
    LIKE_A_NUMBER,
    /** A word. */
    NAME;

    private static final Set<String> MISSING_WORDS = Set.of(
            "",
            "nan",
            "na",
            "n/a",
            "n.a.",
            "<na>",
            "nat",
            "null",
            "(null)",
            "none",
            "nil",
            "inf",
            "infinity",
            "missing",
            "undefined",
            "undef",
            "indef",
            "ind",
            "void",
            "qnan",
            "snan",
            "?",
            "-",
            "--",
            "---",
            ".",
            "..",
            "*",
            "/");

    /** The values that spreadsheets write for what they could not compute; other lines that begin with # are remarks. */
    private static final Set<String> ERROR_VALUES = Set.of(
            "#n/a", "#na", "#nan", "#inf", "#div/0!", "#ref!", "#value!", "#num!", "#name?", "#null!", "#error!",
            "#spill!");

    static FieldKind of(String field) {
        if (isNumber(field)) {
            return NUMBER;
        }
        String word = field.toLowerCase(Locale.ROOT);
        String unsigned = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
        if (MISSING_WORDS.contains(word)
                || MISSING_WORDS.contains(unsigned)
                || unsigned.startsWith("nan(")
                || isErrorValue(word)) {
            return MISSING;
        }
        return beginsWithLetter(field) ? NAME : LIKE_A_NUMBER;
    }

    /** Returns whether a field is the value of a formula that failed. */
    static boolean isErrorValue(String field) {
        return ERROR_VALUES.contains(field.toLowerCase(Locale.ROOT));
    }

    /** Returns whether a number is written with digits alone, and a sign. */
    static boolean isWhole(String field) {
        return field.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+');
    }

    private static boolean beginsWithLetter(String field) {
        int first = field.chars()
                .filter(c -> Character.isLetterOrDigit(c) || c == '_')
                .findFirst()
                .orElse('0');
        return Character.isLetter(first) || first == '_';
    }

    /** Narrower than Java's notion of a number, which has hexadecimal forms and the suffixes d and f. */
    static boolean isNumber(String field) {
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        try {
            return Double.isFinite(Double.parseDouble(field));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
