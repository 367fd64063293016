package io.github.fisherscope.reports.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text made safe for LaTeX. Words that hold symbols of this project are mathematics, and neighbours that belong together,
 * such as the two sides of a plus-minus, stand in one formula, since {@code $$} would begin a display. Numbers with an
 * exponent have powers of ten.
 */
final class Latex {
    private static final Map<Integer, String> SYMBOLS = Map.ofEntries(
            Map.entry((int) '±', "\\pm"),
            Map.entry((int) '−', "-"),
            Map.entry((int) '·', "\\cdot"),
            Map.entry((int) '×', "\\times"),
            Map.entry((int) '≤', "\\le"),
            Map.entry((int) '≥', "\\ge"),
            Map.entry((int) '√', "\\surd"),
            Map.entry((int) '∞', "\\infty"),
            Map.entry((int) '½', "\\tfrac{1}{2}"),
            Map.entry((int) '‖', "\\|"),
            Map.entry((int) 'λ', "\\lambda"),
            Map.entry((int) 'θ', "\\theta"),
            Map.entry((int) 'σ', "\\sigma"),
            Map.entry((int) 'κ', "\\kappa"),
            Map.entry((int) 'χ', "\\chi"),
            Map.entry((int) 'α', "\\alpha"),
            Map.entry((int) 'ρ', "\\rho"),
            Map.entry((int) 'Σ', "\\sum"),
            Map.entry((int) 'ᵀ', "^{\\top}"),
            Map.entry((int) '²', "^{2}"),
            Map.entry((int) '₁', "_{1}"),
            Map.entry((int) '₂', "_{2}"));

    private static final Map<Integer, String> TEXT = Map.ofEntries(
            Map.entry((int) '\\', "\\textbackslash{}"),
            Map.entry((int) '{', "\\{"),
            Map.entry((int) '}', "\\}"),
            Map.entry((int) '$', "\\$"),
            Map.entry((int) '&', "\\&"),
            Map.entry((int) '#', "\\#"),
            Map.entry((int) '%', "\\%"),
            Map.entry((int) '_', "\\_"),
            Map.entry((int) '~', "\\textasciitilde{}"),
            Map.entry((int) '^', "\\textasciicircum{}"),
            Map.entry((int) '–', "--"),
            Map.entry((int) '\u202f', "\\,"));

    /** A number with an exponent, whose e would be a letter of a formula. */
    private static final Pattern POWER = Pattern.compile("(-?[0-9.]+)[eE]\\+?(-?[0-9]+)");

    private Latex() {}

    static String escape(String text) {
        List<String> words = List.of(text.split(" ", -1));
        List<String> out = new ArrayList<>();
        StringBuilder formula = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            boolean operand = isNumber(words.get(i))
                    && ((i > 0 && isOperator(words.get(i - 1)))
                            || (i + 1 < words.size() && isOperator(words.get(i + 1))));
            if (isMathematics(words.get(i))
                    || operand
                    || POWER.matcher(words.get(i)).matches()) {
                formula.append(formula.isEmpty() ? "" : " ").append(mathematics(words.get(i)));
                continue;
            }
            finish(formula, out);
            out.add(plain(words.get(i)));
        }
        finish(formula, out);
        return String.join(" ", out);
    }

    private static void finish(StringBuilder formula, List<String> out) {
        if (!formula.isEmpty()) {
            out.add("$" + formula + "$");
            formula.setLength(0);
        }
    }

    private static boolean isMathematics(String word) {
        return word.codePoints().anyMatch(SYMBOLS::containsKey);
    }

    private static boolean isOperator(String word) {
        return word.length() == 1 && "±·×≤≥−".contains(word);
    }

    private static boolean isNumber(String word) {
        return word.matches("-?[0-9.]+(e-?[0-9]+)?");
    }

    private static String mathematics(String word) {
        Matcher power = POWER.matcher(word);
        if (power.matches()) {
            return power.group(1) + " \\cdot 10^{" + power.group(2) + "}";
        }
        // Subscripts of letters stay subscripts; any other underscore is a character.
        String marked = word.replaceAll("_max\\b", "\u0001").replaceAll("_([a-z]+|λ)(?![A-Za-z])", "\u0002$1\u0003");
        StringBuilder out = new StringBuilder();
        marked.codePoints().forEach(c -> {
            switch (c) {
                case 1 -> out.append("_{\\max}");
                case 2 -> out.append("_{");
                case 3 -> out.append('}');
                default -> append(out, c);
            }
        });
        return out.toString().replaceAll("(?<![A-Za-z\\\\])log\\(", "\\\\log(");
    }

    private static void append(StringBuilder out, int c) {
        String symbol = SYMBOLS.get(c);
        if (symbol != null) {
            out.append(symbol);
            return;
        }
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter && out.toString().matches("(?s).*\\\\[A-Za-z]+")) {
            out.append(' '); // ends the name of the symbol before
        }
        String text = TEXT.get(c);
        out.append(text == null ? Character.toString(c) : text);
    }

    private static String plain(String word) {
        StringBuilder out = new StringBuilder();
        word.codePoints().forEach(c -> {
            String text = TEXT.get(c);
            out.append(text == null ? Character.toString(c) : text);
        });
        return out.toString();
    }
}
