package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.internal.chart.PlanPainter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A transport plan between its marginals: the plan as shades, p to the left of its rows, q above its columns.
 *
 * @param title what stands above
 * @param plan masses, row by row
 * @param p one weight for each row
 * @param q one weight for each column
 */
public record PlanPicture(String title, RealVector plan, RealVector p, RealVector q) {
    public PlanPicture {
        Args.requireSame("plan.size", plan.size(), (long) p.size() * q.size(), "give one mass for each row and column");
    }

    /**
     * Writes the picture as PNG. The stream is left open.
     *
     * @throws IOException if writing fails or the machine has no fonts to draw with
     */
    public void writePng(PictureConfig config, OutputStream out) throws IOException {
        new PlanPainter(this, config).writePng(out);
    }
}
