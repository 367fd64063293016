package io.github.fisherscope.reports.internal.chart;

import io.github.fisherscope.reports.chart.Grey;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.chart.PictureConfig;
import io.github.fisherscope.reports.chart.StripPicture;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;

/** Paints grey images in a table, pixels as squares, with the names of rows and columns. */
public final class StripPainter {
    private static final int MARGIN = 14;
    private static final int GAP = 6;

    private final StripPicture picture;
    private final PictureConfig config;

    public StripPainter(StripPicture picture, PictureConfig config) {
        this.picture = picture;
        this.config = config;
    }

    /** Writes the picture as PNG with the resolution recorded in it. */
    public void writePng(OutputStream out) throws IOException {
        Canvas.writePng(config, "the table of images", this::paint, out);
    }

    private void paint(Graphics2D g) {
        int size = FigureChart.fontSize(config);
        Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, size - 2);
        g.setColor(Color.decode(Palette.hex(Palette.BLACK)));
        g.setFont(plain.deriveFont(Font.BOLD, size + 2f));
        FontMetrics title = g.getFontMetrics();
        int x = Math.max(MARGIN, (config.width() - title.stringWidth(picture.title())) / 2);
        g.drawString(picture.title(), x, MARGIN + title.getAscent());
        g.setFont(plain);
        FontMetrics font = g.getFontMetrics();
        int left = 2 * MARGIN
                + picture.rows().stream()
                        .mapToInt(row -> font.stringWidth(row.name()))
                        .max()
                        .orElse(0);
        int top = MARGIN + title.getHeight() + GAP + font.getHeight();
        Grey first = picture.rows().get(0).images().get(0);
        double room =
                (config.width() - left - MARGIN) / (double) picture.columns().size() - GAP;
        double high = (config.height() - top - MARGIN) / (double) picture.rows().size() - GAP;
        double pixel = Math.max(1e-3, Math.min(room / first.width(), high / first.height()));
        double across = room + GAP;
        for (int c = 0; c < picture.columns().size(); c++) {
            String name = picture.columns().get(c);
            double middle = left + c * across + pixel * first.width() / 2;
            g.drawString(name, (float) (middle - font.stringWidth(name) / 2.0), (float) top - GAP);
        }
        double y = top;
        for (StripPicture.Row row : picture.rows()) {
            float baseline = (float) (y + pixel * first.height() / 2 + font.getAscent() / 2.0);
            g.drawString(row.name(), MARGIN, baseline);
            for (int c = 0; c < row.images().size(); c++) {
                image(g, row.images().get(c), left + c * across, y, pixel);
            }
            y += pixel * first.height() + GAP;
        }
    }

    private static void image(Graphics2D g, Grey grey, double x, double y, double pixel) {
        BufferedImage image = new BufferedImage(grey.width(), grey.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < grey.height(); i++) {
            for (int j = 0; j < grey.width(); j++) {
                image.setRGB(j, i, 0x010101 * grey.at(i, j));
            }
        }
        int left = (int) Math.round(x);
        int top = (int) Math.round(y);
        int width = Math.max(1, (int) Math.round(x + pixel * grey.width()) - left);
        int height = Math.max(1, (int) Math.round(y + pixel * grey.height()) - top);
        g.drawImage(image, left, top, width, height, null);
        Color text = g.getColor();
        g.setColor(Color.GRAY);
        g.drawRect(left, top, width, height);
        g.setColor(text);
    }
}
