package io.github.fisherscope.reports.internal.chart;

import io.github.fisherscope.reports.chart.PictureConfig;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** A white sheet of the size that was asked for, whose units are points. */
final class Canvas {
    private Canvas() {}

    /** Writes what a painter draws as PNG, with the resolution recorded in it. */
    static void writePng(PictureConfig config, String what, Consumer<Graphics2D> painter, OutputStream out)
            throws IOException {
        double scale = config.dpi() / 72.0;
        BufferedImage image = new BufferedImage(
                (int) Math.round(config.width() * scale),
                (int) Math.round(config.height() * scale),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, image.getWidth(), image.getHeight());
            g.scale(scale, scale);
            painter.accept(g);
        } catch (InternalError | NoClassDefFoundError e) {
            throw new IOException(
                    what + " cannot be drawn: the Java runtime finds no fonts (" + e.getMessage()
                            + "). Install a font package such as fonts-dejavu-core and fontconfig.",
                    e);
        } finally {
            g.dispose();
        }
        PngFiles.write(image, config.dpi(), out);
    }
}
