package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.math.NullVectors;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;

/** Holds suggested directions against a factor G, and counts those that are null and independent of earlier ones. */
final class NullExplanation {
    /** Part of a direction outside the span of earlier ones above which it counts as new. */
    private static final double INDEPENDENT = 1e-6;

    private final double[] g;
    private final int columns;
    private final double largest;
    private final double threshold;
    private final int nullity;
    private final List<double[]> span = new ArrayList<>();

    NullExplanation(double[] g, int columns, NullVectors nulls) {
        this.g = g;
        this.columns = columns;
        this.largest = nulls.singularValues().get(0);
        this.threshold = nulls.threshold();
        this.nullity = nulls.nullity();
    }

    List<NullDirections> explain(List<NullFamily> families) {
        List<NullDirections> explained = new ArrayList<>();
        for (NullFamily family : families) {
            int count = 0;
            double residual = 0;
            for (RealVector direction : family.directions()) {
                double[] v = direction.toArray();
                if (span.size() < nullity && normalize(v) > 0) {
                    double image = image(v);
                    if (image <= threshold && isNew(v)) {
                        count++;
                        residual = Math.max(residual, largest > 0 ? image / largest : 0);
                    }
                }
            }
            if (count > 0) {
                explained.add(new NullDirections(family.kind(), family.words(), count, residual));
            }
        }
        return explained;
    }

    /** Takes off what earlier directions span, twice, and keeps the rest if there is any. */
    private boolean isNew(double[] v) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] u : span) {
                double along = 0;
                for (int p = 0; p < columns; p++) {
                    along += u[p] * v[p];
                }
                for (int p = 0; p < columns; p++) {
                    v[p] -= along * u[p];
                }
            }
        }
        if (normalize(v) <= INDEPENDENT) {
            return false;
        }
        span.add(v);
        return true;
    }

    /** Returns ‖G v‖. */
    private double image(double[] v) {
        double squares = 0;
        for (int first = 0; first < g.length; first += columns) {
            double sum = 0;
            for (int p = 0; p < columns; p++) {
                sum += g[first + p] * v[p];
            }
            squares += sum * sum;
        }
        return Math.sqrt(squares);
    }

    /** Brings v to length 1 and returns the length that it had. */
    private static double normalize(double[] v) {
        double squares = 0;
        for (double x : v) {
            squares += x * x;
        }
        double norm = Math.sqrt(squares);
        for (int p = 0; p < v.length && norm > 0; p++) {
            v[p] /= norm;
        }
        return norm;
    }
}
