package io.github.fisherscope.reports.html;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.core.io.VisibleText;
import io.github.fisherscope.reports.chart.Figures;
import io.github.fisherscope.reports.internal.html.JtereportGenerated;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One page that answers in words, shows the numbers and figures, and says how to run it again. It carries its styles,
 * scripts and pictures and forbids itself every request, so it can be mailed, archived and opened offline. All text of
 * the user is escaped. The same result gives the same page on the same machine.
 */
public final class HtmlReport {
    private final SpectrumResult result;

    private HtmlReport(SpectrumResult result) {
        this.result = result;
    }

    public static HtmlReport of(SpectrumResult result) {
        return new HtmlReport(result);
    }

    /**
     * Returns the page.
     *
     * @throws IOException if the machine has no fonts to draw the still pictures with
     */
    public String html() throws IOException {
        ReportPage page = ReportPage.of(result, FigureView.of(Figures.of(result)));
        StringOutput out = new StringOutput(1 << 20);
        JtereportGenerated.render(new OwaspHtmlTemplateOutput(out), null, page);
        return VisibleText.of(out.toString());
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws UncheckedIOException naming the file if it cannot be written, or if the machine has no fonts
     */
    public void write(Path file) {
        try {
            byte[] page = html().getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file, out -> out.write(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
