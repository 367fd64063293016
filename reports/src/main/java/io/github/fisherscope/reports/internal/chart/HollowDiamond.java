package io.github.fisherscope.reports.internal.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.style.markers.Marker;

/** An outline around a point, so that a prediction and a measurement at the same place are both seen. */
final class HollowDiamond extends Marker {
    private static final BasicStroke STROKE = new BasicStroke(1.8f);

    @Override
    public void paint(Graphics2D g, double x, double y, int size) {
        double half = size * 0.8;
        Path2D diamond = new Path2D.Double();
        diamond.moveTo(x - half, y);
        diamond.lineTo(x, y - half);
        diamond.lineTo(x + half, y);
        diamond.lineTo(x, y + half);
        diamond.closePath();
        g.setStroke(STROKE);
        g.draw(diamond);
    }
}
