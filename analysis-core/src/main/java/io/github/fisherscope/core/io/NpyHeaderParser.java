package io.github.fisherscope.core.io;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the one Python dictionary that a .npy header may hold: the keys {@code descr}, {@code fortran_order} and
 * {@code shape}, each exactly once in any order. Nothing is evaluated and nothing nests.
 */
final class NpyHeaderParser {
    private static final int MAX_DIMENSIONS = 64;
    private static final int MAX_QUOTED = 200;
    private static final String TO_FLOAT = "convert it before saving, for example with .astype('float64')";
    private static final String REWRITE = "the file is damaged: write it again with numpy.save";

    private final Path file;
    private final String where;
    private final String text;
    private int at;

    NpyHeaderParser(Path file, String where, String text) {
        this.file = file;
        this.where = where;
        this.text = text;
    }

    NpyHeader parse(int offset) {
        @Nullable String descr = null;
        @Nullable Boolean fortran = null;
        @Nullable List<Integer> shape = null;
        expect('{');
        while (!accept('}')) {
            String key = string();
            expect(':');
            if (key.equals("descr") && descr == null) {
                descr = descr();
            } else if (key.equals("fortran_order") && fortran == null) {
                fortran = truth();
            } else if (key.equals("shape") && shape == null) {
                shape = shape();
            } else {
                throw damaged("has the unexpected or repeated header key '" + key + "'");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipBlanks();
        if (at < text.length()) {
            throw damaged("has a header that goes on after its closing brace, at character " + at);
        }
        if (descr == null || fortran == null || shape == null) {
            throw damaged("has a header that lacks descr, fortran_order or shape");
        }
        return new NpyHeader(elementType(descr), descr, fortran, shape, offset);
    }

    private String descr() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '[') {
            int end = text.indexOf(']', at) + 1;
            String whole = text.substring(at, Math.min(end > 0 ? end : text.length(), at + 60));
            throw InputFileException.of(
                    file,
                    where + "has the structured dtype " + whole,
                    "save each field as a plain array, for example x['field'].astype('float64')");
        }
        return string();
    }

    private ElementType elementType(String descr) {
        ElementType type = parseType(descr);
        if (type == null) {
            throw notRead(file, where, descr);
        }
        return type;
    }

    /** Returns how an element of NumPy's type {@code descr}, such as {@code <f8}, is stored, or null if it is not read. */
    static @Nullable ElementType parseType(String descr) {
        if (descr.equals("|O") || descr.equals("O")) {
            return new ElementType(ElementType.Kind.OBJECT, 0, ByteOrder.LITTLE_ENDIAN);
        }
        if (!descr.matches("[<>|][a-zA-Z][0-9]{1,6}")) {
            return null;
        }
        char order = descr.charAt(0);
        int count = Integer.parseInt(descr.substring(2));
        ByteOrder bytes = order == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        char letter = descr.charAt(1);
        if (letter == 'U') {
            return new ElementType(ElementType.Kind.CHARACTERS, count * 4, bytes);
        }
        if (letter == 'S') {
            return new ElementType(ElementType.Kind.BYTES, count, bytes);
        }
        ElementType.@Nullable Kind kind = null;
        if (letter == 'V' && count == 2) {
            kind = ElementType.Kind.BRAIN_FLOAT;
        } else if (descr.length() == 3 && (order != '|' || count == 1)) {
            kind = kind(letter, count);
        }
        if (kind == null) {
            return null;
        }
        return new ElementType(kind, count, bytes);
    }

    static InputFileException notRead(Path file, String where, String descr) {
        String remedy = descr.length() > 1 && descr.charAt(1) == 'c'
                ? "save its .real and .imag parts as two arrays"
                : TO_FLOAT;
        return InputFileException.of(
                file,
                where + "has the dtype '" + descr + "'; floats (f2, f4, f8), integers (i1-i8, u1-u8) and bool are read",
                remedy);
    }

    private static ElementType.@Nullable Kind kind(char kind, int bytes) {
        boolean whole = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
        return switch (kind) {
            case 'f' -> whole && bytes > 1 ? ElementType.Kind.FLOAT : null;
            case 'i' -> whole ? ElementType.Kind.SIGNED : null;
            case 'u' -> whole ? ElementType.Kind.UNSIGNED : null;
            case 'b' -> bytes == 1 ? ElementType.Kind.BOOLEAN : null;
            default -> null;
        };
    }

    private List<Integer> shape() {
        List<Integer> shape = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            if (shape.size() == MAX_DIMENSIONS) {
                throw damaged("has more than " + MAX_DIMENSIONS + " dimensions");
            }
            shape.add(dimension());
            if (!accept(',')) {
                expect(')');
                if (shape.size() == 1) {
                    throw damaged("has a shape that is a number in brackets, not a tuple");
                }
                break;
            }
        }
        return shape;
    }

    private int dimension() {
        boolean negative = accept('-');
        int start = at;
        long value = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = Math.min(Long.MAX_VALUE / 20, value * 10 + text.charAt(at) - '0');
            at++;
        }
        if (at == start) {
            throw unexpected("a whole number");
        }
        String digits = text.substring(start, Math.min(at, start + 30));
        if (negative) {
            throw damaged("has the negative dimension -" + digits + " in its shape");
        }
        if (value > Integer.MAX_VALUE) {
            throw InputFileException.of(
                    file,
                    where + "claims a dimension of " + digits + "; at most " + Integer.MAX_VALUE + " is possible",
                    "split the array or write the file again");
        }
        return (int) value;
    }

    private boolean truth() {
        skipBlanks();
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw unexpected("True or False");
    }

    private String string() {
        skipBlanks();
        if (at >= text.length() || (text.charAt(at) != '\'' && text.charAt(at) != '"')) {
            throw unexpected("a quoted word");
        }
        char quote = text.charAt(at);
        int end = text.indexOf(quote, at + 1);
        if (end < 0 || end - at > MAX_QUOTED) {
            throw unexpected("a short quoted word");
        }
        String word = text.substring(at + 1, end);
        at = end + 1;
        return word;
    }

    private boolean accept(char c) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
            at++;
        }
    }

    private InputFileException unexpected(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "its end";
        return damaged("has " + found + " at character " + at + " of its header instead of " + expected);
    }

    private InputFileException damaged(String problem) {
        return InputFileException.of(file, where + problem, REWRITE);
    }
}
