package io.github.fisherscope.reports.internal.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.PictureConfig;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.knowm.xchart.XYChart;

/** Turns a figure into an XChart chart and paints it. */
public final class XChartRenderer {
    /** What each picture file says of where it comes from. */
    public static final String MARK = "Made by Fisherscope";

    private final PictureConfig config;

    private XChartRenderer(PictureConfig config) {
        this.config = config;
    }

    public static XChartRenderer of(PictureConfig config) {
        return new XChartRenderer(config);
    }

    public void writePng(Figure figure, OutputStream out) throws IOException {
        double scale = config.dpi() / 72.0;
        int width = (int) Math.round(config.width() * scale);
        int height = (int) Math.round(config.height() * scale);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, width, height);
            g.scale(scale, scale);
            paint(figure, g);
        } finally {
            g.dispose();
        }
        PngFiles.write(image, config.dpi(), out);
    }

    public void writeSvg(Figure figure, OutputStream out) throws IOException {
        VectorGraphics2D g = new VectorGraphics2D();
        paint(figure, g);
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        new SVGProcessor()
                .getDocument(g.getCommands(), new PageSize(0, 0, config.width(), config.height()))
                .writeTo(drawn);
        String text = drawn.toString(StandardCharsets.UTF_8);
        int root = text.indexOf("<svg");
        String marked = text.substring(0, root) + "<!-- " + MARK + " -->\n" + text.substring(root);
        out.write(marked.getBytes(StandardCharsets.UTF_8));
    }

    private void paint(Figure figure, Graphics2D g) throws IOException {
        try {
            FooterPainter footer = FooterPainter.of(figure, config, g);
            XYChart chart = FigureChart.of(figure, config).build();
            chart.paint(g, config.width(), config.height() - footer.height());
            footer.paint();
        } catch (InternalError | NoClassDefFoundError e) {
            // What the Java runtime throws where no font is installed.
            throw new IOException(
                    "figure '%s' cannot be drawn: the Java runtime finds no fonts (%s). Install a font"
                                    .formatted(figure.id(), e.getMessage())
                            + " package such as fonts-dejavu-core and fontconfig.",
                    e);
        }
    }
}
