package io.github.fisherscope.reports.internal.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.chart.PictureConfig;
import io.github.fisherscope.reports.chart.PlanPicture;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.OutputStream;

/** Paints a transport plan as shades of one colour, the square root of a mass deciding its shade, between its marginals. */
public final class PlanPainter {
    private static final int MARGIN = 14;
    private static final int TITLE = 26;
    private static final int BARS = 60;
    private static final int GAP = 4;

    private final PlanPicture picture;
    private final PictureConfig config;

    public PlanPainter(PlanPicture picture, PictureConfig config) {
        this.picture = picture;
        this.config = config;
    }

    /** Writes the picture as PNG with the resolution recorded in it. */
    public void writePng(OutputStream out) throws IOException {
        Canvas.writePng(config, "the plan", this::paint, out);
    }

    private void paint(Graphics2D g) {
        int rows = picture.p().size();
        int columns = picture.q().size();
        int left = MARGIN + BARS + GAP;
        int top = MARGIN + TITLE + BARS + GAP;
        double cell = Math.min(
                (double) (config.width() - left - MARGIN) / columns, (double) (config.height() - top - MARGIN) / rows);
        g.setColor(Color.decode(Palette.hex(Palette.BLACK)));
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        g.drawString(picture.title(), MARGIN, MARGIN + 13);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        g.drawString("p ↓  q →", MARGIN, MARGIN + TITLE + 13);
        cells(g, left, top, cell, rows, columns);
        bars(g, left, top, cell);
        g.setColor(Color.LIGHT_GRAY);
        g.drawRect(left, top, (int) Math.round(columns * cell), (int) Math.round(rows * cell));
    }

    private void cells(Graphics2D g, int left, int top, double cell, int rows, int columns) {
        double largest = largest(picture.plan());
        Color full = Color.decode(Palette.hex(Palette.BLUE));
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double share = Math.sqrt(picture.plan().get(i * columns + j) / largest);
                if (share > 1e-3) {
                    g.setColor(shade(full, share));
                    int x = left + (int) Math.round(j * cell);
                    int y = top + (int) Math.round(i * cell);
                    g.fillRect(
                            x,
                            y,
                            left + (int) Math.round((j + 1) * cell) - x,
                            top + (int) Math.round((i + 1) * cell) - y);
                }
            }
        }
    }

    private void bars(Graphics2D g, int left, int top, double cell) {
        double largest = Math.max(largest(picture.p()), largest(picture.q()));
        g.setColor(Color.decode(Palette.hex(Palette.VERMILION)));
        for (int i = 0; i < picture.p().size(); i++) {
            int length = (int) Math.round(BARS * picture.p().get(i) / largest);
            int y = top + (int) Math.round(i * cell);
            g.fillRect(left - GAP - length, y, length, thickness(top + (i + 1) * cell - y));
        }
        g.setColor(Color.decode(Palette.hex(Palette.GREEN)));
        for (int j = 0; j < picture.q().size(); j++) {
            int length = (int) Math.round(BARS * picture.q().get(j) / largest);
            int x = left + (int) Math.round(j * cell);
            g.fillRect(x, top - GAP - length, thickness(left + (j + 1) * cell - x), length);
        }
    }

    private static int thickness(double room) {
        return Math.max(1, (int) Math.round(room) - (room > 6 ? 1 : 0));
    }

    private static double largest(RealVector x) {
        return x.stream().max().orElseThrow();
    }

    private static Color shade(Color full, double share) {
        return new Color(
                (int) Math.round(255 + share * (full.getRed() - 255)),
                (int) Math.round(255 + share * (full.getGreen() - 255)),
                (int) Math.round(255 + share * (full.getBlue() - 255)));
    }
}
