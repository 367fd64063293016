package io.github.fisherscope.notebooks;

/** Text that Markdown shows as it is. */
final class Markdown {
    private Markdown() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\\", "\\\\")
                .replace("`", "\\`")
                .replace("*", "\\*")
                .replace("_", "\\_")
                .replace("[", "\\[")
                .replace("$", "\\$")
                .replaceAll("\\R", " ");
    }
}
