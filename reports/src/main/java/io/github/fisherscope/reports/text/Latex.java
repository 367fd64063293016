package io.github.fisherscope.reports.text;

import java.util.Map;

/** Text made safe for LaTeX, with the symbols of this project as mathematics. */
final class Latex {
    private static final Map<Integer, String> SYMBOLS = Map.ofEntries(
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
            Map.entry((int) '±', "$\\pm$"),
            Map.entry((int) '−', "$-$"),
            Map.entry((int) '–', "--"),
            Map.entry((int) '\u202f', "\\,"),
            Map.entry((int) 'λ', "$\\lambda$"),
            Map.entry((int) 'θ', "$\\theta$"),
            Map.entry((int) 'σ', "$\\sigma$"),
            Map.entry((int) 'κ', "$\\kappa$"),
            Map.entry((int) 'Σ', "$\\Sigma$"),
            Map.entry((int) 'ᵀ', "$^{\\top}$"),
            Map.entry((int) '²', "$^2$"));

    private Latex() {}

    static String escape(String text) {
        String marked = text.replace("λ_max", "\u0001").replace("m_λ", "\u0002").replace("s_λ", "\u0003");
        StringBuilder out = new StringBuilder();
        marked.codePoints().forEach(c -> {
            switch (c) {
                case 1 -> out.append("$\\lambda_{\\max}$");
                case 2 -> out.append("$m_\\lambda$");
                case 3 -> out.append("$s_\\lambda$");
                default -> {
                    String symbol = SYMBOLS.get(c);
                    if (symbol == null) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(symbol);
                    }
                }
            }
        });
        return out.toString();
    }
}
