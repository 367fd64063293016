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
 * @param image whether the states are pixels, however few, and not points of a line
 */
public record Histogram(
        String argument, String source, RealVector weights, int height, int width, boolean counts, boolean image) {

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
        return new Histogram(argument, source, weights, height, width, true, image);
    }

    /** Returns the places of the states, one apart. */
    PointSet points() {
        if (image && height == 1) {
            // a row of pixels in the plane, so that it has a distance from images of several rows
            double[] pixels = new double[2 * width];
            for (int i = 0; i < width; i++) {
                pixels[2 * i + 1] = i;
            }
            return new PointSet(2, RealVector.takingOver(pixels));
        }
        return PointSet.grid(height, width);
    }

    /** Returns whether both are images, of which neither has the pixels of the other. */
    boolean otherShape(Histogram other) {
        return image && other.image && (height != other.height || width != other.width);
    }

    /** Returns what it is, for errors. */
    String words() {
        return image ? "an image of " + height + " x " + width + " pixels" : "a list of " + width + " states";
    }

    MeasureInfo info() {
        return new MeasureInfo(source, image ? List.of(height, width) : List.of(width), weights.sum(), (int)
                weights.stream().filter(w -> w == 0).count());
    }
}
