package io.github.fisherscope.reports.chart;

import io.github.fisherscope.reports.internal.chart.XChartRenderer;
import java.io.IOException;
import java.io.OutputStream;

/** Pictures of figures, drawn without a screen. The picture depends on the fonts of the machine. */
public final class Pictures {
    /** Stands near the start of every picture file: in a text chunk of a PNG, in a comment of an SVG. */
    public static final String MARK = XChartRenderer.MARK;

    private Pictures() {}

    /**
     * Writes the figure as PNG with the resolution recorded in it. The stream is left open.
     *
     * @throws IOException if writing fails or the machine has no fonts to draw with
     */
    public static void writePng(Figure figure, PictureConfig config, OutputStream out) throws IOException {
        XChartRenderer.of(config).writePng(figure, out);
    }

    /**
     * Writes the figure as SVG, with text as outlines so that it looks the same without its font. The stream is left open.
     *
     * @throws IOException if writing fails or the machine has no fonts to draw with
     */
    public static void writeSvg(Figure figure, PictureConfig config, OutputStream out) throws IOException {
        XChartRenderer.of(config).writeSvg(figure, out);
    }
}
