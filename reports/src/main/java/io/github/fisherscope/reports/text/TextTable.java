package io.github.fisherscope.reports.text;

import io.github.fisherscope.core.io.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table of text with a header, laid out for a terminal, Markdown, LaTeX or CSV. */
public final class TextTable {
    private final List<String> header;
    private final List<List<String>> rows;

    private TextTable(List<String> header, List<List<String>> rows) {
        this.header = visible(header);
        this.rows = rows.stream().map(TextTable::visible).toList();
    }

    private static List<String> visible(List<String> cells) {
        return cells.stream().map(VisibleText::of).toList();
    }

    /**
     * Makes a table. Characters that would not show, which names of files may have, are spelled out.
     *
     * @throws IllegalArgumentException if a row has not as many cells as the header
     */
    public static TextTable of(List<String> header, List<List<String>> rows) {
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "row %s has %d cells; the header has %d columns", row, row.size(), header.size()));
            }
        }
        return new TextTable(header, rows);
    }

    public List<String> header() {
        return header;
    }

    public List<List<String>> rows() {
        return rows;
    }

    /** Returns the table with aligned columns: the first and last to the left, numbers to the right. */
    public String terminal() {
        int columns = header.size();
        int[] widths = new int[columns];
        for (List<String> row : all()) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        line(text, header, widths);
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            rule.append(i == 0 ? "" : "─┼─").append("─".repeat(widths[i]));
        }
        text.append(rule).append('\n');
        rows.forEach(row -> line(text, row, widths));
        return text.toString();
    }

    /** Returns a GitHub-flavoured Markdown table. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        markdownLine(text, header);
        text.append("|").append("---|".repeat(1));
        for (int i = 1; i < header.size(); i++) {
            text.append(i == header.size() - 1 ? "---|" : "---:|");
        }
        text.append('\n');
        rows.forEach(row -> markdownLine(text, row));
        return text.toString();
    }

    /** Returns a LaTeX {@code tabular} with booktabs rules. */
    public String latex() {
        StringBuilder text = new StringBuilder("\\begin{tabular}{l");
        text.append("r".repeat(Math.max(0, header.size() - 2))).append(header.size() > 1 ? "l" : "");
        text.append("}\n\\toprule\n");
        latexLine(text, header);
        text.append("\\midrule\n");
        rows.forEach(row -> latexLine(text, row));
        return text.append("\\bottomrule\n\\end{tabular}\n").toString();
    }

    /** Returns comma-separated values (RFC 4180, but lines end with a line feed). */
    public String csv() {
        return all().stream()
                .map(row -> row.stream().map(TextTable::csvCell).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private List<List<String>> all() {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        return all;
    }

    private static void line(StringBuilder text, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String pad = " ".repeat(widths[i] - width(row.get(i)));
            boolean left = i == 0 || i == row.size() - 1;
            line.append(i == 0 ? "" : " │ ").append(left ? row.get(i) + pad : pad + row.get(i));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    /** Returns the number of columns on a terminal: combining marks take none. */
    private static int width(String text) {
        return (int) text.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .count();
    }

    private static void markdownLine(StringBuilder text, List<String> row) {
        text.append('|');
        row.forEach(cell -> text.append(' ')
                .append(cell.replace("\\", "\\\\")
                        .replace("|", "\\|")
                        .replace("<", "&lt;")
                        .replace("\n", " "))
                .append(" |"));
        text.append('\n');
    }

    private static void latexLine(StringBuilder text, List<String> row) {
        text.append(row.stream().map(Latex::escape).collect(Collectors.joining(" & ")))
                .append(" \\\\\n");
    }

    private static String csvCell(String cell) {
        boolean quote = cell.contains(",") || cell.contains("\"") || cell.contains("\n") || cell.contains("\r");
        return quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
