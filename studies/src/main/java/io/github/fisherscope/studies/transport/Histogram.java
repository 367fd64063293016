package io.github.fisherscope.studies.transport;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.PointSet;
import io.github.fisherscope.results.transport.MeasureInfo;
import java.util.List;

/**
 * Weights as they were read.
 *
 * @param argument name of the argument, for errors
 * @param source where they come from
 * @param weights row by row
 * @param height rows of an image, 1 for a list
 * @param width columns of an image, or states of a list
 * @param counts whether they are intensities or counts, which have any sum
 */
public record Histogram(String argument, String source, RealVector weights, int height, int width, boolean counts) {

    /** Returns the weights as a distribution; those that are counts are divided by their sum. */
    public DiscreteMeasure distribution() {
        return counts
                ? DiscreteMeasure.proportionalTo(argument, weights)
                : DiscreteMeasure.distribution(argument, weights);
    }

    /** Returns the weights as they are. */
    public DiscreteMeasure measure() {
        return DiscreteMeasure.positive(argument, weights);
    }

    /** Returns the same weights as counts. */
    public Histogram asCounts() {
        return new Histogram(argument, source, weights, height, width, true);
    }

    /** Returns the places of the states, one apart. */
    PointSet points() {
        return PointSet.grid(height, width);
    }

    MeasureInfo info() {
        return new MeasureInfo(source, height == 1 ? List.of(width) : List.of(height, width), weights.sum(), (int)
                weights.stream().filter(w -> w == 0).count());
    }
}
