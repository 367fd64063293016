package io.github.fisherscope.reports.html;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.fisherscope.core.io.VisibleText;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Still;
import io.github.fisherscope.reports.internal.html.JtetablesGenerated;
import io.github.fisherscope.reports.text.TextTable;
import java.io.IOException;
import java.util.List;

/**
 * A page of sentences, tables and figures, with the styles, charts and guarantees of {@link HtmlReport}: one file, no
 * request, all text escaped.
 *
 * @param answer sentences that stand first
 * @param warnings sentences the reader must see before them
 * @param stills pictures that are no charts
 */
public record TablesPage(
        String kicker,
        String title,
        List<String> answer,
        List<String> warnings,
        List<Section> sections,
        List<FigureView> figures,
        List<StillView> stills) {

    /**
     * One table with its heading.
     *
     * @param id anchor in the page
     * @param note how to read the table
     */
    public record Section(String id, String heading, TextTable table, String note) {}

    public TablesPage {
        answer = List.copyOf(answer);
        warnings = List.copyOf(warnings);
        sections = List.copyOf(sections);
        figures = List.copyOf(figures);
        stills = List.copyOf(stills);
    }

    /**
     * Makes a page whose figures also have still pictures and tables of their numbers.
     *
     * @throws IOException if the machine has no fonts to draw the still pictures with
     */
    public static TablesPage of(
            String kicker,
            String title,
            List<String> answer,
            List<String> warnings,
            List<Section> sections,
            List<Figure> figures)
            throws IOException {
        return new TablesPage(kicker, title, answer, warnings, sections, FigureView.of(figures), List.of());
    }

    /**
     * Returns the page with other pictures behind its figures.
     *
     * @throws IOException if the machine has no fonts to draw them with
     */
    public TablesPage withStills(List<? extends Still> pictures) throws IOException {
        return new TablesPage(kicker, title, answer, warnings, sections, figures, StillView.of(pictures));
    }

    /** Returns the text of the page. */
    public String html() {
        StringOutput out = new StringOutput(1 << 20);
        JtetablesGenerated.render(new OwaspHtmlTemplateOutput(out), null, this);
        return VisibleText.of(out.toString());
    }

    /** Returns the text of a file that the page carries. */
    public String asset(String name) {
        return Assets.text(name);
    }

    /** Returns the data of the charts. */
    public String figuresJson() {
        return FigureJson.of(figures);
    }
}
