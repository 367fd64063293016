package io.github.fisherscope.reports.internal.chart;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.chart.PictureConfig;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the legend and the caption under a picture, broken into lines. XChart's own horizontal legend stays in one
 * line and runs over the edge.
 */
final class FooterPainter {
    private static final int MARGIN = 14;
    private static final int SAMPLE = 28;
    private static final int GAP = 18;

    private final PictureConfig config;
    private final Graphics2D g;
    private final FontMetrics legendFont;
    private final FontMetrics captionFont;
    private final List<List<Series>> legend;
    private final List<String> caption;

    private FooterPainter(Figure figure, PictureConfig config, Graphics2D g) {
        this.config = config;
        this.g = g;
        int size = FigureChart.fontSize(config);
        legendFont = g.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, size - 1));
        captionFont = g.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(9, size - 3)));
        legend = legendRows(figure);
        caption = lines(figure.caption());
    }

    static FooterPainter of(Figure figure, PictureConfig config, Graphics2D g) {
        return new FooterPainter(figure, config, g);
    }

    int height() {
        return legend.size() * legendFont.getHeight() + caption.size() * captionFont.getHeight() + MARGIN;
    }

    void paint() {
        int y = config.height() - height();
        g.setColor(Color.WHITE);
        g.fill(new Rectangle2D.Double(0, y, config.width(), height()));
        y += legendFont.getAscent();
        for (List<Series> row : legend) {
            int x = (config.width() - width(row)) / 2;
            for (Series series : row) {
                paintEntry(series, x, y);
                x += width(series) + GAP;
            }
            y += legendFont.getHeight();
        }
        y += MARGIN / 2;
        g.setColor(new Color(0x44, 0x44, 0x44));
        g.setFont(captionFont.getFont());
        for (String line : caption) {
            g.drawString(line, MARGIN, y);
            y += captionFont.getHeight();
        }
    }

    private void paintEntry(Series series, int x, int baseline) {
        Color color = Color.decode(Palette.hex(series.color()));
        double middle = baseline - legendFont.getAscent() * 0.36;
        g.setColor(color);
        g.setStroke(FigureChart.stroke(series.mark()));
        switch (series.mark()) {
            case POINTS, HOLLOW_POINTS ->
                FigureChart.marker(series.mark()).paint(g, x + SAMPLE / 2.0, middle, FigureChart.MARKER);
            case HISTOGRAM -> {
                Rectangle2D box = new Rectangle2D.Double(x + 6.0, middle - 5, SAMPLE - 10.0, 10);
                g.setColor(FigureChart.translucent(color));
                g.fill(box);
                g.setColor(color);
                g.draw(box);
            }
            case LINE, DASHED_LINE, STAIRS, VERTICAL, VERTICAL_DASHED ->
                g.draw(new Line2D.Double(x, middle, x + SAMPLE - 4.0, middle));
        }
        g.setColor(Color.BLACK);
        g.setFont(legendFont.getFont());
        g.drawString(series.name(), x + SAMPLE, baseline);
    }

    private int width(Series series) {
        return SAMPLE + legendFont.stringWidth(series.name());
    }

    private int width(List<Series> row) {
        return row.stream().mapToInt(this::width).sum() + GAP * (row.size() - 1);
    }

    private List<List<Series>> legendRows(Figure figure) {
        List<List<Series>> rows = new ArrayList<>();
        List<Series> row = new ArrayList<>();
        for (Series series : figure.series()) {
            row.add(series);
            if (row.size() > 1 && width(row) > config.width() - 2 * MARGIN) {
                row.remove(row.size() - 1);
                rows.add(row);
                row = new ArrayList<>(List.of(series));
            }
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        return rows;
    }

    private List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && captionFont.stringWidth(line + " " + word) > config.width() - 2 * MARGIN) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
        return lines;
    }
}
