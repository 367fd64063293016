package io.github.fisherscope.reports.chart;

import java.io.IOException;
import java.io.OutputStream;

/** A picture that is no chart: images or shades, drawn as PNG alone. */
public interface Still {
    /** Returns the short name, also of the file; lower-case letters, digits and hyphens. */
    String id();

    /** Returns what is shown. */
    String title();

    /** Returns how to read it. */
    String caption();

    /** Returns what a reader who cannot see it should know. */
    String alternative();

    /**
     * Writes the picture as PNG. The stream is left open.
     *
     * @throws IOException if writing fails or the machine has no fonts to draw with
     */
    void writePng(PictureConfig config, OutputStream out) throws IOException;
}
